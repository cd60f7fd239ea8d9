import { randomUUID } from "node:crypto";
import { expect, it, vi } from "vitest";
import {
  decodeSession,
  deviceCookie,
  encodeSession,
  localPath,
  requestFacts,
  sessionCookie,
  undoneCookie,
} from "./auth";

vi.stubEnv("NEXTAUTH_SECRET", "0123456789abcdef0123456789abcdef");
vi.stubEnv("PUBLIC_URL", "https://mail.provider.example");
vi.stubEnv("TRUST_PROXY", "yes");

it("a session's id is the only thing in its cookie, and a forged cookie is none", async () => {
  const id = randomUUID();
  const cookie = await encodeSession(id);
  expect(await decodeSession(cookie)).toBe(id);
  expect(await decodeSession(`${cookie.slice(0, -2)}xx`)).toBeNull();
  expect(await decodeSession("")).toBeNull();
});

it("cookies are for this host alone, by https alone, and for no request of another site", () => {
  const options = { httpOnly: true, sameSite: "strict", path: "/", secure: true };
  expect(sessionCookie()).toEqual({ name: "__Host-centralized-mail", options });
  expect(deviceCookie()).toEqual({ name: "__Host-centralized-mail-device", options });
  expect(undoneCookie()).toEqual({ name: "__Host-centralized-mail-undone", options });
});

it.each([
  ["/accounts?page=2", "/accounts?page=2"],
  ["https://mail.provider.example/servers", "/servers"],
  ["//evil.example/x", "/mail"],
  ["https://evil.example/", "/mail"],
  ["/\\evil.example", "/mail"],
  ["javascript:alert(1)", "/mail"],
  [null, "/mail"],
])("after signing in, %s leads to %s", (given, path) => {
  expect(localPath(given)).toBe(path);
});

it("the address is the one that the trusted proxy added, not what the browser claims", () => {
  const headers = new Headers({ "x-forwarded-for": "10.9.9.9, ::ffff:192.0.2.7", "user-agent": "Browser" });
  expect(requestFacts(headers, "token")).toEqual({ address: "192.0.2.7", userAgent: "Browser", device: "token" });
});
