import { describe, expect, test } from "vitest";
import { askNameServers, askRecipients } from "./checks";
import { address, domain, mx, pair, seen } from "./testing";
import { type Dns, type RecipientAnswer, type Smtp, Unanswered, type World } from "./world";

const world = (parts: { smtp?: Smtp["accepts"]; dns?: Partial<Dns> }) =>
  ({
    smtp: { accepts: parts.smtp },
    clock: { now: () => 1_000 },
    dns: { addresses: async () => [], ...parts.dns },
    store: { pair: pair() },
  }) as unknown as World;
const yes: RecipientAnswer = { accepted: true, later: false, text: "250 ok" };
const no: RecipientAnswer = { accepted: false, later: false, text: "550 unknown" };
const notNow: RecipientAnswer = { accepted: false, later: true, text: "451 greylisted" };

async function proofOf(answer: (recipient: string) => RecipientAnswer, source = seen()) {
  const c = domain("proving", { source });
  const smtp: Smtp["accepts"] = async (_, recipients) => new Map(recipients.map((each) => [each, answer(each)]));
  await askRecipients(world({ smtp }), "central", [c]);
  return c.proof;
}
const isStranger = (recipient: string) => recipient.startsWith("nobody-");

describe("the proof of a domain", () => {
  test("stands when every address is taken and one that cannot exist is refused", async () => {
    expect(await proofOf((each) => (isStranger(each) ? no : yes))).toEqual({ refused: [], later: [], unasked: null });
  });

  test("fails for an address that is refused, and for a stranger that is taken", async () => {
    const proof = await proofOf((each) => (isStranger(each) ? yes : no));
    expect(proof?.refused).toEqual([
      { recipient: "info@acme.example", text: "550 unknown" },
      { recipient: expect.stringMatching(/^nobody-/), text: "an address that does not exist was accepted" },
    ]);
  });

  test("is open while the server says not now, to a stranger too", async () => {
    const proof = await proofOf(() => notNow);
    expect(proof).toMatchObject({ refused: [], later: [{ text: "451 greylisted" }, { text: "451 greylisted" }] });
  });

  test("asks for a stranger to be taken where unknown addresses are forwarded", async () => {
    const forwards = seen({ mail: { ...seen().mail, catchAll: { kind: "forward", address: "a@b.example" } } });
    expect((await proofOf((each) => (isStranger(each) ? no : yes), forwards))?.refused).toHaveLength(1);
  });

  test("asks home for the mail aliases too that were made on the mail server", async () => {
    const central = seen({ addresses: [address("info", { aliases: ["sales"] })] });
    const c = domain("proving-home", { central });
    const smtp: Smtp["accepts"] = async (_, all) =>
      new Map(all.map((each) => [each, isStranger(each) || each.startsWith("sales@") ? no : yes]));
    await askRecipients(world({ smtp }), "home", [c]);
    expect(c.proofHome?.refused).toEqual([{ recipient: "sales@acme.example", text: "550 unknown" }]);
  });

  test("is open for every domain when the server cannot be asked; a bug is not taken for that", async () => {
    const cases = [domain("proving"), domain("proving")];
    const fail = (error: Error) => () => Promise.reject(error);
    await askRecipients(world({ smtp: fail(new Unanswered("connection refused")) }), "home", cases);
    for (const c of cases) expect(c.proofHome).toEqual({ refused: [], later: [], unasked: "connection refused" });
    const bug = askRecipients(world({ smtp: fail(new TypeError("x is not a function")) }), "home", cases);
    await expect(bug).rejects.toThrow(TypeError);
  });
});

describe("the name servers of a domain", () => {
  const server = { name: "ns1.web1", address: "192.0.2.2" };
  async function ask(dns: Partial<Dns>, c = domain("switching")) {
    await askNameServers(world({ dns }), [c]);
    return c.publicMx;
  }

  test("are told with what each of them answers", async () => {
    const told = await ask({
      nameServers: async () => [server, { ...server, name: "ns2.web1" }],
      mxAt: async ({ name }) =>
        name === "ns1.web1"
          ? { ok: true, mx: mx("10 mail.acme.example"), ttl: 300 }
          : { ok: false, absent: false, cause: "no answer" },
    });
    expect(told?.get("acme.example")).toEqual({
      servers: [
        { name: "ns1.web1", mx: mx("10 mail.acme.example"), cause: null, absent: false },
        { name: "ns2.web1", mx: null, cause: "no answer", absent: false },
      ],
      ttl: 300,
    });
  });

  test("are asked again another time when DNS is in trouble, and are none where nothing is delegated", async () => {
    const trouble = await ask({ nameServers: () => Promise.reject(new Error("the resolver is silent")) });
    expect(trouble?.get("acme.example")).toEqual({
      failed: "its name servers could not be found out (the resolver is silent)",
      again: true,
    });
    const none = await ask({ nameServers: async () => [] });
    expect(none?.get("acme.example")).toMatchObject({ again: false });
  });

  test("of a domain that is gone are asked for its name and for its mail aliases on the mail server", async () => {
    const alias = { id: 4, domain: 7, name: "acme.test", ascii: "acme.test", mail: true, dns: false, active: true };
    const c = domain("assigned", { source: null, central: seen({ aliases: [alias as never] }) });
    const told = await ask({ nameServers: async () => [] }, c);
    expect([...(told?.keys() ?? [])]).toEqual(["acme.example", "acme.test"]);
  });
});
