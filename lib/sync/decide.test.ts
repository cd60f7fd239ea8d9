import { describe, expect, test } from "vitest";
import { objectId } from "@/lib/plesk/objects";
import { decideClient, decideDomain } from "./decide";
import { LOST } from "./decide-close";
import { provenDigest } from "./facts";
import {
  address,
  alias,
  aliasZone,
  answers,
  CENTRAL,
  client,
  clientOf,
  context,
  domain,
  HOME,
  mailOff,
  NOW,
  proof,
  seen,
  seenMx,
  zone,
} from "./testing";

const off = seen({ mail: mailOff });
const alone = seen({ zones: [zone({ mx: seenMx(`10 ${CENTRAL}`) })] });
const switchedAt = "2026-05-04T10:00:00Z";
const proven = provenDigest(seen());
const written = { ...domain(null).written, switchedAt, proven };

describe("a domain on its way out", () => {
  test("starts when it is wished, and not when there is only looked", () => {
    expect(decideDomain(domain(null), context())).toMatchObject({ do: "advance", to: "building" });
    expect(decideDomain(domain(null), context({ mayChange: false }))).toEqual({ do: "leave" });
  });

  test("goes on by itself when it is under way, although there is only looked", () => {
    expect(decideDomain(domain("building"), context({ mayChange: false }))).toMatchObject({ to: "proving" });
  });

  test("is left alone while another assigned server has its name", () => {
    const holder = { accountId: 3, server: "web9" };
    const step = decideDomain(domain("building", { holder }), context());
    expect(step).toMatchObject({ do: "problem", problem: { code: "domain-assigned-elsewhere" } });
  });

  test("is seen by looking alone to be left alone still, and to be free again", () => {
    const holder = { accountId: 3, server: "web9" };
    for (const stage of [null, "assigned"] as const) {
      const held = domain(stage, { holder });
      held.account.problem = "domain-assigned-elsewhere";
      const step = decideDomain(held, context({ mayChange: false }));
      expect(step).toMatchObject({ do: "problem", problem: { code: "domain-assigned-elsewhere" } });
      held.holder = null;
      expect(decideDomain(held, context({ mayChange: false }))).toMatchObject({ do: "rest" });
    }
  });

  test("waits for its client, and tells the client's problem when there is one", () => {
    const owner = clientOf({ central: null });
    const c = domain("building", { central: null, owner });
    expect(decideDomain(c, context())).toMatchObject({ do: "hold", for: owner });
    owner.problem = { code: "licence-full", detail: "No room." };
    expect(decideDomain(c, context())).toMatchObject({ problem: { code: "client-first" } });
  });

  test("that is given to a new client waits for that one at rest, and never on its way", () => {
    const owner = clientOf({ central: null });
    const central = seen({ zones: [], owner: client({ id: objectId<"client">(9) }).id });
    expect(decideDomain(domain("assigned", { central, owner, written, source: alone }), context())).toMatchObject({
      do: "advance",
      to: "draining",
    });
    const closed = { central, owner, written, source: { ...alone, mail: mailOff } };
    expect(decideDomain(domain("assigned", closed), context())).toMatchObject({ do: "hold", for: owner });
    expect(decideDomain(domain("building", { central, owner }), context())).toMatchObject({ to: "proving" });
    owner.problem = { code: "licence-full", detail: "No room." };
    expect(decideDomain(domain("assigned", closed), context())).toMatchObject({ problem: { code: "client-first" } });
  });

  test("rests where its mail is off: there is nothing to move", () => {
    const c = domain("building", { source: off, central: off });
    expect(decideDomain(c, context())).toMatchObject({ do: "advance", to: "assigned", until: null });
  });
});

