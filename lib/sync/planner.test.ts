import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Stage, Wish } from "@/db/schema";
import { type DomainCase, mailSnapshot, type PublicMx } from "./cases";
import { provenDigest } from "./facts";
import { whoNames } from "./mx";
import type { Operation } from "./operations";
import { decide } from "./rounds";
import { EVENTS, type Event, next, STAGES, turn } from "./stages";
import type { Step } from "./steps";
import { address, CENTRAL, context, domain, HOME, mailOff, mx, NOW, proof, seen, seenMx, zone } from "./testing";

/** Any state a domain may be found in, possible or not: whatever is seen, some things are never planned. */

const hosts = [`10 ${HOME}`, `5 ${HOME}`, `10 ${CENTRAL}`, "20 mail2.acme.example", "10 mx.filter.example"];
/** Mostly what is met on an ordinary way, so that every stage is left often enough to mean something. */
const records = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom([`10 ${CENTRAL}`], [`10 ${HOME}`], [`10 ${CENTRAL}`, `10 ${HOME}`]) },
  { weight: 1, arbitrary: fc.subarray(hosts, { maxLength: 3 }) },
);
const server = (name: string) =>
  fc.oneof(
    { weight: 4, arbitrary: records.map((list) => ({ name, mx: mx(...list), cause: null, absent: false })) },
    { weight: 1, arbitrary: fc.boolean().map((absent) => ({ name, mx: null, cause: "no answer", absent })) },
  );
const alike = records.map((list) =>
  ["ns1.web1", "ns2.web1"].map((name) => ({ name, mx: mx(...list), cause: null, absent: false })),
);
const servers = fc.oneof(alike, fc.tuple(server("ns1.web1"), server("ns2.web1")));
const answer = fc.oneof(
  { weight: 5, arbitrary: servers.map((each): PublicMx => ({ servers: [...each], ttl: 60 })) },
  { weight: 1, arbitrary: fc.boolean().map((again) => ({ failed: "why", again })) },
);
const names = fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>(["info"]) }, fc.subarray(["info", "sales"]));
const side = fc.record({ on: fc.boolean(), names });
const recorded = fc.option(fc.record({ on: fc.boolean(), mx: fc.option(records) }));
const moment = fc.option(fc.constantFrom(NOW - 1, NOW + 1));

const state = fc.record({
  stage: fc.constantFrom<Stage | null>(null, ...(Object.keys(STAGES) as Stage[])),
  wish: fc.constantFrom<Wish>("assigned", "deassigned"),
  solution: fc.constantFrom(null, "enforce" as const, "close" as const),
  until: moment,
  home: fc.option(fc.record({ side, records, served: fc.boolean(), ours: fc.boolean(), suspended: fc.boolean() }), {
    freq: 8,
  }),
  central: fc.option(side, { freq: 8 }),
  publicMx: fc.option(answer, { freq: 8 }),
  recorded,
  switched: fc.boolean(),
  homeMailOff: fc.boolean(),
  proven: fc.constantFrom("never", "now", "another"),
  asked: fc.option(fc.constantFrom("accepted", "refused", "later", "unasked")),
  mayChange: fc.boolean(),
});
type State = typeof state extends fc.Arbitrary<infer S> ? S : never;

const asked = {
  accepted: proof(),
  refused: proof({ refused: [{ recipient: "info@acme.example", text: "550" }] }),
  later: proof({ later: [{ recipient: "info@acme.example", text: "451" }] }),
  unasked: proof({ unasked: "no route" }),
};

