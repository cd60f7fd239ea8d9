import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { grade } from "@/e2e/observatory";
import { contentPolicy, protectEveryAnswer, protectiveHeaders } from "./headers";

describe("the headers of an answer", () => {
  const page = { ...protectiveHeaders("/mail", true), "content-security-policy": contentPolicy("bm9uY2U=") };

  test("are at the Observatory's A+, for a page and for everything else", () => {
    for (const headers of [page, protectiveHeaders("/api/health", true), protectiveHeaders("/_next/static/x.js", true)])
      expect(grade(headers, { secure: true })).toEqual({ score: 130, faults: [] });
  });

  test("each count: without any one of them, or with a weaker one, the grade falls", () => {
    for (const name of ["content-security-policy", "strict-transport-security", "referrer-policy"])
      expect(grade({ ...page, [name]: "" }, { secure: true }).faults).not.toEqual([]);
    const weaker: Record<string, string>[] = [
      { "content-security-policy": page["content-security-policy"].replace(/'nonce-[^']*'/, "'unsafe-inline'") },
      { "content-security-policy": page["content-security-policy"].replace("style-src 'self'", "style-src *") },
      { "strict-transport-security": "max-age=60" },
      { "access-control-allow-origin": "*" },
      { "set-cookie": "session=1; httponly; samesite=lax" },
    ];
    for (const one of weaker) expect(grade({ ...page, ...one }, { secure: true }).faults).not.toEqual([]);
  });

  test("say https only where people come by https", () => {
    expect(protectiveHeaders("/", false)).not.toHaveProperty("strict-transport-security");
    expect(protectiveHeaders("/", true)["strict-transport-security"]).toBe("max-age=63072000; includeSubDomains");
  });

  test("let nothing be kept but files whose names change with their content, and the icon", () => {
    for (const path of ["/", "/mail", "/activity/trail.csv?q=1", "/api/health", "/mail/icon.svg", "/icon.svgs"])
      expect(protectiveHeaders(path, true), path).toHaveProperty("cache-control", "no-store");
    for (const path of ["/_next/static/chunks/a.js", "/icon.svg", "/icon.svg?a"])
      expect(protectiveHeaders(path, true), path).not.toHaveProperty("cache-control");
  });
});

describe("every answer of this process", () => {
  let server: Server;
  let at: string;
  beforeAll(async () => {
    protectEveryAnswer(true);
    server = createServer((_request, response) => response.writeHead(500).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test("has them, though whoever answers has never heard of them", async () => {
    const answer = await fetch(at);
    expect(answer.status).toBe(500);
    expect(grade(Object.fromEntries(answer.headers), { secure: true }).score).toBe(130);
  });
});
