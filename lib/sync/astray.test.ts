import { expect, test } from "vitest";
import { mxAstray } from "./astray";
import { digest } from "./facts";
import { centralFacts, isAtRest, sourceFacts } from "./pairing";
import { decide } from "./rounds";
import { answers, CENTRAL, context, domain, HOME, mailOff, NOW, pair, seen, seenMx, zone } from "./testing";

const HOUR = 3_600_000;
const ago = (hours: number) => new Date(NOW - hours * HOUR).toISOString();
const written = (askedAt: string | null) => ({
  ...domain(null).written,
  switchedAt: ago(100),
  named: true,
  homeMailOff: true,
  askedAt,
});
const source = seen({ mail: mailOff, zones: [zone({ mx: seenMx(`10 ${CENTRAL}`) })] });
const moved = (changes: Parameters<typeof domain>[1] = {}) =>
  domain("assigned", { source, written: written(ago(13)), ...changes });
const told = { of: { problem: "mx-astray", problemDetail: "as it was told" } };

test("name servers of an assigned domain are asked again after half a day, also by a run that only looks", () => {
  const ask = { do: "check", check: "name-servers" };
  expect(decide(moved(), context())).toMatchObject(ask);
  expect(decide(moved(), context({ mayChange: false }))).toMatchObject(ask);
  expect(decide(moved({ written: written(null) }), context())).toMatchObject(ask);
  expect(decide(moved({ written: written(ago(11)) }), context())).toMatchObject({ do: "rest" });
  const idle = { ...written(null), homeMailOff: false };
  expect(decide(moved({ written: idle }), context())).toMatchObject({ do: "rest" });
});

test("one that is to be asked is not passed over as at rest", () => {
  const still = (askedAt: string) => {
    const c = moved({ written: written(askedAt), of: { syncStatus: "synchronized" } });
    c.account.sourceDigest = digest(sourceFacts(c));
    c.account.centralDigest = digest(centralFacts(c));
    return c;
  };
  expect(isAtRest(still(ago(11)), pair())).toBe(true);
  expect(isAtRest(still(ago(13)), pair())).toBe(false);
});

test("what the name servers say counts once it is known, and is told with who says it", () => {
  const right = moved({ publicMx: answers([`10 ${CENTRAL}`]) });
  expect(mxAstray(right, context())).toBeNull();
  for (const wrong of [[`10 ${HOME}`], ["10 mx.far.example"], [], [`10 ${CENTRAL}`, `20 ${HOME}`]]) {
    const astray = moved({ publicMx: answers([`10 ${CENTRAL}`], wrong) });
    expect(decide(astray, context())).toMatchObject({ do: "problem", problem: { code: "mx-astray" } });
    expect(decide(astray, context({ mayChange: false }))).toMatchObject({ problem: { code: "mx-astray" } });
  }
  const home = moved({ publicMx: answers([`10 ${CENTRAL}`], [`10 ${HOME}`]) });
  expect(mxAstray(home, context())).toMatchObject({
    problem: {
      detail: `acme.example: ns2.web1 answers MX 10 ${HOME}. Local mail on web1 is off, so mail that goes there is refused. Set MX 10 ${CENTRAL} where its DNS is; it is checked until true.`,
    },
  });
});

test("a second MX of another provider, and the mail server by another name, are nobody's business", () => {
  expect(mxAstray(moved({ publicMx: answers([`10 ${CENTRAL}`, "20 backup.far.example"]) }), context())).toBeNull();
  const publicMx = answers(["10 mx.acme.example"]);
  for (const answer of publicMx.values()) Object.assign(answer, { central: new Set(["mx.acme.example"]) });
  expect(mxAstray(moved({ publicMx }), context())).toBeNull();
});

test("once told it is asked at each look, stands while nobody can be asked, and is over when it is right", () => {
  const before = { ...told, written: written(ago(1)) };
  expect(mxAstray(moved(before), context())).toMatchObject({ check: "name-servers" });
  const silent = moved({ ...before, publicMx: answers("timed out") });
  expect(mxAstray(silent, context())).toMatchObject({ problem: { code: "mx-astray", detail: "as it was told" } });
  expect(mxAstray(moved({ publicMx: answers("timed out") }), context())).toBeNull();
  expect(mxAstray(moved({ ...before, publicMx: answers([`10 ${CENTRAL}`]) }), context())).toBeNull();
  expect(mxAstray(moved({ ...before, publicMx: answers("absent") }), context())).toBeNull();
});
