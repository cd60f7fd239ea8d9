import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { createAdministrator, disableAdministrator } from "@/db/administrators";
import { makeToken, revokeToken } from "@/db/api-tokens";
import { apiTokens, assignments, auditTrail, mailServers, servers } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { answerApi } from "./answer";
import { openApi } from "./openapi";
import { operations } from "./operations";

const { db } = await testDatabase();
const tokens = { read: "", act: "", guest: "" };
let guest = 0;

beforeAll(async () => {
  const administratorId = (await createAdministrator(db, { login: "anna", name: "Anna", passwordHash: "" })) ?? 0;
  guest = (await createAdministrator(db, { login: "ben", name: "Ben", passwordHash: "" })) ?? 0;
  for (const scope of ["read", "act"] as const)
    tokens[scope] = (await makeToken(db, { name: `for ${scope}`, scope, administratorId, days: 1 })).token;
  tokens.guest = (await makeToken(db, { name: "ben's", scope: "act", administratorId: guest, days: 1 })).token;
  const server = (n: number) => ({
    ...{
      name: `web${n}`,
      host: `web${n}.example`,
      fingerprint: "",
      guid: `g${n}`,
      sealedKey: "",
      registeredBy: "anna",
    },
    protocol: "1.6.9.1",
  });
  await db.insert(servers).values([1, 2, 3].map(server));
  await db.insert(mailServers).values({ id: 1, serverId: 3, mxHost: "web3", definedBy: "anna" });
  await db.insert(assignments).values({ serverId: 1, mailServerId: 1, wishedBy: "anna" });
});

async function call(method: string, path: string, token = tokens.act, more: RequestInit = {}) {
  const headers = { ...(token && { authorization: `Bearer ${token}` }) };
  const request = new Request(`https://console.example/api/v1${path}`, { method, headers, ...more });
  const answer = await answerApi(request, { db, publicUrl: "https://console.example", address: "192.0.2.7" });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.startsWith("application/json");
  return { status: answer.status, body: isJson ? JSON.parse(text) : text };
}

describe("what is asked with a token", () => {
  test("servers are listed, found and told with their state", async () => {
    const { status, body } = await call("GET", "/servers?role=assigned", tokens.read);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      total: 1,
      servers: [{ id: 1, name: "web1", role: "assigned", mailServer: { id: 1, name: "web3" } }],
    });
    expect(await call("GET", "/servers/1", tokens.read)).toMatchObject({
      status: 200,
      body: { accounts: { syncStatus: "unknown" } },
    });
    expect(await call("GET", "/servers/2", tokens.read)).toMatchObject({
      status: 200,
      body: { role: "none", accounts: null },
    });
    expect(
      (await call("GET", "/servers?limit=1&offset=1")).body.servers.map(({ name }: { name: string }) => name),
    ).toEqual(["web2"]);
  });

  test("a look is started, and written down with whose token it was", async () => {
    expect(await call("POST", "/servers/1/synchronize")).toEqual({ status: 202, body: { accepted: true } });
    expect(await call("POST", "/servers/1/refresh")).toEqual({ status: 202, body: { accepted: true } });
    const [wish] = await db.select().from(assignments);
    expect(wish).toMatchObject({ synchronizeWantedBy: "anna, by token for act", refreshWantedAt: expect.any(Date) });
    const written = await db.select().from(auditTrail).where(eq(auditTrail.actor, "anna, by token for act"));
    expect(written.map(({ event }) => event)).toEqual(["server.synchronized", "server.refreshed"]);
    expect(await call("POST", "/servers/2/refresh")).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining("not assigned") },
    });
  });

  test("problems and numbers are told", async () => {
    expect(await call("GET", "/problems")).toEqual({ status: 200, body: { accounts: [], servers: [] } });
    const { status, body } = await call("GET", "/metrics");
    expect(status).toBe(200);
    expect(body).toContain("# TYPE centralized_mail_plesk_servers gauge\ncentralized_mail_plesk_servers 3\n");
    expect(body).toMatch(/\ncentralized_mail_last_look_timestamp_seconds \d{10}\n$/);
  });

  test("its use is noted with when and from where", async () => {
    await call("GET", "/servers", tokens.read);
    const [row] = await db.select().from(apiTokens).where(eq(apiTokens.name, "for read"));
    expect(row).toMatchObject({ usedAt: expect.any(Date), usedFrom: "192.0.2.7" });
    expect(JSON.stringify(await db.select().from(apiTokens))).not.toContain(tokens.read);
  });
});