function build(s: State): DomainCase {
  const mailOf = (each: { on: boolean }) => (each.on ? seen().mail : mailOff);
  const addresses = (each: { names: string[] }) => each.names.map((name) => address(name));
  const source =
    s.home &&
    seen({
      mail: mailOf(s.home.side),
      addresses: addresses(s.home.side),
      suspended: s.home.suspended,
      zones: [
        zone({
          mx: seenMx(...s.home.records),
          served: s.home.served,
          unserved: s.home.served ? null : "the zone is a slave",
          ns: s.home.ours ? ["ns1.web1", "ns2.web1"] : ["ns.dns.example"],
        }),
      ],
    });
  const central = s.central && seen({ mail: mailOf(s.central), addresses: addresses(s.central), zones: [] });
  const turned = s.stage && s.stage !== "closed" && !(s.solution === "close" && !source) ? turn(s.stage, s.wish) : null;
  const c = domain(turned ?? s.stage, {
    source,
    central,
    publicMx: s.publicMx && new Map([["acme.example", s.publicMx]]),
    proof: s.asked && asked[s.asked],
    proofHome: s.asked && asked[s.asked],
    of: { solution: s.solution, stageUntil: s.until === null ? null : new Date(s.until) },
    written: {
      ...domain(null).written,
      switchedAt: s.switched ? "2026-05-01T00:00:00Z" : null,
      homeMailOff: s.homeMailOff,
      proven: s.proven === "never" ? null : s.proven === "now" ? provenDigest(source) : "other",
    },
  });
  c.snapshots.clear();
  if (s.recorded)
    c.snapshots.set("mail", { mailService: s.recorded.on, catchAll: { kind: "reject" }, addresses: ["info"] });
  if (s.recorded?.mx) c.snapshots.set("zone:domain", { zone: "acme.example", ttl: 300, mx: mx(...s.recorded.mx) });
  return c;
}

/** Holds for the next step of every state. */
function always(holds: (step: Step, c: DomainCase, s: State) => void): void {
  fc.assert(
    fc.property(state, (s) => {
      const c = build(s);
      holds(decide(c, context({ wish: s.wish, mayChange: s.mayChange })), c, s);
    }),
    { numRuns: 4_000 },
  );
}

const planned = <K extends Operation["kind"]>(step: Step, kind: K) =>
  step.do === "operations"
    ? step.operations.filter((operation): operation is Extract<Operation, { kind: K }> => operation.kind === kind)
    : [];
const everyServerNames = (c: DomainCase, host: string): boolean => {
  const seenBy = c.publicMx?.get("acme.example");
  return !!seenBy && "servers" in seenBy && seenBy.servers.every((each) => each.mx?.some((one) => one.host === host));
};
const accepted = (c: DomainCase) =>
  c.written.proven === provenDigest(c.source) || (c.proof !== null && c.proof === asked.accepted);

