import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, expect, test } from "vitest";
import { type Certificate, fingerprintOf, makeAuthority, makeCertificate } from "@/e2e/fleet/panel/certificate";
import { readCertificate } from "./certificate";
import { PleskError } from "./errors";
import { createTransport } from "./transport";

// The name that the test's server is called by; its address is looked up as any other's.
const host = "localhost";
let authority: Certificate;
let stranger: Certificate;
let servers: Server[] = [];
beforeAll(async () => {
  authority = await makeAuthority("Test Authority");
  stranger = await makeAuthority("Test Authority");
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  servers = [];
});

/** Counts at the server what arrived: a client's error alone proves nothing. */
async function serve(certificate: Certificate): Promise<{ port: number; heard: string[] }> {
  const heard: string[] = [];
  const server = createServer(certificate, (request, response) => {
    heard.push(String(request.headers.key));
    response.end("<packet/>");
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, heard };
}

async function call(port: number, trust: { pin: string; followsAuthority: boolean }): Promise<"answered" | PleskError> {
  const timeoutMs = { read: 5_000, change: 5_000 };
  const transport = createTransport({ host, port, timeoutMs, authorities: [authority.cert], ...trust });
  try {
    const listener = { begin: () => {}, piece: () => {} };
    await transport.send({ kind: "read", headers: { KEY: "secret" }, body: "<packet/>" }, listener);
    return "answered";
  } catch (error) {
    if (error instanceof PleskError) return error;
    throw error;
  } finally {
    await transport.close();
  }
}

test("renewals are followed where an authority vouches for them, and only where that was chosen", async () => {
  const first = await makeCertificate(host, authority);
  const renewed = await makeCertificate(host, authority);
  const pin = fingerprintOf(first);
  const { port, heard } = await serve(renewed);
  expect(await call(port, { pin, followsAuthority: true })).toBe("answered");
  expect(heard).toEqual(["secret"]);
  expect(await call(port, { pin, followsAuthority: false })).toMatchObject({ kind: "certificate", sent: false });
  expect(await call(port, { pin: fingerprintOf(renewed), followsAuthority: false })).toBe("answered");
  expect(heard).toHaveLength(2);
});

test.each([
  ["signed by itself", () => makeCertificate(host)],
  ["of another authority with the same name", () => makeCertificate(host, stranger)],
  ["for another host", () => makeCertificate("elsewhere.example", authority)],
])("a certificate %s is refused where an authority's are followed, and hears nothing", async (_what, make) => {
  const certificate = await make();
  const { port, heard } = await serve(certificate);
  // Even the one that was confirmed before: a server with an authority's certificate does not go back to its own.
  const said = await call(port, { pin: fingerprintOf(certificate), followsAuthority: true });
  expect(said).toMatchObject({ kind: "certificate", sent: false });
  expect(String(said)).toContain("no authority vouches for");
  expect(heard).toEqual([]);
});

test("what a server shows is read with whether an authority vouches for it", async () => {
  const vouched = await serve(await makeCertificate(host, authority));
  const own = await serve(await makeCertificate(host));
  expect(await readCertificate(host, vouched.port, 5_000, [authority.cert])).toMatchObject({ vouched: true });
  expect(await readCertificate(host, own.port, 5_000, [authority.cert])).toMatchObject({ vouched: false });
  expect(await readCertificate(host, vouched.port, 5_000)).toMatchObject({ vouched: false });
});
