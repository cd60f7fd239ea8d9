import { describe, expect, test } from "vitest";
import { clients, clientsById } from "./clients";
import { records } from "./dns";
import { addresses, setCatchAll, setMailService } from "./mail";
import { type DomainId, objectId, type ZoneOwner } from "./objects";
import { createPanel, negotiate } from "./panel";
import { createSession, identity } from "./server";
import { scripted } from "./testing";
import type { Transport } from "./transport";

const id = (value: number) => objectId<"domain">(value);
const credential = { key: "k" };
const ok = "<result><status>ok</status></result>";
const packet = (inner: string) => `<?xml version="1.0" encoding="UTF-8"?><packet version="1.6.9.1">${inner}</packet>`;
const refused = (code: number, text = "No.") =>
  `<result><status>error</status><errcode>${code}</errcode><errtext>${text}</errtext></result>`;
const system = (code: number) =>
  packet(`<system><status>error</status><errcode>${code}</errcode><errtext>No.</errtext></system>`);

/** A panel that answers each packet with the next body, and what it was sent. */
function answering(...bodies: string[]) {
  const sent: string[] = [];
  const transport = scripted(({ body }) => {
    sent.push(body);
    return bodies[sent.length - 1] ?? "";
  });
  return { sent, transport, panel: createPanel({ transport, credential }) };
}

/** Answers every mail operation of a packet with ok. */
const agreeing = (sent: string[] = []) =>
  scripted(({ body }) => {
    sent.push(body);
    const operations = [...body.matchAll(/<(enable|get_info)>/g)].map(([, name]) => `<${name}>${ok}</${name}>`);
    return packet(`<mail>${operations.join("")}</mail>`);
  });

const switchOn = (count: number) => Array.from({ length: count }, (_, index) => setMailService(id(index + 1), true));