describe("the proof before MX moves", () => {
  const prove = (p: Parameters<typeof proof>[0]) => decideDomain(domain("proving", { proof: proof(p) }), context());
  const recipient = "info@acme.example";

  test("is asked for, and lets the domain go on when every address is accepted", () => {
    expect(decideDomain(domain("proving"), context())).toEqual({ do: "check", check: "accepts" });
    expect(prove({})).toMatchObject({ do: "advance", to: "switching", until: null });
  });

  test("a refusal is a person's problem", () => {
    const step = prove({ refused: [{ recipient, text: "550 User unknown" }] });
    const detail = `mail1 does not take mail for ${recipient}: 550 User unknown`;
    expect(step).toEqual({ do: "problem", problem: { code: "not-accepted", detail } });
  });

  test("not now is no refusal: it is asked again in a minute", () => {
    const waiting = `mail1 says not now for ${recipient}: 451 greylisted; asked again in a minute.`;
    expect(prove({ later: [{ recipient, text: "451 greylisted" }] })).toEqual({
      do: "wait",
      waiting,
      until: NOW + 60_000,
    });
  });

  test("a refusal is told although another address is not now", () => {
    const both = { refused: [{ recipient, text: "550" }], later: [{ recipient: "b@acme.example", text: "451" }] };
    expect(prove(both)).toMatchObject({ do: "problem" });
  });

  test("a server that cannot be asked is waited for", () => {
    const waiting = "mail1's SMTP cannot be asked: connection refused; asked again in a minute.";
    expect(prove({ unasked: "connection refused" })).toEqual({ do: "wait", waiting, until: NOW + 60_000 });
  });

  test("holds for exactly the addresses that are there: a new one is proven too before MX is touched", () => {
    const more = seen({ addresses: [address("info"), address("new")] });
    const c = domain("switching", { source: more, central: more, written, publicMx: answers([`10 ${HOME}`]) });
    expect(decideDomain(c, context())).toEqual({ do: "check", check: "accepts" });
  });
});

