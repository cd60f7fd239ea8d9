import { describe, expect, test } from "vitest";
import type { DomainCase } from "./cases";
import { decideDomainBack } from "./decide-back";
import {
  address,
  answers,
  CENTRAL,
  context,
  domain,
  HOME,
  mailOff,
  mx,
  NOW,
  proof,
  seen,
  seenMx,
  zone,
} from "./testing";

const deassigned = context({ wish: "deassigned" });
const written = { ...domain(null).written, switchedAt: "2026-05-01T00:00:00Z", homeMailOff: true };
const over = { stageUntil: new Date(NOW) };
const both = [`10 ${CENTRAL}`, `10 ${HOME}`];
const off = seen({ mail: mailOff });
const at = (...records: string[]) => seen({ zones: [zone({ mx: seenMx(...records) })] });
const back = (stage: Parameters<typeof domain>[0], changes: Parameters<typeof domain>[1] = {}) =>
  decideDomainBack(domain(stage, { written, ...changes }), deassigned);

describe("reopening", () => {
  test("switches local mail on, because it was on when recorded", () => {
    expect(back("reopening", { source: off })).toMatchObject({
      operations: [{ kind: "mail-service", side: "source", on: true }],
    });
  });

  test("leaves local mail off that was off when recorded", () => {
    const c = domain("reopening", { source: off, written });
    c.snapshots.set("mail", { mailService: false, catchAll: { kind: "reject" }, addresses: [] });
    expect(decideDomainBack(c, deassigned)).toMatchObject({ do: "advance", to: "proving-home" });
  });

  test("leaves local mail off that somebody else switched off", () => {
    const step = back("reopening", { source: off, written: { ...written, homeMailOff: false } });
    expect(step).toMatchObject({ problem: { code: "changed-by-someone" } });
  });

  test("makes at home what was made on the mail server meanwhile", () => {
    const central = seen({ addresses: [address("info"), address("born")] });
    for (const stage of ["reopening", "proving-home", "switching-back", "draining-back"] as const)
      expect(back(stage, { central })).toMatchObject({
        operations: [{ kind: "create-address", side: "source", address: { name: "born" } }],
      });
  });

  test("changes nothing where nothing is recorded, until a person lets it go on with its mail on", () => {
    const c = domain("reopening", { written });
    c.snapshots.clear();
    expect(decideDomainBack(c, deassigned)).toMatchObject({ problem: { code: "snapshot-differs" } });
    c.account.solution = "enforce";
    expect(decideDomainBack(c, deassigned)).toMatchObject({ to: "proving-home" });
    c.account.stage = "proving-home";
    expect(decideDomainBack(c, deassigned)).toEqual({ do: "check", check: "accepts-home" });
  });
});

describe("proving home", () => {
  const refused = proof({ refused: [{ recipient: "info@acme.example", text: "550 suspended" }] });

  test("a refusal holds the domain on the mail server", () => {
    expect(back("proving-home", { proofHome: refused })).toMatchObject({ problem: { code: "not-accepted" } });
    expect(back("proving-home", { proofHome: proof() })).toMatchObject({ to: "switching-back" });
  });

  test("one that is suspended goes home only when a person lets it", () => {
    const suspended = { source: seen({ suspended: true }), proofHome: refused };
    expect(back("proving-home", suspended)).toMatchObject({ problem: { code: "suspended-at-home" } });
    expect(back("proving-home", { ...suspended, of: { solution: "enforce" } })).toMatchObject({ to: "switching-back" });
  });

  test("not now, and nobody there, are waited for", () => {
    const later = proof({ later: [{ recipient: "info@acme.example", text: "451" }] });
    for (const proofHome of [later, proof({ unasked: "no route" })])
      expect(back("proving-home", { proofHome })).toMatchObject({ do: "wait", until: NOW + 60_000 });
  });
});

