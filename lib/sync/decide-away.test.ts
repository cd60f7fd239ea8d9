import { describe, expect, test } from "vitest";
import type { DomainCase } from "./cases";
import { decideDomain } from "./decide";
import { provenDigest } from "./facts";
import type { Leads } from "./leads";
import {
  address,
  alias,
  aliasZone,
  answers,
  CENTRAL,
  context,
  domain,
  HOME,
  mailOff,
  NOW,
  seen,
  seenMx,
  zone,
} from "./testing";

type Changes = Parameters<typeof domain>[1];

const name = "acme.example";
const why = `${name}: its mail goes to mx.third.example, which is neither web1 nor mail1`;
const us: Leads = { to: "us" };
const elsewhere: Leads = { to: "elsewhere", why };
const unknown: Leads = { to: "unknown", why: `${name}: no resolver`, again: true };
const of = (leads: Leads | null, at = name): DomainCase["leads"] => leads && new Map([[at, leads]]);
const off = seen({ zones: [], mail: mailOff });
const { written } = domain(null);
const problem = {
  do: "problem",
  problem: {
    code: "third-place",
    detail: `${why}. mail1 does not take it, so that what is written to it there goes the same way.`,
  },
};

describe("mail goes on at the mail server", () => {
  const on = (leads: Leads | null, changes: Changes = {}) =>
    decideDomain(domain("building", { central: off, leads: of(leads), ...changes }), context());
  const goes = { operations: [{ kind: "mail-service", side: "central", on: true }] };

  test("only after the name servers were asked where the domain's mail goes", () => {
    expect(on(null)).toEqual({ do: "check", check: "name-servers" });
    expect(on(us)).toMatchObject(goes);
  });

  test("not where its mail goes to a third place, but everything else is built", () => {
    expect(on(elsewhere)).toEqual(problem);
    const catchAll = { kind: "forward", address: "all@outside.example" } as const;
    const step = on(elsewhere, { source: seen({ mail: { ...seen().mail, catchAll } }) });
    expect(step).toMatchObject({ operations: [{ kind: "catch-all" }] });
    expect(step).not.toHaveProperty("operations.1");
  });

  test("where a person has it taken all the same, and where somebody was told of the mail server", () => {
    expect(on(elsewhere, { of: { solution: "take", problem: "third-place" } })).toMatchObject(goes);
    expect(on(elsewhere, { of: { solution: "take", problem: "refused" } })).toEqual(problem);
    expect(on(elsewhere, { written: { ...written, taken: true } })).toMatchObject(goes);
    expect(on(elsewhere, { written: { ...written, named: true } })).toMatchObject(goes);
  });

  test("not before it can be told where its mail goes", () => {
    expect(on(unknown)).toMatchObject({ do: "wait", until: NOW + 60_000 });
    expect(on({ ...unknown, again: false })).toMatchObject({ problem: { code: "name-servers-disagree" } });
  });

  test("never at rest: one whose mail is switched on at home begins anew, and is asked about then", () => {
    const idle = domain("assigned", { central: off, leads: of(elsewhere) });
    expect(decideDomain(idle, context())).toMatchObject({ event: "woken", to: "building" });
  });
});

describe("a domain that waits with its mail on at the mail server, and is led away", () => {
  const waits = (stage: "proving" | "switching", leads: Leads | null, changes: Changes = {}) =>
    decideDomain(domain(stage, { leads: of(leads), publicMx: answers([`10 ${HOME}`]), ...changes }), context());

  test.each(["proving", "switching"] as const)("goes back from %s, where nobody was told of it", (stage) => {
    expect(waits(stage, null)).toEqual({ do: "check", check: "name-servers" });
    expect(waits(stage, elsewhere)).toMatchObject({ event: "led-away", to: "building" });
    for (const told of [{ named: true }, { switchedAt: "2026-05-04T10:00:00Z" }, { taken: true }])
      expect(waits(stage, elsewhere, { written: { ...written, ...told } })).not.toMatchObject({ event: "led-away" });
    for (const leads of [us, unknown]) expect(waits(stage, leads)).not.toMatchObject({ event: "led-away" });
  });

  test("gets its mail off there, whatever else is to be done", () => {
    const catchAll = { kind: "forward", address: "all@outside.example" } as const;
    for (const source of [seen(), seen({ mail: { ...seen().mail, catchAll } })]) {
      const step = decideDomain(domain("building", { source, leads: of(elsewhere) }), context());
      expect(step).toEqual({
        do: "operations",
        operations: [expect.objectContaining({ kind: "mail-service", side: "central", on: false })],
      });
    }
  });

  test("is not asked about on its way through", () => {
    const proven = provenDigest(seen());
    const through = domain("proving", { written: { ...written, proven } });
    through.arrived = "building";
    expect(decideDomain(through, context())).toMatchObject({ event: "proven" });
  });
});