describe("local mail", () => {
  type Changes = Parameters<typeof domain>[1];
  const closing = (changes: Changes) =>
    decideDomain(domain("closing", { source: alone, written, ...changes }), context());
  const draining = (until: number | null, changes: Changes = {}) => {
    const of = { stageUntil: until === null ? null : new Date(until), ...changes.of };
    return decideDomain(domain("draining", { source: alone, written, ...changes, of }), context());
  };

  test("stays on until the old MX has run out of every cache", () => {
    expect(draining(NOW + 1)).toMatchObject({ do: "wait", until: NOW + 1 });
    expect(draining(NOW)).toMatchObject({ do: "advance", to: "closing" });
  });

  test("drains for longer by what the clock was set forward meanwhile, and says so", () => {
    const c = domain("draining", { source: alone, written });
    Object.assign(c.account, { stageSince: new Date(NOW - 7_200_000), stageUntil: new Date(NOW - 60_000) });
    const leaps = [{ at: NOW - 1_000, by: 3_600_000 }];
    expect(decideDomain(c, context({ leaps }))).toMatchObject({
      do: "wait",
      waiting: expect.stringMatching(/The clock was set forward meanwhile: it waits for 60 min longer\.$/),
      until: NOW - 60_000 + 3_600_000,
    });
  });

  test("drains anew when somebody changed MX meanwhile and put it right again", () => {
    const turned = { source: seen({ zones: [zone({ mx: seenMx(`10 ${HOME}`) })] }) };
    const home = answers([`10 ${HOME}`]);
    expect(draining(NOW, turned)).toEqual({ do: "check", check: "name-servers" });
    expect(draining(NOW, { ...turned, publicMx: home })).toMatchObject({ event: "mx-astray", until: null });
    expect(draining(null, { ...turned, publicMx: home })).toMatchObject({ problem: { code: "changed-by-someone" } });
    const right = draining(null, { publicMx: answers([`10 ${CENTRAL}`]) });
    expect(right).toMatchObject({ event: "mx-right", to: "draining", until: NOW + (900 * 1.2 + 3600) * 1000 });
  });

  test("MX that somebody changed meanwhile is moved again when a person says so", () => {
    const turned = { source: seen(), publicMx: answers([`10 ${HOME}`]), of: { solution: "enforce" as const } };
    expect(draining(null, turned)).toMatchObject({ event: "mx-reclaimed", to: "switching" });
  });

  test("waits for a domain alias that came meanwhile: its MX is moved first", () => {
    const source = seen({ aliases: [alias], zones: [...alone.zones, aliasZone()] });
    const moved = answers([`10 ${CENTRAL}`]);
    const publicMx = new Map([...moved, ...answers([`10 ${HOME}`], undefined, "acme.test")]);
    const turned = { source, publicMx, written: { ...written, proven: provenDigest(source) } };
    expect(draining(null, turned)).toMatchObject({ event: "mx-reclaimed", to: "switching" });
    const unasked = { do: "wait", waiting: expect.stringMatching(/^acme\.test: its name servers were not asked/) };
    expect(draining(null, { ...turned, publicMx: moved })).toMatchObject(unasked);
  });

  test("goes off when every name server names the mail server alone", () => {
    const step = closing({ publicMx: answers([`10 ${CENTRAL}`]) });
    expect(step).toMatchObject({ operations: [{ kind: "mail-service", side: "source", on: false }] });
  });

  test("stays on while a name server still names home", () => {
    const publicMx = answers([`10 ${CENTRAL}`], [`10 ${HOME}`]);
    expect(closing({ publicMx })).toMatchObject({ event: "mx-astray", to: "draining", until: null });
    const step = draining(null, { publicMx });
    expect(step).toMatchObject({ do: "problem", problem: { code: "changed-by-someone" } });
  });

  test("stays on while a name server names home for a name of which home shows no zone", () => {
    const source = { ...alone, zones: [] };
    expect(closing({ source, publicMx: answers([`10 ${HOME}`]) })).toMatchObject({ event: "mx-astray" });
    expect(closing({ source, publicMx: answers([`10 ${CENTRAL}`]) })).toMatchObject({ do: "operations" });
  });

  test("stays on while a name server is silent, and while nobody can tell who they are", () => {
    const silent = closing({ publicMx: answers([`10 ${CENTRAL}`], "no answer") });
    expect(silent).toMatchObject({ do: "problem", problem: { code: "name-servers-disagree" } });
    const trouble = closing({
      publicMx: new Map([["acme.example", { failed: "the resolver is silent", again: true }]]),
    });
    expect(trouble).toMatchObject({ do: "wait", until: NOW + 60_000 });
  });

  test("is asked about anew right before: an older answer is not enough", () => {
    expect(closing({ publicMx: null })).toEqual({ do: "check", check: "name-servers" });
  });

  test("goes off for nobody on a server that lost mailboxes by it", () => {
    const c = domain("closing", { source: alone, written, publicMx: answers([`10 ${CENTRAL}`]) });
    expect(decideDomain(c, context({ homeLosesMail: "It lost some." }))).toMatchObject({ do: "wait", until: null });
  });

  test("that took mailboxes along is told, and the domain goes no further", () => {
    const gone = { ...alone, mail: mailOff };
    expect(closing({ source: gone, lostAtHome: true })).toMatchObject({ problem: { code: LOST } });
    expect(closing({ source: gone, of: { problem: LOST } })).toMatchObject({ problem: { code: LOST } });
    for (const on of [{}, { problem: LOST, solution: "enforce" as const }])
      expect(closing({ source: gone, of: on })).toMatchObject({ do: "advance", to: "assigned", until: null });
  });

  test("that took the MX records along gets ours put back", () => {
    const bare = { ...alone, mail: mailOff, zones: [zone({ mx: [] })] };
    expect(closing({ source: bare })).toMatchObject({ operations: [{ kind: "add-mx", mx: { host: CENTRAL } }] });
  });
});

describe("an account whose object is gone", () => {
  test("rests until a person closes it", () => {
    expect(decideDomain(domain("assigned", { source: null }), context())).toEqual({ do: "rest" });
    expect(decideClient(clientOf({ source: null }), context())).toEqual({ do: "rest" });
  });

  test("is closed without any change when it is a client's", () => {
    const closing = clientOf({ source: null, of: { solution: "close" } });
    expect(decideClient(closing, context())).toMatchObject({ do: "advance", to: "closed", until: null });
  });
});

test("a client is made, mended, and then at rest", () => {
  expect(decideClient(clientOf({ of: { stage: null } }), context())).toMatchObject({ to: "building" });
  expect(decideClient(clientOf({ central: null, of: { stage: "building" } }), context())).toMatchObject({
    operations: [{ kind: "create-client", login: "acme" }],
  });
  expect(decideClient(clientOf({ central: client({ name: "Old" }) }), context())).toMatchObject({
    operations: [{ kind: "update-client", values: { name: "Ada Acme" } }],
  });
  expect(decideClient(clientOf({ of: { stage: "building" } }), context())).toMatchObject({ to: "assigned" });
  expect(decideClient(clientOf(), context())).toEqual({ do: "rest" });
});