describe("switching back", () => {
  test("adds the recorded MX before ours goes", () => {
    const step = back("switching-back", { source: at(`10 ${CENTRAL}`), publicMx: answers([`10 ${CENTRAL}`]) });
    expect(step).toMatchObject({ operations: [{ kind: "add-mx", mx: mx(`10 ${HOME}`)[0] }] });
  });

  test("removes ours only when every name server shows the recorded one", () => {
    const source = at(...both);
    expect(back("switching-back", { source, publicMx: answers(both, [`10 ${CENTRAL}`]) })).toMatchObject({
      do: "wait",
    });
    expect(back("switching-back", { source, publicMx: answers(both) })).toMatchObject({
      operations: [{ kind: "remove-mx", mx: { host: CENTRAL }, keep: mx(`10 ${HOME}`) }],
    });
  });

  test("never leaves a zone without MX: where none is recorded, ours stays", () => {
    const c = domain("switching-back", { written, source: at(`10 ${CENTRAL}`), publicMx: answers([`10 ${CENTRAL}`]) });
    c.snapshots.clear();
    expect(decideDomainBack(c, deassigned)).toMatchObject({ problem: { code: "snapshot-differs" } });
  });

  test("follows a rename: hosts inside the zone are those of its new name", () => {
    const renamed = zone({ ascii: "new.example", mx: seenMx(`10 ${CENTRAL}`), ns: ["ns1.web1"] });
    const publicMx = answers([`10 ${CENTRAL}`], undefined, "new.example");
    const source = seen({ ascii: "new.example", zones: [renamed] });
    const step = back("switching-back", { source, central: seen({ ascii: "new.example" }), publicMx });
    expect(step).toMatchObject({ operations: [{ kind: "add-mx", mx: { host: "mail.new.example" } }] });
  });

  test("drains until ours has run out of every cache", () => {
    const step = back("switching-back", { source: at(`10 ${HOME}`), publicMx: answers([`10 ${HOME}`]) });
    expect(step).toMatchObject({ do: "advance", to: "draining-back", until: NOW + (900 * 1.2 + 3600) * 1000 });
  });

  test("does not begin to drain while a name server is silent, which may name ours still", () => {
    const silent = { source: at(`10 ${HOME}`), publicMx: answers([`10 ${HOME}`], "no answer") };
    expect(back("switching-back", silent)).toMatchObject({
      waiting: "acme.example: ns2.web1 does not answer (no answer).",
    });
    const never = { ...silent, written: { ...written, switchedAt: null } };
    expect(back("switching-back", never)).toMatchObject({ event: "moved-back", until: NOW });
  });

  test("tells who names the mail server where nothing of ours is to be taken away", () => {
    const own = `mx-own.${"acme.example"}`;
    const named = new Map(
      [...answers([`10 ${own}`])].map(([name, answer]) => [name, { ...answer, central: new Set([own]) }]),
    );
    expect(back("switching-back", { source: at(`10 ${own}`), publicMx: named })).toMatchObject({
      problem: {
        code: "snapshot-differs",
        detail: expect.stringContaining(`MX names ${own}, which is mail1 under another name`),
      },
    });
    // Gone from the panel: name servers only lag.
    expect(back("switching-back", { source: at(`10 ${HOME}`), publicMx: named })).toMatchObject({ do: "wait" });
    const elsewhere = seen({ zones: [zone({ served: false, unserved: "the zone is a slave" })] });
    expect(back("switching-back", { source: elsewhere, publicMx: answers(both) })).toMatchObject({
      problem: { code: "dns-elsewhere" },
    });
  });

  test("waits in words while DNS cannot be asked", () => {
    const trouble: DomainCase["publicMx"] = new Map([
      ["acme.example", { failed: "the resolver is silent", again: true }],
    ]);
    expect(back("switching-back", { source: at(...both), publicMx: trouble })).toMatchObject({
      waiting: "acme.example: the resolver is silent; asked again in a minute.",
    });
  });
});

