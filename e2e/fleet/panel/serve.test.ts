import { request as begin } from "node:https";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PleskServer } from "../model";
import { createSession, createWebspace } from "../world";
import { plainServer } from "./ask";
import { type Certificate, fingerprintOf, makeCertificate } from "./certificate";
import { type Panel, startPanel } from "./serve";
import { violations } from "./violations";
import { readXml } from "./xml";

interface Reply {
  status: number;
  headers: Record<string, unknown>;
  body: string;
  fingerprint: string;
}

let certificate: Certificate;
let server: PleskServer;
let panel: Panel;
let packets: [string, string, string][];

beforeAll(async () => {
  certificate = await makeCertificate("web1.provider.example");
});
beforeEach(async () => {
  server = plainServer();
  packets = [];
  const onPacket = (...packet: [string, string, string]) => packets.push(packet);
  panel = await startPanel(server, { host: "127.0.0.1", port: 0, tls: certificate, hooks: { onPacket } });
});
afterEach(() => panel.close());

function call(
  path: string,
  options: { body?: string; headers?: Record<string, string>; limit?: number; patience?: number } = {},
) {
  const { body, headers = {}, limit = Number.POSITIVE_INFINITY, patience = 2000 } = options;
  return new Promise<Reply>((resolve, reject) => {
    const sent = begin(
      {
        host: "127.0.0.1",
        port: panel.port,
        path,
        method: body === undefined ? "GET" : "POST",
        headers,
        rejectUnauthorized: false,
        agent: false,
        timeout: patience,
      },
      (answer) => {
        const socket = answer.socket as import("node:tls").TLSSocket;
        const fingerprint = socket.getPeerX509Certificate()?.fingerprint256 ?? "";
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (piece: string) => {
          text += piece;
          if (text.length > limit) sent.destroy(new Error("too long"));
        });
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text, fingerprint }),
        );
      },
    );
    sent.on("timeout", () => sent.destroy(new Error("too late")));
    sent.on("error", reject);
    sent.end(body);
  });
}

const packet = (operators: string) => `<packet version="1.6.9.1">${operators}</packet>`;
const agent = (operators: string, options: { limit?: number; patience?: number } = {}) =>
  call("/enterprise/control/agent.php", {
    body: packet(operators),
    headers: { "Content-Type": "text/xml", HTTP_AUTH_LOGIN: "admin", HTTP_AUTH_PASSWD: "setup" },
    ...options,
  });
const disable = (id: number) => `<mail><disable><site-id>${id}</site-id></disable></mail>`;

describe("agent.php", () => {
  test("answers over TLS with the server's own certificate, and tells the exact bodies", async () => {
    const reply = await agent("<ip><get/></ip>");
    expect(reply).toMatchObject({ status: 200, fingerprint: fingerprintOf(certificate) });
    expect(reply.headers["content-type"]).toBe("text/xml");
    expect(readXml(reply.body).first("ip")).toBeDefined();
    expect(packets).toEqual([[packet("<ip><get/></ip>"), reply.body, "packet"]]);
    expect(panel.fingerprint256).toBe(reply.fingerprint);
  });

  test("another certificate is served while that switch is on", async () => {
    server.faults.otherCertificate = true;
    const other = await agent("<ip><get/></ip>");
    expect(other.fingerprint).not.toBe(fingerprintOf(certificate));
    expect(panel.fingerprint256).toBe(other.fingerprint);
    server.faults.otherCertificate = false;
    expect((await agent("<ip><get/></ip>")).fingerprint).toBe(fingerprintOf(certificate));
  });

  test("a refused connection executes nothing", async () => {
    createWebspace(server, { name: "uno.example" });
    server.faults.refuse = true;
    await expect(agent(disable(1))).rejects.toThrow();
    expect(server.domains[0]?.mail.service).toBe("on");
  });

  test("hanging executes the packet and says nothing", async () => {
    createWebspace(server, { name: "uno.example" });
    server.faults.hangAfter = true;
    await expect(agent(disable(1), { patience: 200 })).rejects.toThrow("too late");
    expect(server.domains[0]?.mail.service).toBe("off");
  });

  test("an endless answer goes on until the client gives up", async () => {
    server.faults.endless = true;
    await expect(agent("<ip><get/></ip>", { limit: 5_000_000 })).rejects.toThrow("too long");
  });

  test("two changes that overlap are reported; one after the other they are not", async () => {
    createWebspace(server, { name: "uno.example" });
    await agent(disable(1));
    await agent(disable(1));
    expect(violations(server)).toEqual([]);
    server.faults.latencyMs = 150;
    await Promise.all([agent(disable(1)), agent("<ip><get/></ip>")]);
    expect(violations(server)).toEqual([]);
    await Promise.all([agent(disable(1)), agent(disable(1))]);
    expect(violations(server)).toEqual(["web1: two changing packets at the same time"]);
  });
});

describe("rsession_init.php", () => {
  const path = "/enterprise/rsession_init.php";

  test.each(["GET", "POST"])("opens the panel by %s, once", async (method) => {
    const { token } = createSession(server, { login: "admin", userIp: "127.0.0.1", startingUrl: "/smb/<start>" });
    const fields = `PLESKSESSID=${token}`;
    const open = () =>
      method === "GET"
        ? call(`${path}?${fields}`)
        : call(path, { body: fields, headers: { "Content-Type": "application/x-www-form-urlencoded" } });
    const first = await open();
    expect(first.status).toBe(200);
    expect(String(first.headers["set-cookie"])).toContain(`PLESKSESSID=${token}`);
    for (const said of ["web1.provider.example", "<strong>admin</strong>", "/smb/&lt;start&gt;"]) {
      expect(first.body).toContain(said);
    }
    const second = await open();
    expect(second.status).toBe(403);
    expect(second.headers["set-cookie"]).toBeUndefined();
    expect(second.body).toContain("used before");
  });

  test("goes where success_redirect_url says, and never opens without a token", async () => {
    const { token } = createSession(server, { login: "admin", userIp: "127.0.0.1" });
    const page = await call(`${path}?PLESKSESSID=${token}&success_redirect_url=%2Fsmb%2Femail`);
    expect(page.body).toContain("<code>/smb/email</code>");
    expect((await call(path)).status).toBe(403);
  });

  test("everything else is the login page or not found", async () => {
    expect((await call("/")).body).toContain("Log in to Plesk");
    expect((await call("/enterprise/control/agent.php")).status).toBe(404);
  });
});
