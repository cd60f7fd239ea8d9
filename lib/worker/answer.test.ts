import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobHelpers } from "graphile-worker";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { auditTrail, questions, servers } from "@/db/schema";
import { allowChanges, stopChanges } from "@/db/stop-switch";
import { testDatabase } from "@/db/testing";
import { type Fleet, startFleet } from "@/e2e/fleet/fleet";
import type { PleskServer } from "@/e2e/fleet/model";
import type { Described, RunningServer } from "@/e2e/fleet/running";
import { type Asked, type AskOptions, ask } from "@/lib/ask";
import type { GivenCredential, Kind, Payload } from "@/lib/questions";
import { makeKeyPair } from "@/lib/secrets";
import { answer } from "./answer";
import { openKey } from "./keys";

const { db, url } = await testDatabase();
const keys = makeKeyPair();
const folder = mkdtempSync(join(tmpdir(), "answer-"));
writeFileSync(join(folder, "worker.key"), keys.privateKey);
vi.stubEnv("DATABASE_URL", url);
vi.stubEnv("WORKER_PUBLIC_KEY", keys.publicKey);
vi.stubEnv("WORKER_KEY_FILE", join(folder, "worker.key"));

let fleet: Fleet;
let web1: RunningServer;
let place: Described;
let calm: PleskServer["faults"];

beforeAll(async () => {
  fleet = await startFleet({ servers: 2, domains: 2 });
  web1 = fleet.servers[1] as RunningServer;
  place = web1.describe();
  calm = { ...web1.model.faults };
});
afterAll(async () => {
  await fleet.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  await db.execute("truncate servers, mail_servers, questions restart identity cascade");
  await db.execute("alter table audit_trail disable trigger all; truncate audit_trail");
  web1.model.keys.length = 0;
  Object.assign(web1.model.faults, calm);
});

/** Asks as a page does, with this test in the worker's place. */
async function put<K extends Kind>(kind: K, payload: Payload<K>, options: Partial<AskOptions> = {}): Promise<Asked<K>> {
  const asked = ask(kind, payload, { by: "anna", ...options });
  const [open] = await vi.waitUntil(async () => {
    const rows = await db.execute<{ id: string }>("select id from questions where answered_at is null");
    return rows.length > 0 && rows;
  });
  await answer({ questionId: open?.id }, {} as JobHelpers);
  return asked;
}

const registration = (): Payload<"register"> => {
  const { host, port, smtpPort, imapPort, pop3Port, login, fingerprint } = place;
  return { host, port, smtpPort, imapPort, pop3Port, login, fingerprint };
};

const register = (changes: Partial<Payload<"register">> = {}, sealed: GivenCredential = { password: place.password }) =>
  put("register", { ...registration(), ...changes }, { sealed });

async function registered(): Promise<number> {
  const asked = await register();
  if (!asked.ok) throw new Error(asked.message);
  return asked.answer.serverId;
}

const refusal = (words: string, field?: string) => ({
  ok: false,
  message: expect.stringContaining(words),
  ...(field && { field }),
});

describe("a certificate", () => {
  it("is shown for a person to confirm, with the server that has the address already", async () => {
    const { host, port, fingerprint } = place;
    expect(await put("certificate", { host: ` ${host} `, port })).toMatchObject({
      ok: true,
      answer: { host, port, fingerprint, registeredAs: null },
    });
    const id = await registered();
    expect(await put("certificate", { host, port })).toMatchObject({ answer: { registeredAs: { id } } });
  });

  it("is missed in words where nothing listens, and where no TLS is spoken", async () => {
    const plain = createServer((socket) =>
      socket
        .on("error", () => {})
        .resume()
        .end("220 hello\r\n"),
    );
    await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
    const { port } = plain.address() as { port: number };
    const spoken = await put("certificate", { host: "127.0.0.1", port });
    expect(spoken).toMatchObject(refusal("does not speak TLS", "port"));
    await new Promise((resolve) => plain.close(resolve));
    const refused = await put("certificate", { host: "127.0.0.1", port });
    expect(refused).toMatchObject(refusal("refuses the connection"));
  });
});

