import { describe, expect, test } from "vitest";
import { objectId } from "@/lib/plesk/objects";
import { compareDomain, wantedService } from "./compare";
import { compareClient, derivedLogin } from "./compare-client";
import { nothingWritten } from "./facts";
import { address, client, clientOf, domain, mailOff, pair, seen } from "./testing";
import type { AddressRow } from "./world";

type Change = "nobody" | "us" | "them" | "both";
const compare = (c: ReturnType<typeof domain>) =>
  compareDomain(c, pair(), "192.0.2.1").map(({ difference, operation, problem }) => [
    difference.field,
    operation?.kind ?? problem?.code ?? null,
  ]);

describe("an address", () => {
  const row = (written: AddressRow["written"]): AddressRow => ({
    name: "info",
    source: null,
    central: null,
    written,
    needsPassword: false,
    missingSince: null,
  });
  const plain = ({ password: _, ...rest }: ReturnType<typeof address>) => rest;
  const old = address("info");
  const ours = address("info", { forwards: ["a@b.example"] });
  const theirs = address("info", { forwards: ["c@d.example"] });
  const withAlias = address("info", { aliases: ["office"] });
  const states = (who: Change, written: boolean, solution: "enforce" | null = null, there = theirs) =>
    domain("assigned", {
      of: { solution },
      source: seen({ addresses: [who === "us" || who === "both" ? ours : old] }),
      central: seen({ addresses: [who === "them" || who === "both" ? there : old] }),
      rows: new Map([["info", row(written ? plain(old) : null)]]),
    });

  test.each<[Change, string | undefined]>([
    ["nobody", undefined],
    ["us", "update-address"],
    ["them", undefined],
    ["both", "changed-on-both-sides"],
  ])("that was written from here and changed by %s since", (who, expected) => {
    expect(compare(states(who, true))[0]?.[1]).toBe(expected);
  });

  test("that differs and was never written from here is a person's to decide", () => {
    expect(compare(states("us", false))).toEqual([["addresses", "changed-on-both-sides"]]);
  });

  test.each<Change>(["them", "both"])("changed by %s is overwritten when a person says so", (who) => {
    expect(compare(states(who, true, "enforce"))).toEqual([["addresses", "update-address"]]);
  });

  test("that got an alias on the mail server since is not written over, whatever a person says: they are told of it", () => {
    expect(compare(states("them", true, "enforce", withAlias))).toEqual([]);
    const [found] = compareDomain(states("both", true, "enforce", withAlias), pair(), "");
    expect(found).toMatchObject({ operation: null, problem: { code: "changed-on-both-sides" } });
    expect(found?.problem?.detail).toContain("also takes mail for its alias office");
    const [before] = compareDomain(states("both", true, null, withAlias), pair(), "");
    expect(before?.problem).toEqual(found?.problem);
  });

  test.each<Change>(["them", "both"])("changed by %s keeps what it got on the mail server once it goes home", (who) => {
    const c = states(who, true, "enforce");
    c.account.stage = "switching-back";
    expect(compare(c).filter(([, what]) => what === "update-address")).toEqual([]);
  });

  test("that is new at home is created, with its password where the panel shows one", () => {
    const c = domain("assigned", { source: seen({ addresses: [old, address("sales", { password: "s3cret" })] }) });
    const [found] = compareDomain(c, pair(), "");
    expect(found?.operation).toMatchObject({ kind: "create-address", password: "s3cret", address: { name: "sales" } });
  });

  test("that somebody removed on the mail server is not made again once assigned, but is on the way there", () => {
    const gone = { central: seen({ addresses: [] }), rows: new Map([["info", row(plain(old))]]) };
    expect(compare(domain("assigned", gone))).toEqual([]);
    expect(compare(domain("proving", gone))).toEqual([["addresses", "create-address"]]);
  });

  test("that is gone from home stays on the mail server", () => {
    expect(compare(domain("assigned", { source: seen({ addresses: [] }) }))).toEqual([]);
  });
});

describe("the catch-all", () => {
  const reject = { kind: "reject" } as const;
  const forward = { kind: "forward", address: "a@acme.example" } as const;
  const bounce = { kind: "bounce", text: "Nobody." } as const;
  const of = (source: typeof reject | typeof forward, central: typeof reject | typeof bounce) => ({
    source: seen({ mail: { ...seen().mail, catchAll: source } }),
    central: seen({ mail: { ...seen().mail, catchAll: central } }),
  });
  test.each([
    ["changed at home is written", of(forward, reject), reject, [["catchAll", "catch-all"]]],
    ["changed on the mail server is left", of(reject, bounce), reject, []],
    ["changed on both is disputed", of(forward, bounce), reject, [["catchAll", "changed-on-both-sides"]]],
    ["never written is written", of(forward, reject), null, [["catchAll", "catch-all"]]],
  ])("%s", (_, sides, catchAll, expected) => {
    const c = domain("assigned", sides);
    expect(compare(Object.assign(c, { written: { ...c.written, catchAll } }))).toEqual(expected);
  });
});

