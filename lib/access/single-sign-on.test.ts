import { expect, it } from "vitest";
import { parseSettings } from "@/lib/env";
import { roleOf } from "./single-sign-on";

const settings = {
  OIDC_ISSUER: "https://login.example.com/",
  OIDC_CLIENT_ID: "console",
  OIDC_CLIENT_SECRET: "secret",
  OIDC_ADMINISTRATORS: "mail-admins, root",
  OIDC_VIEWERS: "staff",
};

it.each([
  [["staff", "root"], "administrator"],
  [["staff"], "viewer"],
  ["staff mail-admins", "administrator"],
  [["Root"], null],
  [[], null],
  [undefined, null],
  [{ root: true }, null],
])("the claim %j gives the role %s", (claim, role) => {
  const { identity } = parseSettings(settings);
  if (!identity) throw new Error("There is no provider.");
  expect(roleOf(identity, claim)).toBe(role);
});

it.each([
  [{ OIDC_CLIENT_SECRET: "" }, "OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET beside it."],
  [{ OIDC_ADMINISTRATORS: "", OIDC_VIEWERS: " , " }, "OIDC_ISSUER lets nobody in"],
  [{ OIDC_ISSUER: "http://login.example.com" }, "OIDC_ISSUER is not reached by https"],
  [{ OIDC_ISSUER: "login.example.com" }, 'OIDC_ISSUER is "login.example.com": give the issuer\'s address'],
])("settings with %j are refused with a sentence", (change, sentence) => {
  expect(() => parseSettings({ ...settings, ...change })).toThrow(sentence);
});

it("without an issuer nobody signs in from elsewhere", () => {
  expect(parseSettings({}).identity).toBeUndefined();
});