describe("registering", () => {
  it("makes a key of our own, forgets the password and stores what the panel told", async () => {
    const asked = await register({ name: "Web one" });
    expect(asked).toMatchObject({ ok: true, answer: { serverId: 1, name: place.name, clients: expect.any(Number) } });
    const [row] = await db.select().from(servers);
    expect(row).toMatchObject({ name: "Web one", guid: place.serverGuid, registeredBy: "anna", netStatus: "unknown" });
    const [key] = web1.model.keys;
    expect(web1.model.keys).toHaveLength(1);
    expect(openKey({ guid: row?.guid ?? "", sealedKey: row?.sealedKey ?? "" })).toEqual({ key: key?.key, ours: true });
    expect(key?.description).toMatch(/^Centralized Mail console [0-9a-f]{8}$/);
    expect(await db.select().from(auditTrail)).toMatchObject([
      { actor: "anna", event: "server.key-requested" },
      { actor: "anna", event: "server.registered" },
    ]);
    const stored = JSON.stringify([row, await db.select().from(questions), await db.select().from(auditTrail)]);
    expect(stored).not.toContain(place.password);
    expect(stored).not.toContain(key?.key);
  });

  it("keeps a key that was given", async () => {
    web1.model.keys.push({
      key: "0a0b0c0d-0000-4000-8000-000000000001",
      ipAddresses: [],
      description: "",
      login: "admin",
    });
    const asked = await register({}, { key: "0a0b0c0d-0000-4000-8000-000000000001" });
    expect(asked.ok).toBe(true);
    expect(web1.model.keys).toHaveLength(1);
  });

  it("refuses the same Plesk at another address, naming the one that is registered", async () => {
    await registered();
    const again = await register({ host: "localhost" });
    expect(again).toEqual({
      ok: false,
      message: `This Plesk is registered already: it is ${place.name} at ${place.host}:${place.port}.`,
      field: "host",
    });
    expect(await register()).toMatchObject(refusal("is registered already, as"));
    expect(web1.model.keys).toHaveLength(1);
  });

  it.each([
    ["a wrong password", { password: "wrong" }, "password", "does not accept this login and password"],
    [
      "a key that is unknown",
      { key: "00000000-0000-4000-8000-000000000000" },
      "key",
      "does not accept this secret key",
    ],
  ])("says so for %s", async (_, sealed, field, words) => {
    expect(await register({}, sealed as GivenCredential)).toEqual(refusal(words, field));
    expect(await db.select().from(servers)).toHaveLength(0);
  });

  it("sends nothing when the certificate is another one", async () => {
    const asked = await register({ fingerprint: Array(32).fill("AA").join(":") });
    expect(asked).toMatchObject(refusal("another certificate", "fingerprint"));
  });

  it.each([
    ["html", "is not the Plesk API"],
    ["garbage", "is not the Plesk API"],
    ["denied", "denies this account"],
    ["refuse", "ended the connection"],
  ] as const)("says so when the panel has the fault %s", async (fault, words) => {
    web1.model.faults[fault] = true;
    expect(await register()).toMatchObject(refusal(words));
    expect(await db.select().from(servers)).toHaveLength(0);
  });

  it("leaves no key behind when the server cannot be stored", async () => {
    await db.execute("alter table servers add constraint never check (name <> 'never')");
    expect(await register({ name: "never" })).toMatchObject(refusal("our side"));
    await db.execute("alter table servers drop constraint never");
    expect(web1.model.keys).toHaveLength(0);
  });

  it("changes nothing while all changes are stopped", async () => {
    await stopChanges(db, "ben");
    expect(await register()).toMatchObject(refusal("ben has stopped all changes"));
    expect(web1.model.keys).toHaveLength(0);
    await allowChanges(db);
  });
});

it("a one-time session is one that only the asking process can read, written down before", async () => {
  const serverId = await registered();
  const asked = await put("panel-session", { serverId, userIp: "192.0.2.1" }, { secretAnswer: true });
  expect(asked).toMatchObject({ ok: true, answer: { name: place.name } });
  const token = asked.ok ? asked.secret?.token : undefined;
  expect(web1.model.sessions.map((each) => each.token)).toContain(token);
  expect(JSON.stringify(await db.select().from(questions))).not.toContain(token);
  expect((await db.select().from(auditTrail)).at(-1)).toMatchObject({ event: "panel.opened", target: place.name });
});

it("a form that is filled in wrongly is refused with the field", async () => {
  const asked = await put("register", { ...registration(), fingerprint: "AA" }, { sealed: { password: "x" } });
  expect(asked).toEqual({ ok: false, message: "The certificate's fingerprint is malformed.", field: "fingerprint" });
});
