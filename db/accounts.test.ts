import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AccountFilter, type AccountOrder, countAccounts, listAccounts } from "./accounts";
import { addAccount, addAddress, addAssigned, addMailServer } from "./sample";
import { accounts, type NetStatus, servers } from "./schema";
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
  const gone = { stage: "closed", problem: "missing" } as const;
  const closed = await addAccount(db, { ...here, mailServerId: null }, "gone.example", gone);
  const atelier = await addAccount(db, there, "atelier.example", { stage: "building", addressCount: 3 });
  for (const id of [closed, atelier]) await addAddress(db, id, "studio");
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

  test("finds the domains that have an address of which only what stands before its @ was typed", async () => {
    expect(await names({ q: " Studio@ " })).toEqual(["atelier.example"]);
    for (const q of ["nobody@", "@", " @ "]) {
      expect(await names({ q }), q).toEqual([]);
      expect(await countAccounts(db, { q }), q).toEqual({ count: 0, capped: false });
    }
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

describe("while a mail server cannot be looked at", () => {
  const mail2 = (netStatus: NetStatus) =>
    db.update(servers).set({ netStatus }).where(eq(servers.name, "mail2.provider.example"));
  beforeAll(() => mail2("error"));
  afterAll(() => mail2("online"));

  test("all of its accounts are found as unknown, as the list shows them, beside those of which nothing is known", async () => {
    expect(await names({ status: "unknown" })).toEqual([
      "c_turing",
      "100%.example",
      "atelier.example",
      "kanzlei.example",
      "bäckerei.example",
    ]);
    expect(await names({ status: "synchronized" })).toEqual(["c_lovelace"]);
    expect(await names({ status: "outdated" })).toEqual(["nordlicht.example"]);
    expect(await names({ status: "synchronized", mailServerId: 2 })).toEqual([]);
  });

  const filters: AccountFilter[] = (["synchronized", "outdated", "unknown"] as const).flatMap((status) => [
    { status },
    { status, kind: "client" },
    { status, mailServerId: 2 },
    { status, problem: "any" },
    { status, q: "example" },
  ]);
  test.each(filters.map((filter) => [JSON.stringify(filter), filter] as const))(
    "the count equals the list: %s",
    async (_, filter) => {
      expect(await countAccounts(db, filter)).toEqual({ count: (await names(filter)).length, capped: false });
    },
  );
});

describe("paging", () => {
  test.each(["name", "addresses", "changed"] as const)(
    "by %s walks forth and back over every account once",
    async (order) => {
      for (const descending of [false, true]) {
        const whole = await names({}, order, descending);
        const seen: string[] = [];
        const firsts: string[] = [];
        let page = await listAccounts(db, {}, { order, descending, limit: 2 });
        expect(page.before).toBeUndefined();
        for (;;) {
          seen.push(...page.rows.map((row) => row.name));
          firsts.push(page.rows[0]?.place ?? "");
          if (page.after === undefined) break;
          page = await listAccounts(db, {}, { order, descending, after: page.after, limit: 2 });
        }
        expect(seen).toEqual(whole);
        const back = await listAccounts(db, {}, { order, descending, before: firsts[2], limit: 2 });
        expect(back.rows.map((row) => row.name)).toEqual(whole.slice(2, 4));
        expect(back.after).toBe(back.rows.at(-1)?.place);
        const start = await listAccounts(db, {}, { order, descending, before: firsts[1], limit: 2 });
        expect(start.before).toBeUndefined();
      }
    },
  );

  test.each(["changed", "addresses"] as const)("by %s goes on from where an account stood", async (order) => {
    const page = { order, descending: true, limit: 3 };
    const whole = await names({}, order, true);
    const { rows, after } = await listAccounts(db, {}, page);
    const last = rows.at(-1)?.id ?? 0;
    await db.update(accounts).set({ changedAt: new Date(), addressCount: 99 }).where(eq(accounts.id, last));
    const next = await listAccounts(db, {}, { ...page, after });
    expect(next.rows.map((row) => row.name)).toEqual(whole.slice(3, 6));
    const back = await listAccounts(db, {}, { ...page, before: next.before });
    // It stands before them now.
    expect(back.rows.map((row) => row.name).toSorted()).toEqual(whole.slice(0, 3).toSorted());
  });

  test("takes an id alone for the account as it is now", async () => {
    const whole = await listAccounts(db, {}, { order: "changed", descending: false, limit: 50 });
    const page = { order: "changed", descending: false, limit: 50, after: String(whole.rows[2]?.id) } as const;
    expect((await listAccounts(db, {}, page)).rows).toEqual(whole.rows.slice(3));
  });
});