describe("what is sent", () => {
  test("is one packet with the version, neighbours of an operator together, in the order of the calls", async () => {
    const { sent, panel } = answering(system(1006));
    await panel.read([clients(), clientsById([objectId<"client">(7)]), addresses(id(3)), clients()]);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.replace(/<(\/?)(dataset|filter)>.*?(?=<\/get|<mailbox)/g, "…")).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><packet version="1.6.9.1"><customer><get>…</get><get>…</get></customer>` +
        `<mail><get_info>…<mailbox/><forwarding/><aliases/><autoresponder/></get_info></mail><customer><get>…</get></customer></packet>`,
    );
  });

  test("never holds more than 50 operations a packet, nor more than 200 values a filter", async () => {
    const sent: string[] = [];
    const panel = createPanel({ transport: agreeing(sent), credential });
    await panel.change(switchOn(120));
    expect(sent.map((body) => body.match(/<enable>/g)?.length)).toEqual([50, 50, 20]);
    const owners: ZoneOwner[] = Array.from({ length: 401 }, (_, index) => ({ domain: id(index + 1) }));
    const filters = records(owners).operations.map(({ node }) => node.content[0]);
    expect(filters.map((filter) => typeof filter === "object" && filter.content.length)).toEqual([200, 200, 1]);
  });

  test("is nothing for an empty list of ids, which has an empty answer", async () => {
    const { sent, panel } = answering();
    expect(await panel.ask(clientsById([]))).toEqual(new Map());
    expect(sent).toEqual([]);
  });

  test("proves who we are by one kind of credential, in bytes of UTF-8", async () => {
    const seen: Record<string, string>[] = [];
    const transport = scripted(({ headers }) => {
      seen.push(headers);
      return system(1001);
    });
    await createPanel({ transport, credential: { login: "admin", password: "pä" } }).read([clients()]);
    await createPanel({ transport, credential }).read([clients()]);
    expect(seen).toEqual([{ HTTP_AUTH_LOGIN: "admin", HTTP_AUTH_PASSWD: "pÃ¤" }, { KEY: "k" }]);
    expect(() => createPanel({ transport, credential: { key: "a\r\nb" } })).toThrow("control characters");
  });

  test("leaves out a call that XML cannot carry, and sends the others", async () => {
    const sent: string[] = [];
    const panel = createPanel({ transport: agreeing(sent), credential });
    const wrong = setCatchAll(id(1), { kind: "bounce", text: "\u0000" });
    const [first, second] = await panel.change([wrong, setMailService(id(2), true)]);
    expect(first).toMatchObject({ ok: false, error: { kind: "rejected", sent: false } });
    expect(second).toEqual({ ok: true, value: undefined });
    expect(sent.join()).not.toContain("set_prefs");
  });
});

describe("reads", () => {
  test("answer in the order of the calls, four packets at once", async () => {
    let open = 0;
    let most = 0;
    const transport = scripted(async ({ body }) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, body.includes("<site-id>1</site-id>") ? 30 : 5));
      open -= 1;
      const ids = [...body.matchAll(/<site-id>(\d+)<\/site-id>/g)].map(([, site]) => site);
      const shown = (site = "") =>
        `<result><status>ok</status><mailname><name>a${site}</name><mailbox><enabled>false</enabled></mailbox></mailname></result>`;
      return packet(`<mail>${ids.map((site) => `<get_info>${shown(site)}</get_info>`).join("")}</mail>`);
    });
    const panel = createPanel({ transport, credential });
    const outcomes = await panel.read(Array.from({ length: 400 }, (_, index) => addresses(id(index + 1))));
    expect(outcomes.map((outcome) => outcome.ok && outcome.value[0]?.name)).toEqual(
      Array.from({ length: 400 }, (_, index) => `a${index + 1}`),
    );
    expect(most).toBe(4);
  });

  test("match equal operators whether they come back apart or merged", async () => {
    const apart = packet(`<customer><get>${ok}</get></customer><customer><get>${ok}</get></customer>`);
    const merged = packet(`<customer><get>${ok}</get><get>${ok}</get></customer>`);
    for (const body of [apart, merged]) {
      const [first, second] = await answering(body).panel.read([clients(), clients()]);
      expect([first, second]).toEqual([
        { ok: true, value: [] },
        { ok: true, value: [] },
      ]);
    }
  });

  test("fail one by one, not together", async () => {
    const body = packet(
      `<customer><get>${refused(1023)}</get></customer><mail><get_info>${ok}</get_info></mail><customer><get><result><status>ok</status><id>1</id></result></get></customer>`,
    );
    const [first, second, third] = await answering(body).panel.read([clients(), addresses(id(1)), clients()]);
    expect(first).toMatchObject({ ok: false, error: { kind: "rejected", code: 1023, ownResult: true } });
    expect(second).toEqual({ ok: true, value: [] });
    expect(third).toMatchObject({
      ok: false,
      error: { kind: "malformed", message: expect.stringContaining("<data>") },
    });
  });

  test.each([
    ["too many operations", `<customer><get>${ok}</get><get>${ok}</get><get>${ok}</get></customer>`],
    ["another operation", `<customer><get>${ok}</get><set>${ok}</set></customer>`],
    ["another operator", `<customer><get>${ok}</get></customer><webspace><get>${ok}</get></webspace>`],
  ])("with %s in the answer are malformed", async (_what, inner) => {
    const outcomes = await answering(packet(inner)).panel.read([clients(), clients()]);
    expect(outcomes.map((outcome) => !outcome.ok && outcome.error.kind)).toEqual(["malformed", "malformed"]);
  });

  test("that a packet left unanswered are asked again, each alone", async () => {
    const one = (result: string) => packet(`<customer><get>${result}</get></customer>`);
    const { sent, panel } = answering(one(refused(1023)), one(ok));
    const [first, second] = await panel.read([clients(), clients()]);
    expect(first).toMatchObject({ ok: false, error: { code: 1023 } });
    expect(second).toEqual({ ok: true, value: [] });
    expect(sent).toHaveLength(2);
  });

  test("that are refused as a packet all fail, and a wrong credential is not shown again", async () => {
    const { sent, panel } = answering(system(1001), system(1001), system(1001), system(1001), system(1001));
    const outcomes = await panel.read(Array.from({ length: 1000 }, (_, index) => addresses(id(index + 1))));
    expect(outcomes.every((outcome) => !outcome.ok && outcome.error.kind === "credentials")).toBe(true);
    expect(sent).toHaveLength(4);
  });

  test("answered by a web page say so", async () => {
    const { panel } = answering("<!DOCTYPE html><html><body>Log in</body></html>");
    await expect(panel.ask(identity())).rejects.toThrow("answered with a web page, not with the Plesk API (HTTP 200)");
  });
});

describe("changes", () => {
  test("go one packet at a time, also when several are asked for at once", async () => {
    let open = 0;
    const { send, ...rest } = agreeing();
    const transport: Transport = {
      ...rest,
      async send(...given) {
        expect(open).toBe(0);
        open += 1;
        await new Promise(setImmediate);
        open -= 1;
        return send(...given);
      },
    };
    const panel = createPanel({ transport, credential });
    const all = await Promise.all([1, 2, 3].map(() => panel.change(switchOn(60))));
    expect(all.flat().every(({ ok }) => ok)).toBe(true);
  });

  test.each([
    ["lost", ""],
    ["a web page", "<html></html>"],
    ["cut", packet(`<mail><enable>${ok}</enable><enable>${ok}</enable></mail>`).slice(0, -9)],
    ["short", packet(`<mail><enable>${ok}</enable></mail>`)],
  ])("whose answer is %s have an unknown outcome, and the rest is not sent", async (_what, body) => {
    const { sent, panel } = answering(body);
    const outcomes = await panel.change([...switchOn(2), ...switchOn(50)]);
    expect(outcomes.map((outcome) => (outcome.ok ? "ok" : `${outcome.error.kind} ${outcome.error.sent}`))).toEqual([
      ...Array(50).fill("unknown-outcome true"),
      ...Array(2).fill("unknown-outcome false"),
    ]);
    expect(sent).toHaveLength(1);
  });

  test("that were refused before the answer was cut are known to be refused", async () => {
    const cut = packet(`<mail><enable>${refused(1013)}</enable><enable>${ok}</enable></mail>`).slice(0, -3);
    const outcomes = await answering(cut).panel.change(switchOn(2));
    expect(outcomes.map((outcome) => !outcome.ok && outcome.error.kind)).toEqual(["missing", "unknown-outcome"]);
  });

  test("refused as a packet were not made, and the rest is not sent", async () => {
    const outcomes = await answering(system(1014)).panel.change(switchOn(51));
    expect(outcomes[0]).toMatchObject({ error: { kind: "rejected", code: 1014, sent: true, ownResult: false } });
    expect(outcomes[50]).toMatchObject({ error: { kind: "rejected", code: 1014, sent: false, ownResult: false } });
  });

  test("answered ok without what was asked for have an unknown outcome", async () => {
    const body = packet(`<server><create_session>${ok}</create_session></server>`);
    const [outcome] = await answering(body).panel.change([createSession({ login: "admin", userIp: "203.0.113.25" })]);
    expect(outcome).toMatchObject({ ok: false, error: { kind: "unknown-outcome", sent: true } });
  });

  test("with a blank filter cannot be made", () => {
    expect(() => objectId<"domain">("")).toThrow(RangeError);
    expect(() => objectId<"domain">(0)).toThrow(RangeError);
    // @ts-expect-error a domain is named by its id, not by any number
    const named: DomainId = 12;
    expect(named).toBe(12);
  });
});

describe("negotiation", () => {
  const listing = (...versions: string[]) =>
    packet(
      `<server><get_protos><result><status>ok</status><protos>${versions.map((version) => `<proto>${version}</proto>`).join("")}</protos></result></get_protos></server>`,
    );

  test.each([
    [["1.6.3.0", "1.6.9.1", "1.6.10.0"], "1.6.9.1"],
    [["1.6.9.0", "1.6.6.0", "1.6.8.0"], "1.6.9.0"],
    [["1.6.6.0"], "1.6.6.0"],
  ])("of %j takes %s", async (versions, chosen) => {
    const { sent, transport } = answering(listing(...versions));
    expect(await negotiate(transport, credential)).toBe(chosen);
    expect(sent[0]).toContain("<packet><server>");
  });

  test("without a version we speak is unsupported", async () => {
    const { transport } = answering(listing("1.6.3.0", "1.6.10.0"));
    await expect(negotiate(transport, credential)).rejects.toMatchObject({ kind: "unsupported" });
  });
});