describe("an alias that comes when the mail server handles the mail", () => {
  const alone = zone({ mx: seenMx(`10 ${CENTRAL}`) });
  const fresh = aliasZone();
  const came = (leads: Leads | null, changes: Changes = {}) =>
    decideDomain(
      domain("assigned", {
        source: seen({ aliases: [alias], mail: mailOff, zones: [alone, fresh] }),
        written: { ...written, switchedAt: "2026-05-04T10:00:00Z", homeMailOff: true },
        leads: of(leads, "acme.test"),
        ...changes,
      }),
      context(),
    );
  const made = { operations: [{ kind: "create-alias", ascii: "acme.test" }] };

  test("is made there only after the name servers were asked where its mail goes", () => {
    expect(came(null)).toEqual({ do: "check", check: "name-servers" });
    expect(came(us)).toMatchObject(made);
    expect(came(elsewhere, { of: { solution: "take", problem: "third-place" } })).toMatchObject(made);
  });

  test("is left where it is while its mail goes to a third place, and so is its MX", () => {
    expect(came(elsewhere)).toEqual(problem);
    expect(came(unknown)).toMatchObject({ do: "wait" });
  });

  test("does not hide what somebody changed at home", () => {
    const moved = zone({ mx: seenMx(`10 ${HOME}`) });
    const source = seen({ aliases: [alias], mail: mailOff, zones: [moved, fresh] });
    expect(came(elsewhere, { source })).toMatchObject({ problem: { code: "changed-by-someone" } });
  });
});

describe("a domain that is renamed while the mail server has its mail", () => {
  const source = seen({
    name: "acme.test",
    ascii: "acme.test",
    zones: [zone({ ascii: "acme.test", mx: seenMx(`10 ${CENTRAL}`) })],
  });
  const renamed = (leads: Leads | null, changes: Changes = {}) =>
    decideDomain(
      domain("assigned", {
        source: { ...source, mail: mailOff },
        central: seen({ zones: [] }),
        leads: of(leads, "acme.test"),
        written: { ...written, switchedAt: "2026-05-01T00:00:00Z", homeMailOff: true, name, mailService: true },
        ...changes,
      }),
      context(),
    );
  const follows = { operations: [{ kind: "rename-domain", ascii: "acme.test" }] };

  test("is followed once the name servers of the new name were asked", () => {
    expect(renamed(null)).toEqual({ do: "check", check: "name-servers" });
    expect(renamed(us)).toMatchObject(follows);
    expect(renamed(unknown)).toMatchObject(follows);
  });

  test("keeps its name there while the new one leads to a third place, until a person has it taken", () => {
    expect(renamed(elsewhere)).toEqual(problem);
    expect(renamed(elsewhere, { of: { solution: "take", problem: "third-place" } })).toMatchObject(follows);
  });
});

test("an alias that is handled for another server is left to it, and everything else of its domain goes on", () => {
  const source = seen({
    aliases: [alias],
    addresses: [...seen().addresses, address("sales")],
    mail: mailOff,
    zones: [zone({ mx: seenMx(`10 ${CENTRAL}`) })],
  });
  const leads = new Map<string, Leads>([
    [alias.ascii, { to: "elsewhere", why: "acme.test is handled for web2", held: true }],
  ]);
  const c = domain("assigned", {
    ...{ source, central: seen({ zones: [] }), leads, heldAliases: new Map([[alias.ascii, "web2"]]) },
    written: { ...written, switchedAt: "2026-05-01T00:00:00Z", homeMailOff: true, mailService: true },
  });
  expect(decideDomain(c, context())).toMatchObject({ operations: [{ kind: "create-address" }] });
  c.central = { ...seen({ zones: [] }), addresses: source.addresses };
  expect(decideDomain(c, context())).toMatchObject({
    problem: { code: "domain-assigned-elsewhere", detail: expect.stringMatching(/^acme\.test is handled for web2\./) },
  });
});