describe("a name", () => {
  const renamed = (name: string | null) => {
    const c = domain("assigned", { source: seen({ name: "new.example", ascii: "new.example" }) });
    return Object.assign(c, { written: { ...c.written, name } });
  };
  test("that was changed at home is changed on the mail server", () => {
    expect(compare(renamed("acme.example"))).toEqual([["name", "rename-domain"]]);
  });
  test("that somebody changed on the mail server is not changed back", () => {
    expect(compare(renamed("new.example"))).toEqual([["name", "changed-by-someone"]]);
  });
});

describe("mail on the mail server", () => {
  test("is on while it is on at home, and once it is ours although it is off there", () => {
    expect(wantedService(domain("building"))).toBe(true);
    const off = seen({ mail: mailOff });
    expect(wantedService(domain("building", { source: off }))).toBe(false);
    const moved = domain("assigned", { source: off });
    moved.written.switchedAt = "2026-05-01T00:00:00Z";
    expect(wantedService(moved)).toBe(true);
  });
  test("that somebody switched off there is told, and switched on again when a person says so", () => {
    const off = () => domain("switching", { central: seen({ mail: mailOff }) });
    const told = off();
    told.written.mailService = true;
    expect(compare(told)).toEqual([["mailService", "changed-by-someone"]]);
    told.account.solution = "enforce";
    expect(compare(told)).toEqual([["mailService", "mail-service"]]);
  });
});

test("a domain that is not there is created when its owner is, and waits for its owner or main domain", () => {
  const fresh = { central: null };
  expect(compare(domain("building", fresh))).toEqual([["account", "create-domain"]]);
  expect(compare(domain("building", { ...fresh, owner: clientOf({ central: null }) }))).toEqual([["account", null]]);
  const site = { ...fresh, source: seen({ kind: "site" }), parent: domain("building", fresh) };
  expect(compare(domain("building", site))).toEqual([["account", null]]);
  expect(compare(domain("building", { ...site, parent: domain("building") }))).toEqual([["account", "create-site"]]);
});

test("an alias with mail is created or switched on, one without mail is not touched", () => {
  const alias = {
    id: objectId<"alias">(4),
    domain: seen().id,
    name: "acme.test",
    ascii: "acme.test",
    dns: true,
    active: true,
  };
  const home = { source: seen({ aliases: [{ ...alias, mail: true }] }) };
  expect(compare(domain("building", home))).toEqual([["aliases", "create-alias"]]);
  expect(compare(domain("building", { ...home, central: seen({ aliases: [{ ...alias, mail: false }] }) }))).toEqual([
    ["aliases", "set-alias"],
  ]);
  expect(compare(domain("building", { source: seen({ aliases: [{ ...alias, mail: false }] }) }))).toEqual([]);
  // Where its domain is suspended it would be refused at once.
  expect(compare(domain("building", { ...home, central: seen({ suspended: true }) }))).toEqual([
    ["aliases", "suspended-there"],
  ]);
});

test("mail is not switched on where somebody has suspended the domain on the mail server, before anybody is told of it", () => {
  const asleep = seen({ suspended: true, mail: { ...seen().mail, service: false } });
  const written = { ...nothingWritten, mailService: false };
  expect(compare(domain("building", { central: asleep, written }))).toEqual([["mailService", "suspended-there"]]);
  const awake = { ...asleep, suspended: false };
  expect(compare(domain("building", { central: awake, written }))).toEqual([["mailService", "mail-service"]]);
  const named = { ...written, named: true };
  expect(compare(domain("switching", { central: asleep, written: named }))).toEqual([["mailService", "mail-service"]]);
});

describe("a client", () => {
  const fields = (c: ReturnType<typeof clientOf>) =>
    compareClient(c, pair()).map(({ difference, operation, problem }) => [
      difference.field,
      operation?.kind ?? problem?.code,
    ]);
  const source = client({ email: "new@acme.example" });
  const central = client({ email: "theirs@acme.example" });
  test.each([
    ["unchanged needs nothing", clientOf({ written: { email: "ada@acme.example" } }), []],
    [
      "changed at home follows",
      clientOf({ source, written: { email: "ada@acme.example" } }),
      [["email", "update-client"]],
    ],
    ["changed on the mail server is left", clientOf({ central, written: { email: "ada@acme.example" } }), []],
    [
      "changed on both is disputed",
      clientOf({ source, central, written: { email: "ada@acme.example" } }),
      [["email", "changed-on-both-sides"]],
    ],
    ["never written is written", clientOf({ central }), [["email", "update-client"]]],
    ["that is not there is created", clientOf({ central: null }), [["account", "create-client"]]],
    ["whose derived login stands is the same", clientOf({ central: client({ login: "acme_w2" }) }), []],
  ] as const)("%s", (_, c, expected) => {
    expect(fields(c)).toEqual(expected);
  });

  test("whose login is taken gets the assigned server's number, then a count, within twenty characters", () => {
    expect([0, 1, 2].map((taken) => derivedLogin("acme", 2, taken))).toEqual(["acme", "acme_w2", "acme_w2_2"]);
    expect(derivedLogin("a-login-of-20-letters", 12, 3)).toHaveLength(20);
  });
});
