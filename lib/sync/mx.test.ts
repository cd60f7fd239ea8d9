import { describe, expect, test } from "vitest";
import type { DomainCase } from "./cases";
import { mxView, whoNamesCentral } from "./mx";
import { answers, CENTRAL, domain, HOME, pair, seenMx, zone } from "./testing";

const view = (publicMx: DomainCase["publicMx"], changes: Parameters<typeof zone>[0] = {}) =>
  mxView(domain("switching", { publicMx }), zone(changes), pair());
const both = [`10 ${HOME}`, `10 ${CENTRAL}`];

describe("what the world hears of a zone", () => {
  test("is everywhere only when every name server names the mail server", () => {
    expect(view(answers(both)).seenEverywhere).toBe(true);
    expect(view(answers(both, [`10 ${HOME}`])).seenEverywhere).toBe(false);
    expect(view(answers(both, "no answer")).seenEverywhere).toBe(false);
    expect(view(null).seenEverywhere).toBe(false);
  });

  test("is the mail server alone only when every name server and the panel say so", () => {
    const alone = { mx: seenMx(`10 ${CENTRAL}`) };
    expect(view(answers([`10 ${CENTRAL}`]), alone).onlyCentral).toBe(true);
    expect(view(answers([`10 ${CENTRAL}`])).onlyCentral).toBe(false);
    expect(view(answers([`10 ${CENTRAL}`], both), alone).onlyCentral).toBe(false);
    expect(view(answers([]), { mx: [] }).onlyCentral).toBe(false);
  });

  test("is not what the panel writes where the world asks name servers that the zone does not name", () => {
    const elsewhere = view(answers([`10 ${HOME}`]), { ns: ["ns1.dns.example"] });
    expect(elsewhere).toMatchObject({ published: false, needsAdd: false });
    expect(view(answers([`10 ${HOME}`]))).toMatchObject({ published: true, needsAdd: true });
  });

  test("names who is behind", () => {
    expect(view(answers(both, [`10 ${HOME}`])).behind).toBe(`ns2.web1 still answers MX 10 ${HOME}.`);
    expect(view(answers(both, "no answer")).failed).toBe("ns2.web1 does not answer (no answer).");
  });

  test("tells trouble that passes from a zone that nobody serves", () => {
    const trouble = (again: boolean) => view(new Map([["acme.example", { failed: "why", again }]]));
    expect(trouble(true)).toMatchObject({ unasked: "why", failed: null });
    expect(trouble(false)).toMatchObject({ unasked: null, failed: "why." });
  });
});

describe("whether anybody still names the mail server", () => {
  const who = (publicMx: DomainCase["publicMx"]) =>
    whoNamesCentral(domain("draining-back", { publicMx }), "acme.example", pair());

  test("one name server is enough to be named", () => {
    expect(who(answers([`10 ${HOME}`], both))).toEqual({ by: "ns2.web1" });
  });
  test("is not known while one does not answer, or none was asked", () => {
    expect(who(answers([`10 ${HOME}`], "no answer"))).toEqual({ unknown: "ns2.web1 does not answer (no answer)" });
    expect(who(null)).toHaveProperty("unknown");
    expect(who(new Map([["acme.example", { failed: "why", again: true }]]))).toEqual({ unknown: "why" });
  });
  test("nobody does when all say so, have no such zone, or there is none to ask", () => {
    expect(who(answers([`10 ${HOME}`]))).toBe("nobody");
    expect(who(answers("absent"))).toBe("nobody");
    expect(who(new Map([["acme.example", { failed: "why", again: false }]]))).toBe("nobody");
  });
});