describe("what is refused", () => {
  test.each([
    ["nothing", ""],
    ["a made-up token", `cmail_${"a".repeat(43)}`],
    ["half a token", "cmail_a"],
  ])("everything, to %s", async (_what, token) => {
    for (const { method, path } of operations)
      expect(await call(method, path.replace("{id}", "1"), token)).toMatchObject({ status: 401 });
    expect(await call("GET", "/openapi.json", token)).toMatchObject({ status: 401 });
  });

  test("everything, to a token that ended, was revoked, or whose administrator is disabled", async () => {
    const made = await makeToken(db, { name: "short", scope: "read", administratorId: guest, days: 1 });
    await db.update(apiTokens).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(apiTokens.name, "short"));
    expect(await call("GET", "/servers", made.token)).toMatchObject({ status: 401 });
    const other = await makeToken(db, { name: "other", scope: "read", administratorId: guest, days: 1 });
    const [row] = await db.select().from(apiTokens).where(eq(apiTokens.name, "other"));
    expect(await call("GET", "/servers", other.token)).toMatchObject({ status: 200 });
    expect(await revokeToken(db, row?.id ?? 0)).toBe("other");
    expect(await call("GET", "/servers", other.token)).toMatchObject({ status: 401 });
    expect(await call("GET", "/servers", tokens.guest)).toMatchObject({ status: 200 });
    await disableAdministrator(db, guest);
    expect(await call("GET", "/servers", tokens.guest)).toMatchObject({ status: 401 });
  });

  test("a deed, to a token that may only read", async () => {
    const before = await db.$count(auditTrail);
    for (const { method, path, scope } of operations)
      if (scope === "act")
        expect(await call(method, path.replace("{id}", "1"), tokens.read)).toMatchObject({ status: 403 });
    expect(await db.$count(auditTrail)).toBe(before);
  });

  test.each([
    ["GET", "/servers/9", 404],
    ["GET", "/servers/0", 404],
    ["GET", "/servers/-1", 404],
    ["GET", "/servers/1e3", 404],
    ["GET", "/servers/99999999999", 404],
    ["GET", "/servers/x", 404],
    ["GET", "/servers/1/", 404],
    ["GET", "/servers/1/refresh", 405],
    ["POST", "/servers", 405],
    ["DELETE", "/servers/1", 405],
    ["GET", "/nothing", 404],
    ["GET", "/servers?limit=0", 400],
    ["GET", "/servers?limit=201", 400],
    ["GET", "/servers?role=owner", 400],
    ["GET", "/servers?unknown=1", 400],
    ["GET", `/servers?q=${"a".repeat(201)}`, 400],
  ])("%s %s with %s", async (method, path, status) => {
    const answer = await call(method, path);
    expect(answer).toMatchObject({ status, body: { error: expect.any(String) } });
  });
});

test("the document describes every operation, its parameters and its answers", () => {
  const document = openApi("https://console.example");
  expect(document).toMatchObject({ openapi: "3.1.0", servers: [{ url: "https://console.example/api/v1" }] });
  expect(Object.keys(document.paths)).toEqual([...new Set(operations.map(({ path }) => path))]);
  for (const { method, path, status } of operations)
    expect(document.paths[path]?.[method.toLowerCase()]).toMatchObject({ responses: { [status]: {}, 401: {} } });
  expect(document.paths["/servers"]?.get).toMatchObject({
    parameters: expect.arrayContaining([expect.objectContaining({ name: "limit", in: "query" })]),
  });
  expect(JSON.stringify(document)).toContain('"netStatus"');
});
