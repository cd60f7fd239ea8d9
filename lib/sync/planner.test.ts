import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Stage } from "@/db/schema";
import { type DomainCase, mailSnapshot } from "./cases";
import { wasNamed } from "./drain";
import { provenDigest } from "./facts";
import { whoNamesCentral } from "./mx";
import type { Operation } from "./operations";
import { decide } from "./rounds";
import { EVENTS, type Event, next, STAGES } from "./stages";
import type { Step } from "./steps";
import { CENTRAL, context, HOME, NOW, pair } from "./testing";
import { asked, build, type State, state } from "./testing-states";

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
        expect(
          [...(c.publicMx?.values() ?? [])].some(
            (each) => "servers" in each && each.servers.some(({ mx }) => mx?.some(({ host }) => host === HOME)),
          ),
        ).toBe(false);
      }
    });
  });

  test("never switches the mail server's mail off while anybody may name it", () => {
    always((step, c) => {
      for (const operation of planned(step, "mail-service")) {
        if (operation.side !== "central" || operation.on) continue;
        const who = whoNamesCentral(c, "acme.example", pair());
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
      if (step.event === "moved-back" && wasNamed(c)) expect(whoNamesCentral(c, "acme.example", pair())).toBe("nobody");
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
        expect(step.do === "check" ? step.check : step.do).toMatch(/^(leave|rest|problem|name-servers)$/);
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
