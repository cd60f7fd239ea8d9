import { expect, test, vi } from "vitest";
import { bodyLimit, refuseBody } from "./bodies";

vi.stubEnv("PUBLIC_URL", "https://mail.provider.example");

const own = { origin: "https://mail.provider.example" };
const statusOf = (method: string, headers: Record<string, string>) => {
  const refused = refuseBody(method, new Headers({ ...own, ...headers }));
  if (refused) expect(refused.text).toMatch(/^[A-Z].*\.$/);
  return refused?.status ?? null;
};

test.each([
  [{}, null],
  [{ "content-length": "0" }, null],
  [{ "content-length": String(bodyLimit) }, null],
  [{ "content-length": String(bodyLimit + 1) }, 413],
  [{ "content-length": "1e9" }, 413],
  [{ "content-length": "many" }, 413],
  [{ "transfer-encoding": "chunked" }, 411],
] as const)("a body announced as %o is answered with %s", (headers, status) => {
  for (const method of ["POST", "PUT"]) expect(statusOf(method, headers)).toBe(status);
});

const action = { "next-action": "60c54f8ac5003e88436122a6aeb95da92b624ed0af", "content-length": "80" };
const form = (boundary: string) => ({ "content-type": `multipart/form-data${boundary}`, "content-length": "80" });

test.each<[what: string, headers: Record<string, string>, status: number | null]>([
  ["called with text", { ...action, "content-type": "text/plain;charset=UTF-8" }, null],
  [
    "called with a form of Chromium's",
    { ...action, ...form("; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW") },
    null,
  ],
  ["in a form of Firefox's", form("; boundary=----geckoformboundary1a5b8a8b4fc6b2e0d1ef5c8f5e3f2a1b"), null],
  ["in a form with a boundary that should be quoted", form("; boundary=----=_Part_1/2"), null],
  ["in a form with a quoted boundary", form('; boundary="a b"; charset=utf-8'), null],
  ["of our own site, says the browser", { ...form("; boundary=x"), "sec-fetch-site": "same-origin" }, null],
  ["of another site, says the browser", { ...form("; boundary=x"), "sec-fetch-site": "cross-site" }, 403],
  ["of a foreign page", { ...action, "content-type": "text/plain", origin: "https://evil.example" }, 403],
  ["in a form of a foreign page", { ...form("; boundary=x"), origin: "https://evil.example" }, 403],
  ["of a page that hides where it is from", { ...form("; boundary=x"), origin: "null" }, 403],
  ["from what is no address", { ...action, "content-type": "text/plain", origin: "//" }, 403],
  ["of a short name", { ...action, "next-action": "00", "content-type": "text/plain" }, 400],
  ["of a name that is none", { ...action, "next-action": "x".repeat(42), "content-type": "text/plain" }, 400],
  ["called with JSON", { ...action, "content-type": "application/json" }, 415],
  ["called with what has no type", action, 415],
  ["called with nothing", { ...action, "content-type": "text/plain", "content-length": "0" }, 400],
  ["in a form without a boundary", form(""), 400],
  ["in a form with an empty boundary", form("; boundary="), 400],
  ["in a form with a boundary of two lines", form('; boundary="a\tb"'), 400],
  ["in a form with an endless boundary", form(`; boundary=${"x".repeat(71)}`), 400],
  ["in a form that is shorter than its end", { ...form("; boundary=x"), "content-length": "4" }, 400],
  ["in a form of nothing", { "content-type": "multipart/form-data; boundary=x" }, 400],
])("an action %s is answered with %s", (_what, headers, status) => {
  expect(statusOf("POST", headers)).toBe(status);
});

test("an action of a page that does not say where it is from is refused", () => {
  const refused = refuseBody("POST", new Headers({ ...action, "content-type": "text/plain" }));
  expect(refused?.status).toBe(403);
});

test("what calls no action is left to who is asked", () => {
  expect(statusOf("POST", { "content-type": "application/json", origin: "https://evil.example" })).toBeNull();
  expect(statusOf("GET", { ...form(""), origin: "https://evil.example" })).toBeNull();
});
