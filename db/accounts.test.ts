import { beforeAll, describe, expect, test } from "vitest";
import { type AccountFilter, type AccountOrder, countAccounts, listAccounts } from "./accounts";
import { addAccount, addAssigned, addMailServer } from "./sample";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
let web8 = 0;

beforeAll(async () => {
  await addMailServer(db, 1);
  await addMailServer(db, 2);
  web8 = await addAssigned(db, "web8.provider.example", 1);
  const web9 = await addAssigned(db, "web9.provider.example", 2);
  const here = { serverId: web8, mailServerId: 1 };
  const there = { serverId: web9, mailServerId: 2 };
  const ada = await addAccount(db, here, "c_lovelace", { kind: "client", label: "Ada Lovelace, Nordlicht Ltd" });
  await addAccount(db, there, "c_turing", { kind: "client", label: "Alan Turing", problem: "licence-full" });
  await addAccount(db, here, "nordlicht.example", { clientId: ada, syncStatus: "outdated", addressCount: 27 });
  await addAccount(db, here, "100%.example", { clientId: ada, syncStatus: "unknown" });
  await addAccount(db, there, "bäckerei.example", { ascii: "xn--bckerei-5wa.example", problem: "dns-elsewhere" });
  await addAccount(db, there, "kanzlei.example", { stage: "draining", problem: "domain-taken", addressCount: 3 });
  await addAccount(db, { ...here, mailServerId: null }, "gone.example", { stage: "closed", problem: "missing" });
  await addAccount(db, there, "atelier.example", { stage: "building", addressCount: 3 });
});

async function names(filter: AccountFilter, order: AccountOrder = "name", descending = false) {
  const { rows } = await listAccounts(db, filter, { order, descending, limit: 50 });
  return rows.map((row) => row.name);
}

describe("a list", () => {
  test("shows clients first, then domains, each by name, and no closed account", async () => {
    expect(await names({})).toEqual([
      "c_lovelace",
      "c_turing",
      "100%.example",
      "atelier.example",
      "kanzlei.example",
      "nordlicht.example",
      "bäckerei.example",
    ]);
  });

  test("tells who owns a domain and which servers it is on", async () => {
    const { rows } = await listAccounts(db, { q: "nordlicht.ex" }, { order: "name", descending: false, limit: 5 });
    expect(rows[0]).toMatchObject({
      owner: "c_lovelace",
      server: "web8.provider.example",
      mailServer: "mail1.provider.example",
      addressCount: 27,
    });
  });

  test("is ordered by the number of addresses when asked to", async () => {
    expect((await names({ kind: "domain" }, "addresses", true)).slice(0, 3)).toEqual([
      "nordlicht.example",
      "atelier.example",
      "kanzlei.example",
    ]);
  });
});

describe("a search", () => {
  test("finds a part of a domain, a login, and a client's person or company", async () => {
    expect(await names({ q: "LICHT" })).toEqual(["c_lovelace", "nordlicht.example"]);
    expect(await names({ q: "turing" })).toEqual(["c_turing"]);
  });

  test("finds a name in another script as people write it", async () => {
    expect(await names({ q: "bäcker" })).toEqual(["bäckerei.example"]);
  });

  test("finds the domain of an address", async () => {
    expect(await names({ q: "office@kanzlei.example" })).toEqual(["kanzlei.example"]);
  });

  test("takes a percent sign for itself", async () => {
    expect(await names({ q: "100%" })).toEqual(["100%.example"]);
    expect(await names({ q: "%" })).toEqual(["100%.example"]);
  });
});

describe("each filter's count equals its list", () => {
  const filters: AccountFilter[] = [
    {},
    { kind: "client" },
    { kind: "domain", mailServerId: 2 },
    { status: "outdated" },
    { status: "unknown" },
    { status: "synchronized", kind: "domain" },
    { problem: "any" },
    { problem: "any", kind: "domain" },
    { problem: "dns-elsewhere" },
    { problem: "any", status: "synchronized" },
    { moving: true },
    { q: "example", kind: "domain" },
    { clientId: 1 },
  ];
  test.each(filters.map((filter) => [JSON.stringify(filter), filter] as const))("%s", async (_, filter) => {
    const listed = await names(filter);
    expect(await countAccounts(db, filter)).toEqual({ count: listed.length, capped: false });
    expect(listed.length).toBeGreaterThan(0);
  });

  test("on one assigned server", async () => {
    expect(await countAccounts(db, { serverId: web8 })).toEqual({ count: 3, capped: false });
    expect(await names({ serverId: web8 })).toHaveLength(3);
  });
});

describe("paging", () => {
  test.each(["name", "addresses", "changed"] as const)(
    "by %s walks forth and back over every account once",
    async (order) => {
      for (const descending of [false, true]) {
        const whole = await names({}, order, descending);
        const seen: string[] = [];
        const firsts: number[] = [];
        let page = await listAccounts(db, {}, { order, descending, limit: 2 });
        expect(page.before).toBeUndefined();
        for (;;) {
          seen.push(...page.rows.map((row) => row.name));
          firsts.push(page.rows[0]?.id ?? 0);
          if (page.after === undefined) break;
          page = await listAccounts(db, {}, { order, descending, after: page.after, limit: 2 });
        }
        expect(seen).toEqual(whole);
        const back = await listAccounts(db, {}, { order, descending, before: firsts[2], limit: 2 });
        expect(back.rows.map((row) => row.name)).toEqual(whole.slice(2, 4));
        expect(back.after).toBe(back.rows.at(-1)?.id);
        const start = await listAccounts(db, {}, { order, descending, before: firsts[1], limit: 2 });
        expect(start.before).toBeUndefined();
      }
    },
  );
});
