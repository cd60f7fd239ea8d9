import { afterAll, describe, expect, test } from "vitest";
import { fingerprintOf, makeCertificate } from "@/e2e/fleet/panel/certificate";
import { startPanel } from "@/e2e/fleet/panel/serve";
import { createMailName, createWebspace, setMailPreferences } from "@/e2e/fleet/world";
import { type Call, everything, operation, read } from "./call";
import { clients } from "./clients";
import { zones } from "./dns";
import { domains } from "./domains";
import { addresses, mailPreferences } from "./mail";
import { objectId } from "./objects";
import { createPanel, type Panel } from "./panel";
import { scripted, testPanel } from "./testing";
import { createTransport } from "./transport";

const id = (value: number) => objectId<"domain">(value);
const credential = { key: "k" };
const ok = "<result><status>ok</status></result>";
const packet = (inner: string) => `<?xml version="1.0" encoding="UTF-8"?><packet version="1.6.9.1">${inner}</packet>`;
const refused = (code: number) =>
  `<result><status>error</status><errcode>${code}</errcode><errtext>No.</errtext></result>`;
/** Makes an answer as long as most are: a short one is understood at once. */
const long = (inner: string) => `${inner}<!--${"x".repeat(5000)}-->`;

/** A panel that answers each packet with the next body, and how many it was sent. */
function answering(...bodies: string[]) {
  const sent: string[] = [];
  const transport = scripted(({ body }) => {
    sent.push(body);
    return bodies[sent.length - 1] ?? "";
  });
  return { sent, panel: createPanel({ transport, credential }) };
}

const two = (panel: Panel, how: "read" | "look") => panel[how]([clients(), clients()]);

describe("the outcomes of a look are those of a read", () => {
  const get = (...results: string[]) => results.map((result) => `<get>${result}</get>`).join("");
  const system = `<system><status>error</status><errcode>1014</errcode><errtext>No.</errtext></system>`;
  test.each([
    ["when all is well", [packet(`<customer>${get(ok, ok)}</customer>`)]],
    ["when one of them is refused", [packet(`<customer>${get(refused(1023), ok)}</customer>`)]],
    [
      "when one cannot be read",
      [packet(`<customer>${get("<result><status>ok</status><id>1</id></result>", ok)}</customer>`)],
    ],
    ["when too many operations are answered", [packet(`<customer>${get(ok, ok, ok)}</customer>`)]],
    ["when another operation is answered", [packet(`<customer><get>${ok}</get><set>${ok}</set></customer>`)]],
    ["when the packet is refused", [packet(system)]],
    ["when the answer is a web page", ["<!DOCTYPE html><html><body>Log in</body></html>"]],
    ["when the answer is cut", [packet(`<customer>${get(refused(1023), ok)}</customer>`).slice(0, -5)]],
    ["when there is no answer", [""]],
    [
      "when some were left unanswered",
      [packet(`<customer>${get(refused(1023))}</customer>`), packet(`<customer>${get(ok)}</customer>`)],
    ],
  ])("%s", async (_what, bodies) => {
    for (const shape of [(body: string) => body, (body: string) => body.replace("</packet>", `${long("")}</packet>`)]) {
      const answers = bodies.map(shape);
      const [asked, looked] = [answering(...answers), answering(...answers)];
      const outcomes = await two(asked.panel, "read");
      const look = await looked.panel.look([clients(), clients()]);
      expect(await look.outcomes()).toEqual(outcomes);
      expect(looked.sent).toEqual(asked.sent);
    }
  });

  test("also when a wrong credential ends it: it is shown to no further packet", async () => {
    const wrong = packet("<system><status>error</status><errcode>1001</errcode><errtext>No.</errtext></system>");
    const { sent, panel } = answering(...Array(20).fill(wrong));
    const look = await panel.look(Array.from({ length: 1000 }, (_, index) => addresses(id(index + 1))));
    const outcomes = await look.outcomes();
    expect(outcomes.every((outcome) => !outcome.ok && outcome.error.kind === "credentials")).toBe(true);
    expect(sent).toHaveLength(4);
    expect(look.print).toBeNull();
  });

  test.each(["refuse", "html", "truncate", "garbage", "endless", "denied", "otherCertificate", "http500"] as const)(
    "over HTTPS with the fault %s",
    async (fault) => {
      const { server, open } = await overHttps();
      const calls = [domains(), addresses(id(1)), mailPreferences([id(1), id(2)])] as const;
      const before = await open().look(calls);
      server.faults[fault] = true;
      const failing = await open().look(calls);
      const told = (outcome: { ok: boolean; error?: { kind: string; sent: boolean } }) =>
        outcome.ok ? "ok" : [outcome.error?.kind, outcome.error?.sent];
      expect((await failing.outcomes()).map(told)).toEqual((await open().read(calls)).map(told));
      expect(failing.print === before.print).toBe(fault === "http500");
      server.faults[fault] = false;
      const after = await open().look(calls);
      expect(after.print).toBe(before.print);
      expect(await after.outcomes()).toEqual(await open().read(calls));
    },
  );
});