describe("whatever is found, the next step", () => {
  test("never removes MX without a record that stays, seen at every name server", () => {
    always((step, c) => {
      for (const operation of planned(step, "remove-mx")) {
        expect(operation.keep).not.toEqual([]);
        for (const { host } of operation.keep) {
          expect(c.source?.zones[0]?.mx.some((record) => record.host === host)).toBe(true);
          expect(everyServerNames(c, host)).toBe(true);
        }
      }
    });
  });

  test("never removes or adds an MX that is neither ours nor recorded", () => {
    always((step, c) => {
      const old = (c.snapshots.get("zone:domain") as { mx: { host: string }[] } | undefined)?.mx.map(
        (each) => each.host,
      );
      for (const operation of [...planned(step, "remove-mx"), ...planned(step, "add-mx")])
        expect([CENTRAL, ...(old ?? [])]).toContain(operation.mx.host);
    });
  });

  test("never switches local mail off before closing, nor while anybody may still be told of home", () => {
    always((step, c) => {
      for (const operation of planned(step, "mail-service")) {
        if (operation.side !== "source" || operation.on) continue;
        expect(c.account.stage).toBe("closing");
        expect(everyServerNames(c, CENTRAL)).toBe(true);
        expect(whoNames(c, "acme.example", HOME)).toBe("nobody");
      }
    });
  });

  test("never switches the mail server's mail off while anybody may name it", () => {
    always((step, c) => {
      for (const operation of planned(step, "mail-service")) {
        if (operation.side !== "central" || operation.on) continue;
        const who = whoNames(c, "acme.example", CENTRAL);
        const stillborn = c.account.stage === "draining-back" && c.written.switchedAt === null;
        if (!stillborn) expect(who).toBe("nobody");
        else expect(who).not.toHaveProperty("by");
      }
    });
  });

  test("never moves MX to a server that is not proven for exactly the addresses that are there", () => {
    always((step, c) => {
      const out = STAGES[c.account.stage ?? "closed"].way === "out" && c.account.stage !== "closing";
      if (out && planned(step, "add-mx").length > 0) expect(accepted(c)).toBe(true);
      if (step.do === "advance" && step.to === "switching" && out) expect(accepted(c)).toBe(true);
    });
  });

  test("never drains before every name server names the mail server alone, nor closes before that time is over", () => {
    always((step, c, s) => {
      if (step.do !== "advance") return;
      if (step.event === "moved" || (step.event === "mx-right" && step.to === "draining"))
        expect(everyServerNames(c, CENTRAL)).toBe(true);
      if (step.to === "draining") expect(step.until === null).toBe(step.event === "mx-astray");
      if (step.to === "draining" && step.until !== null) expect(step.until).toBeGreaterThan(NOW);
      if (step.to === "closing") expect(step.event).toBe("drained");
      if (step.to === "closing") expect(s.until ?? NOW + 1).toBeLessThanOrEqual(NOW);
      if (step.to === "closed" && c.account.stage === "draining-back" && s.home)
        expect(s.until ?? 0).toBeLessThanOrEqual(NOW);
    });
  });

  test("never goes home unproven where mail was on, unless a person lets a suspended one", () => {
    always((step, c, s) => {
      if (step.do !== "advance" || step.to !== "switching-back" || c.account.stage !== "proving-home") return;
      if (!mailSnapshot(c)?.mailService) return;
      const letGo = s.solution === "enforce" && s.home?.suspended === true && s.asked === "refused";
      expect(s.asked === "accepted" || letGo).toBe(true);
    });
  });

  test("never starts anything when there is only looked, and never waits for a time that is over", () => {
    always((step, c, s) => {
      const rests = c.account.stage === null || c.account.stage === "assigned" || c.account.stage === "closed";
      if (!s.mayChange && rests && s.wish === "assigned" && c.source)
        expect(["leave", "rest", "problem"]).toContain(step.do);
      if (step.do === "wait" && step.until !== null) expect(step.until).toBeGreaterThan(NOW);
    });
  });

  // 30 000 states are decided: a busy machine needs its time for them.
  test("is of every kind, and goes every way that the table of stages has and no other", { timeout: 60_000 }, () => {
    const reached = new Set<string>();
    const ways = new Set<string>();
    for (const s of fc.sample(state, { numRuns: 30_000, seed: 1 })) {
      const c = build(s);
      const step = decide(c, context({ wish: s.wish, mayChange: s.mayChange }));
      if (step.do === "advance") ways.add(`${c.account.stage} ${step.event} ${step.to}`);
      else if (step.do !== "operations") reached.add(step.do);
      else
        for (const each of step.operations)
          reached.add(`${each.kind} ${each.side} ${"on" in each ? each.on : ""}`.trim());
    }
    // A wish turns it before it is decided, but for what is at the beginning and at the end.
    const turns = (stage: Stage | null, event: Event) =>
      /assigned$/.test(event) && stage !== null && stage !== "closed";
    const table = [null, ...(Object.keys(STAGES) as Stage[])].flatMap((stage) =>
      (Object.keys(EVENTS) as Event[])
        .filter((event) => next(stage, event) && !turns(stage, event))
        .map((event) => `${stage} ${event} ${next(stage, event)}`),
    );
    expect([...ways].sort()).toEqual(table.sort());
    const kinds = ["add-mx source", "remove-mx source", "mail-service source true", "mail-service source false"];
    const more = [
      "mail-service central true",
      "mail-service central false",
      "check",
      "wait",
      "problem",
      "rest",
      "leave",
    ];
    expect([...kinds, ...more].filter((each) => !reached.has(each))).toEqual([]);
  });
});
