import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { addChannel, listChannels, targetContext } from "@/db/channels";
import { channels, told } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { type KeyPair, makeKeyPair, seal } from "@/lib/secrets";

const keys = makeKeyPair();
const { db, url } = await testDatabase();

/** What came in, and what the next request is answered with. */
const got: { headers: IncomingHttpHeaders; body: string; path: string }[] = [];
let status = 200;
const webhook = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  got.push({ headers: request.headers, body, path: request.url ?? "" });
  response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end("thanks");
});
webhook.listen(0, "127.0.0.1");
await once(webhook, "listening");
const port = (webhook.address() as AddressInfo).port;

const mails: { to: string[]; from: string; text: string; login: string }[] = [];
let refuse = false;
const relay = new SMTPServer({
  allowInsecureAuth: true,
  onAuth: ({ username, password }, _session, answer) =>
    password === "relay password" ? answer(null, { user: username }) : answer(new Error("no")),
  onRcptTo: (_address, _session, answer) =>
    refuse ? answer(Object.assign(new Error("5.1.1 no such mailbox"), { responseCode: 550 })) : answer(),
  async onData(stream, session, answer) {
    let text = "";
    for await (const chunk of stream) text += chunk;
    const { mailFrom, rcptTo } = session.envelope;
    mails.push({
      ...{ text, login: String(session.user) },
      ...{ from: mailFrom ? mailFrom.address : "", to: rcptTo.map(({ address }) => address) },
    });
    answer();
  },
});
relay.on("error", () => undefined);
await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
const relayPort = (relay.server.address() as AddressInfo).port;
afterAll(async () => {
  webhook.close();
  await new Promise<void>((resolve) => relay.close(resolve));
});

Object.assign(process.env, {
  DATABASE_URL: url,
  WORKER_KEY: keys.privateKey,
  PUBLIC_URL: "https://mail.provider.example",
  MAIL_RELAY: `smtp://console:relay%20password@127.0.0.1:${relayPort}`,
  MAIL_FROM: "console@provider.example",
  LOG_LEVEL: "error",
});
vi.resetModules();
const { deliver } = await import("./deliver");
const { signatureOf } = await import("./send");
const { resealAll } = await import("./reseal");

const notice = {
  at: "2026-11-25T03:06:00.000Z",
  began: [
    {
      ...{ key: "net:1", title: "Mail server mail1 does not answer.", detail: "Refused.", path: "/mail/1" },
      ...{ grave: true, since: "2026-11-25T03:04:05.000Z" },
    },
  ],
  over: [],
};
const run = (channelId: number, what: object = notice) => deliver({ channelId, notice: what }, {} as never);

async function hook(to = `http://127.0.0.1:${port}/hooks/secret-of-the-url`, graveOnly = false) {
  const id = randomUUID();
  const sealedTarget = seal(keys.publicKey, JSON.stringify({ url: to, key: "signing key" }), targetContext(id));
  const leadsTo = new URL(to).host;
  return addChannel(db, {
    ...{ kind: "webhook", name: "chat", leadsTo, sealedTarget, seal: id, graveOnly, createdBy: "ada" },
  });
}
const mailbox = (leadsTo: string) =>
  addChannel(db, {
    ...{ kind: "mail", name: "on call", leadsTo, sealedTarget: null, seal: randomUUID(), graveOnly: false },
    createdBy: "ada",
  });
const state = async () => (await listChannels(db))[0];

beforeEach(async () => {
  await db.delete(channels);
  await db.delete(told);
  await db.insert(told).values(notice.began.map((each) => ({ ...each, since: new Date(), toldAt: new Date() })));
  got.length = 0;
  mails.length = 0;
  status = 200;
  refuse = false;
});