describe("the print of a look", () => {
  test("is another one after any change of what is asked for, and the same one after the way back", async () => {
    const { server, panel, domain } = planted();
    const look = async () =>
      (await panel.look([zones([{ domain: id(1) }]), mailPreferences([id(1)]), addresses(id(1))])).print;
    const before = await look();
    expect(await look()).toBe(before);
    setMailPreferences(server, domain, { nonexistentUser: { kind: "bounce", text: "gone" } });
    const changed = await look();
    expect(changed).not.toBe(before);
    createMailName(server, domain, { name: "more", mailbox: { enabled: false, quota: -1 } });
    expect(new Set([before, changed, await look()]).size).toBe(3);
    setMailPreferences(server, domain, { nonexistentUser: { kind: "reject" } });
    server.mailNames.pop();
    expect(await look()).toBe(before);
  });

  test("tells questions apart that are answered alike", async () => {
    const { panel } = planted();
    const [first, second] = await Promise.all([panel.look([addresses(id(98))]), panel.look([addresses(id(99))])]);
    expect(first.print).not.toBe(second.print);
  });

  test("is none when an answer did not come whole", async () => {
    const { server, open } = await overHttps();
    server.faults.refuse = true;
    expect((await open().look([domains()])).print).toBeNull();
  });

  test("is none any more once something had to be asked again", async () => {
    const one = (result: string) => packet(long(`<customer><get>${result}</get></customer>`));
    const { panel } = answering(one(refused(1023)), one(ok));
    const look = await panel.look([clients(), clients()]);
    expect(look.print).toMatch(/./);
    await look.outcomes();
    expect(look.print).toBeNull();
  });
});

test("what is held waits to be understood, and what exceeds the room is understood while it arrives", async () => {
  let results = 0;
  const counted: Call<number, "read"> = read([operation("customer", "get", [everything])], () => ({
    result() {
      results += 1;
    },
    done: () => results,
  }));
  const customers = (count: number) =>
    packet(
      `<customer><get>${`<result><status>ok</status><x>${"x".repeat(1000)}</x></result>`.repeat(count)}</get></customer>`,
    );
  const { panel } = answering(customers(100), customers(100), customers(9000), customers(9000));
  const small = await panel.look([counted]);
  expect([results, await small.outcomes()]).toEqual([0, [{ ok: true, value: 100 }]]);
  results = 0;
  await panel.look([counted]);
  expect(results).toBe(0);
  const [first, second] = [await panel.look([counted]), await panel.look([counted])];
  expect(results).toBe(18_000);
  expect(first.print).toBe(second.print);
});

function planted() {
  const { server, panel } = testPanel();
  const domain = createWebspace(server, { name: "example.com" });
  createWebspace(server, { name: "example.net" });
  createMailName(server, domain, { name: "info", mailbox: { enabled: true, quota: -1 }, password: "q7!Vt2#pLw9@Zk4%" });
  return { server, panel, domain };
}

const ends: (() => Promise<unknown> | unknown)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

async function overHttps() {
  const { server } = planted();
  const tls = await makeCertificate(server.name);
  const { port, close } = await startPanel(server, { host: "127.0.0.1", port: 0, tls });
  ends.push(close);
  const pin = fingerprintOf(tls);
  const open = () => {
    const transport = createTransport({ host: "127.0.0.1", port, pin });
    ends.push(() => transport.close());
    return createPanel({ transport, credential: { login: "admin", password: "setup" } });
  };
  return { server, open };
}