describe("the mail server's own mail for the domain", () => {
  const drained = (publicMx: DomainCase["publicMx"], changes: Parameters<typeof domain>[1] = {}) =>
    back("draining-back", { source: at(`10 ${HOME}`), publicMx, of: over, ...changes });
  const centralOff = { operations: [{ kind: "mail-service", side: "central", on: false }] };

  test("goes off when nobody names it any more", () => {
    expect(drained(answers([`10 ${HOME}`]))).toMatchObject(centralOff);
  });

  test("stays on while a name server names it, or one is silent", () => {
    expect(drained(answers([`10 ${HOME}`], both))).toMatchObject({ event: "mx-astray", until: null });
    const astray = drained(answers([`10 ${HOME}`], both), { of: {} });
    expect(astray).toMatchObject({ problem: { code: "changed-by-someone" } });
    expect(drained(answers([`10 ${HOME}`], "no answer"))).toMatchObject({ do: "wait", until: NOW + 60_000 });
  });

  test("drains anew when somebody named it meanwhile, or gives it up when a person says so", () => {
    const right = drained(answers([`10 ${HOME}`]), { of: {} });
    expect(right).toMatchObject({ event: "mx-right", to: "draining-back", until: NOW + (900 * 1.2 + 3600) * 1000 });
    const named = drained(answers(both), { of: { solution: "enforce" } });
    expect(named).toMatchObject({ event: "mx-reclaimed", to: "switching-back" });
  });

  test("goes off for a domain that never moved, whatever its name servers do", () => {
    expect(drained(answers("no answer"), { written: { ...written, switchedAt: null } })).toMatchObject(centralOff);
  });

  test("needs no time for a domain that nobody was ever told of, and the whole of it for one that was", () => {
    const never = { ...written, switchedAt: null };
    const right = (given: typeof never) => drained(answers([`10 ${HOME}`]), { of: {}, written: given });
    expect(right(never)).toMatchObject({ event: "mx-right", until: NOW });
    expect(right({ ...never, named: true })).toMatchObject({
      event: "mx-right",
      until: NOW + (900 * 1.2 + 3600) * 1000,
    });
  });

  test("stays on until our MX has run out of every cache", () => {
    expect(drained(null, { of: { stageUntil: new Date(NOW + 5) } })).toMatchObject({ do: "wait", until: NOW + 5 });
  });
});

describe("the end of the way back", () => {
  test("is closed only when home is exactly as recorded, or a person lets it be", () => {
    const end = { central: off, publicMx: answers(["5 mail.acme.example"]), of: over };
    expect(back("draining-back", { ...end, source: at(`10 ${HOME}`) })).toMatchObject({ to: "closed" });
    const differs = back("draining-back", { ...end, source: at(`5 ${HOME}`) });
    expect(differs).toMatchObject({ problem: { code: "snapshot-differs" } });
    const agreed = { ...end, source: at(`5 ${HOME}`), of: { ...over, solution: "enforce" as const } };
    expect(back("draining-back", agreed)).toMatchObject({ to: "closed" });
  });
});

describe("a domain that is gone from home", () => {
  const gone = (stage: "assigned" | "draining-back", publicMx: DomainCase["publicMx"], of = {}) =>
    decideDomainBack(
      domain(stage, { source: null, written, publicMx, of: { ...over, solution: "close", ...of } }),
      context(),
    );

  test("keeps its mail on the mail server on while any MX names it", () => {
    const step = gone("assigned", answers(both));
    expect(step).toMatchObject({
      problem: { code: "missing", detail: expect.stringContaining("Change its MX first") },
    });
  });

  test("keeps it on while that is not known", () => {
    expect(gone("assigned", answers([], "no answer"))).toMatchObject({ do: "wait" });
  });

  test("drains for what was recorded before it goes off, and is closed then", () => {
    const draining = gone("assigned", answers("absent"));
    expect(draining).toMatchObject({ do: "advance", to: "draining-back", until: NOW + (900 * 1.2 + 3600) * 1000 });
    expect(gone("draining-back", answers("absent"))).toMatchObject({ operations: [{ side: "central", on: false }] });
  });

  test("drains anew when somebody named the mail server while it drained", () => {
    expect(gone("draining-back", answers(both))).toMatchObject({ event: "gone-named", to: "switching-back" });
    const again = gone("draining-back", answers("absent"), { stageUntil: null });
    expect(again).toMatchObject({ event: "mx-right", until: NOW + (900 * 1.2 + 3600) * 1000 });
  });

  test("is closed at once when its mail is off there already", () => {
    const c = domain("assigned", { source: null, central: off, of: { solution: "close" } });
    expect(decideDomainBack(c, context())).toMatchObject({ do: "advance", to: "closed", until: null });
  });
});