describe("a webhook", () => {
  test("is sent what happened, signed so that its receiver can tell who sent it and when", async () => {
    await run(await hook());
    const [{ headers, body, path } = { headers: {}, body: "", path: "" }] = got;
    expect(path).toBe("/hooks/secret-of-the-url");
    expect(JSON.parse(body)).toMatchObject({
      text: "Mail server mail1 does not answer.",
      began: [{ url: "https://mail.provider.example/mail/1" }],
    });
    const [, time = "", signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(
      String(headers["centralized-mail-signature"]),
    ) ?? [""];
    expect(signature).toBe(signatureOf("signing key", Number(time), body));
    expect(Math.abs(Date.now() / 1000 - Number(time))).toBeLessThan(10);
    expect(await state()).toMatchObject({ sentAt: expect.any(Date), failingSince: null });
  });

  test("that answers with a fault or leads on is failing, said without its secret, until it takes a message", async () => {
    const id = await hook();
    for (const [code, words] of [
      [404, `127.0.0.1:${port} answers with HTTP 404.`],
      [302, `127.0.0.1:${port} answers with HTTP 302.`],
    ] as const) {
      status = code;
      await expect(run(id)).rejects.toThrow(words);
      expect(await state()).toMatchObject({ failure: words, failingSince: expect.any(Date) });
    }
    expect(got.map(({ path }) => path)).toEqual(["/hooks/secret-of-the-url", "/hooks/secret-of-the-url"]);
    status = 204;
    await run(id);
    expect(await state()).toMatchObject({ failure: null, failingSince: null });
  });

  test("that nobody listens at, or that leads where the worker may not go, is told in words without its secret", async () => {
    const gone = await hook("http://127.0.0.1:1/hooks/secret-of-the-url");
    await expect(run(gone)).rejects.toThrow("127.0.0.1:1 cannot be reached: ECONNREFUSED.");
    for (const inside of ["http://169.254.169.254/secret-of-the-url", "http://[::1]/secret-of-the-url"]) {
      const id = await hook(inside);
      const fault = await Promise.resolve(run(id)).catch((error: Error) => error.message);
      expect(fault).toMatch(/ALLOWED_NETWORKS|ADDRESS_REFUSED/);
      expect(fault).not.toContain("secret-of-the-url");
    }
  });

  test("whose address was moved to another row opens nowhere", async () => {
    const id = await hook();
    await db.update(channels).set({ seal: randomUUID() });
    await expect(run(id)).rejects.toThrow(/does not open/);
    expect(got).toEqual([]);
  });

  test("keeps its address when the worker's key is another one", async () => {
    const id = await hook();
    const next = makeKeyPair();
    const under = (first: KeyPair, second: KeyPair) =>
      resealAll(db, { publicKey: first.publicKey, privateKeys: [first.privateKey, second.privateKey] });
    expect(await under(next, keys)).toEqual({ done: 1, lost: [] });
    await expect(run(id)).rejects.toThrow(/sealed for key/);
    expect(await under(keys, next)).toEqual({ done: 1, lost: [] });
    await run(id);
    expect(got).toHaveLength(1);
  });
});

describe("mail", () => {
  test("goes by the relay, with its login, to the address, in plain words", async () => {
    await run(await mailbox("night@provider.example"));
    expect(mails).toMatchObject([
      { to: ["night@provider.example"], from: "console@provider.example", login: "console" },
    ]);
    expect(mails[0]?.text).toMatch(/^Subject: \[Centralized Mail\] Mail server mail1 does not answer\./m);
    expect(mails[0]?.text).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(mails[0]?.text).toContain("https://mail.provider.example/mail/1");
  });

  test("that the relay refuses is told in the relay's words", async () => {
    refuse = true;
    const id = await mailbox("nobody@provider.example");
    await expect(run(id)).rejects.toThrow(/The mail relay did not take the message: .*5\.1\.1 no such mailbox/);
    expect((await state())?.failure).toContain("no such mailbox");
    expect((await state())?.failure).not.toContain("relay password");
  });
});

test("what was removed, or is not wanted, is not told", async () => {
  await run(4711);
  const [first] = notice.began;
  await run(await hook(undefined, true), { ...notice, began: [{ ...first, grave: false }] });
  expect(got).toEqual([]);
  expect(mails).toEqual([]);
});
