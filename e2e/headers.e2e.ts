import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { APIResponse } from "@playwright/test";
import { root } from "@/lib/start/root";
import { guardedAddresses } from "./addresses";
import { expect, signIn, test } from "./demo";
import { grade } from "./observatory";

const pages = guardedAddresses("page.tsx");
const handlers = guardedAddresses("route.ts");
const open = ["/", "/login", "/setup", "/setup?token=none", "/api/health", "/api/auth/session", "/api/auth/csrf"];
const strange = ["/no-such-page", "/mail/nothing", "/mail/", "//elsewhere.example", "/mail/%E0%A4%A", "/api/none"];
const files = ["/icon.svg", "/_next/static/none.js", "/_next/image?url=%2Ficon.svg&w=64&q=75", "/.env"];

function headersOf(answer: APIResponse): Record<string, string> {
  return Object.fromEntries(Object.entries(answer.headers()).map(([name, value]) => [name.toLowerCase(), value]));
}

test("every address answers with the headers of an A+, signed in or not", async ({ page, demo, request }) => {
  test.setTimeout(120_000);
  await signIn(page, demo);
  for (const client of [request, page.request])
    for (const address of [...pages, ...handlers, ...open, ...strange, ...files]) {
      const answer = await client.get(`${demo.url}${address}`, { maxRedirects: 0 });
      const { score, faults } = grade(headersOf(answer), { secure: false });
      expect({ address, score, faults }).toEqual({ address, score: 130, faults: [] });
      if (!files.includes(address)) expect(answer.headers()["cache-control"], address).toContain("no-store");
    }
});

test("an idle connection stays open for longer than a proxy in front keeps it", async ({ demo, request }) => {
  const nginx = readFileSync(join(root, "docs", "deployment", "nginx.conf"), "utf8");
  const kept = Number(/upstream [^}]*keepalive_timeout (\d+)s;/.exec(nginx)?.[1]);
  const answer = await request.get(`${demo.url}/api/health`);
  const open = Number(/^timeout=(\d+)$/.exec(answer.headers()["keep-alive"] ?? "")?.[1]);
  expect(kept).toBeGreaterThan(0);
  expect(open).toBeGreaterThan(kept);
});

test("what is no proper request is refused with the same headers, and tells nothing of the inside", async ({
  demo,
}) => {
  const { hostname, port, host } = new URL(demo.url);
  const send = (text: string) =>
    new Promise<string>((resolve, reject) => {
      let heard = "";
      const socket = connect(Number(port), hostname, () => socket.write(text));
      socket.setEncoding("utf8").on("data", (piece) => {
        heard += piece;
      });
      socket.on("error", reject).on("close", () => resolve(heard));
    });
  const end = `Host: ${host}\r\nConnection: close\r\n`;
  const form = "Content-Type: multipart/form-data; boundary=x\r\n";
  const requests = {
    method: `BREW /login HTTP/1.1\r\n${end}\r\n`,
    options: `OPTIONS * HTTP/1.1\r\n${end}\r\n`,
    trace: `TRACE /login HTTP/1.1\r\n${end}\r\n`,
    put: `PUT /login HTTP/1.1\r\n${end}Content-Length: 0\r\n\r\n`,
    delete: `DELETE /api/health HTTP/1.1\r\n${end}\r\n`,
    noLength: `POST /login HTTP/1.1\r\n${end}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    tooLong: `POST /login HTTP/1.1\r\n${end}Content-Length: 300000\r\n\r\n${"a".repeat(300_000)}`,
    noAction: `POST /login HTTP/1.1\r\n${end}Next-Action: 00\r\nContent-Length: 2\r\n\r\n[]`,
    badForm: `POST /login HTTP/1.1\r\n${end}${form}Content-Length: 5\r\n\r\n--x\r\n`,
    badPath: `GET /%E0%A4%A HTTP/1.1\r\n${end}\r\n`,
    skipped: `GET /mail HTTP/1.1\r\n${end}x-middleware-subrequest: proxy:proxy:proxy:proxy:proxy\r\n\r\n`,
  };
  for (const [name, text] of Object.entries(requests)) {
    const answer = await send(text);
    expect(answer, name).toMatch(/^HTTP\/1\.1 [2345]/);
    expect(answer, name).not.toMatch(/node_modules|\bat \S+ \(|Error:|postgres|X-Powered-By|\/(home|work|root|app)\//i);
    const [head = ""] = answer.split("\r\n\r\n", 1);
    // What the parser of Node refuses never becomes a request: an answer without a body.
    if (name === "method") continue;
    const lines = head.split("\r\n").slice(1);
    const headers = lines.map((line) => [line.split(":", 1)[0]?.toLowerCase(), line.replace(/^[^:]*:\s*/, "")]);
    expect({ name, ...grade(Object.fromEntries(headers), { secure: false }) }).toMatchObject({ name, faults: [] });
  }
  expect(await send(requests.tooLong)).toContain(" 413 ");
  expect(await send(requests.noLength)).toContain(" 411 ");
  expect(await send(requests.skipped)).toContain(" 307 ");
});

test("each answer has a nonce of its own, and no script is without it", async ({ request, demo }) => {
  const nonces = new Set<string>();
  for (let visit = 0; visit < 5; visit += 1) {
    const answer = await request.get(`${demo.url}/login`, {
      headers: { "content-security-policy": "script-src 'nonce-mine'" },
    });
    const nonce = /'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"] ?? "")?.[1] ?? "";
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    const text = await answer.text();
    expect([...text.matchAll(/<script\b[^>]*>/g)].filter(([tag]) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(5);
});
