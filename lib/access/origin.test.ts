import { expect, it, vi } from "vitest";
import { isOwnRequest } from "./origin";

vi.stubEnv("PUBLIC_URL", "https://mail.provider.example");

const own = "https://mail.provider.example";
const foreign = "https://evil.example";

it.each<[what: string, headers: Record<string, string>, ours: boolean]>([
  ["our own origin", { origin: own, host: "mail.provider.example" }, true],
  ["our own origin and site", { origin: own, host: "mail.provider.example", "sec-fetch-site": "same-origin" }, true],
  ["the address that this browser typed", { origin: "http://10.0.0.5:3000", host: "10.0.0.5:3000" }, true],
  ["the site alone", { host: "mail.provider.example", "sec-fetch-site": "same-origin" }, true],
  ["nothing", { host: "mail.provider.example" }, false],
  ["a foreign origin", { origin: foreign, host: "mail.provider.example" }, false],
  ["a foreign origin that claims our site", { origin: foreign, host: "a", "sec-fetch-site": "same-origin" }, false],
  [
    "our origin from another site",
    { origin: own, host: "mail.provider.example", "sec-fetch-site": "cross-site" },
    false,
  ],
  ["a sibling host", { host: "mail.provider.example", "sec-fetch-site": "same-site" }, false],
  ["an address that was typed", { host: "mail.provider.example", "sec-fetch-site": "none" }, false],
  ["an origin that is hidden", { origin: "null", host: "mail.provider.example" }, false],
])("a change with %s", (_what, headers, ours) => {
  expect(isOwnRequest(new Headers(headers))).toBe(ours);
});
