import { createServer as createHttps, type Server } from "node:https";
import { type AddressInfo, createServer as createTcp } from "node:net";
import { createServer as createTls, type TLSSocket } from "node:tls";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { PleskServer } from "@/e2e/fleet/model";
import { type Certificate, fingerprintOf, makeCertificate } from "@/e2e/fleet/panel/certificate";
import { startPanel } from "@/e2e/fleet/panel/serve";
import { readCertificate } from "./certificate";
import { PleskError } from "./errors";
import { setMailService } from "./mail";
import { objectId } from "./objects";
import { createPanel } from "./panel";
import { identity } from "./server";
import { testPanel } from "./testing";
import { createTransport, type Packet } from "./transport";

const host = "127.0.0.1";
const packet: Packet = { kind: "read", headers: { KEY: "secret" }, body: "<packet/>" };
let tls: Certificate;
let pin: string;
const ends: (() => Promise<unknown> | unknown)[] = [];

beforeAll(async () => {
  tls = await makeCertificate("web1.provider.example");
  pin = fingerprintOf(tls);
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function listening(server: Server | ReturnType<typeof createTcp>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  ends.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

function transportTo(port: number, options: Partial<Parameters<typeof createTransport>[0]> = {}) {
  const transport = createTransport({ host, port, pin, ...options });
  ends.push(() => transport.close());
  return transport;
}

/** The whole answer, or the PleskError that ended it. */
async function exchange(port: number, options: Partial<Parameters<typeof createTransport>[0]> = {}, sent = packet) {
  try {
    const heard = { status: 0, bytes: 0 };
    await transportTo(port, options).send(sent, {
      begin(status) {
        heard.status = status;
      },
      piece(chunk) {
        heard.bytes += chunk.byteLength;
      },
    });
    return heard;
  } catch (error) {
    if (error instanceof PleskError) return error;
    throw error;
  }
}

/** A panel of a fresh simulated server, over HTTPS. */
async function overWire(faults: Partial<PleskServer["faults"]>, timeoutMs = { read: 20_000, change: 20_000 }) {
  const { server } = testPanel();
  const serving = await startPanel(server, { host, port: 0, tls });
  ends.push(() => serving.close());
  Object.assign(server.faults, faults);
  const transport = transportTo(serving.port, { timeoutMs });
  return createPanel({ transport, credential: { login: "admin", password: "setup" } });
}

describe("the pin", () => {
  test("lets the confirmed certificate pass, with or without colons, in any case", async () => {
    const port = await listening(createHttps(tls, (_request, response) => response.end("<packet/>")));
    for (const written of [pin, pin.replaceAll(":", "").toLowerCase()])
      expect(await exchange(port, { pin: written })).toEqual({ status: 200, bytes: 9 });
  });

  test("shows an impostor not one byte", async () => {
    let received = 0;
    let secured = 0;
    // With TLS 1.2 the server's side of the handshake is complete before the client could look at the certificate.
    const impostor = createTls({ ...(await makeCertificate(host)), maxVersion: "TLSv1.2" }, (socket: TLSSocket) => {
      secured += 1;
      socket.on("error", () => {});
      socket.on("data", (data) => {
        received += data.length;
        socket.end();
      });
    });
    impostor.on("tlsClientError", () => {});
    const port = await listening(impostor);
    for (const kind of ["read", "change"] as const)
      expect(await exchange(port, {}, { ...packet, kind })).toMatchObject({ kind: "certificate", sent: false });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect({ secured, received }).toEqual({ secured: 2, received: 0 });

    await exchange(port, { pin: (await readCertificate(host, port, 2000)).fingerprint256 });
    expect(received).toBeGreaterThan(0);
  });
});

describe("a connection", () => {
  test("that does not come about has sent nothing", async () => {
    const closed = createTcp();
    const port = await listening(closed);
    await new Promise((resolve) => closed.close(resolve));
    const error = await exchange(port);
    expect(error).toMatchObject({ kind: "unreachable", sent: false });
    expect(error).toHaveProperty(
      "message",
      expect.stringContaining(`127.0.0.1:${port} cannot be reached (ECONNREFUSED)`),
    );
  });

  test("to something that says nothing ends by the deadline, before anything is sent", async () => {
    const port = await listening(createTcp(() => {}));
    const error = await exchange(port, { timeoutMs: { read: 300, change: 300 } });
    expect(error).toMatchObject({ kind: "timeout", sent: false });
  });

  test("that is cut in the middle of an answer is an error, not a short answer", async () => {
    const server = createHttps(tls, (_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("<packet>");
      setTimeout(() => response.destroy(), 20);
    });
    expect(await exchange(await listening(server))).toMatchObject({ kind: "unreachable", sent: true });
  });

  test("that drips is ended by the total deadline", async () => {
    const server = createHttps(tls, (_request, response) => {
      const drip = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(drip));
    });
    const began = performance.now();
    expect(await exchange(await listening(server), { timeoutMs: { read: 400, change: 400 } })).toMatchObject({
      kind: "timeout",
      sent: true,
    });
    expect(performance.now() - began).toBeLessThan(1500);
  });

  test("that pours out 200 MB is ended at the limit", async () => {
    let poured = 0;
    const piece = Buffer.alloc(1024 * 1024, " ");
    const server = createHttps(tls, (_request, response) => {
      const pour = () => {
        while (poured < 200 && !response.destroyed) {
          poured += 1;
          if (!response.write(piece)) return response.once("drain", pour);
        }
        return response.end();
      };
      pour();
    });
    expect(await exchange(await listening(server), { limits: { bytes: 4 * 1024 * 1024 } })).toMatchObject({
      kind: "malformed",
      sent: true,
    });
    expect(poured).toBeLessThan(100);
  });

  test("is not led elsewhere by a redirect", async () => {
    let asked = 0;
    const server = createHttps(tls, (_request, response) => {
      asked += 1;
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect(await exchange(await listening(server))).toEqual({ status: 302, bytes: 0 });
    expect(asked).toBe(1);
  });
});

describe("a simulated panel over HTTPS", () => {
  test("answers", async () => {
    const panel = await overWire({ http500: true });
    expect(await panel.ask(identity())).toMatchObject({ name: "web1.provider.example" });
  });

  test.each([
    [{ refuse: true }, "unreachable"],
    [{ html: true }, "malformed"],
    [{ truncate: true }, "malformed"],
    [{ garbage: true }, "malformed"],
    [{ endless: true }, "malformed"],
    [{ hangAfter: true }, "timeout"],
    [{ latencyMs: 2000 }, "timeout"],
    [{ wrongPassword: true }, "credentials"],
    [{ denied: true }, "denied"],
    [{ otherCertificate: true }, "certificate"],
    [{ failOperation: 1 }, "rejected"],
  ])("with the fault %j fails a read as %s", async (faults, kind) => {
    const panel = await overWire(faults, { read: 800, change: 800 });
    await expect(panel.ask(identity())).rejects.toMatchObject({ kind });
  });

  test.each([
    [{ hangAfter: true }, "unknown-outcome true"],
    [{ truncate: true }, "unknown-outcome true"],
    [{ html: true }, "unknown-outcome true"],
    [{ refuse: true }, "unreachable false"],
    [{ otherCertificate: true }, "certificate false"],
    [{ wrongPassword: true }, "credentials true"],
  ])("with the fault %j leaves a change %s", async (faults, outcome) => {
    const panel = await overWire(faults, { read: 500, change: 500 });
    const [first] = await panel.change([setMailService(objectId<"domain">(1), true)]);
    expect(first.ok ? "ok" : `${first.error.kind} ${first.error.sent}`).toBe(outcome);
  });
});

describe("a certificate", () => {
  test("is read without sending anything", async () => {
    let received = 0;
    const server = createTls(tls, (socket: TLSSocket) => {
      socket.on("data", (data) => {
        received += data.length;
      });
    });
    const certificate = await readCertificate(host, await listening(server), 2000);
    expect(certificate).toMatchObject({ fingerprint256: pin, subject: "CN=web1.provider.example" });
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
    expect(received).toBe(0);
  });

  test("that nobody shows is unreachable or late", async () => {
    const silent = await listening(createTcp(() => {}));
    await expect(readCertificate(host, silent, 200)).rejects.toMatchObject({ kind: "timeout", sent: false });
    const rude = await listening(createTcp((socket) => void socket.end("no\n")));
    await expect(readCertificate(host, rude, 2000)).rejects.toMatchObject({ kind: "unreachable", sent: false });
  });
});
