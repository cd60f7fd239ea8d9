import type { z } from "zod";
import type { Role } from "@/db/schema";
import { given, SettingsError, url } from "./setting-kinds";

/** Where people sign in through an identity provider, by OpenID Connect. */
export interface IdentityProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the button on the sign-in page calls it. */
  name: string;
  /** What is asked of it; some want a scope of its own for the groups. */
  scope: string;
  /** The claim whose values say the role, and which value gives which. The first role that fits is taken. */
  claim: string;
  values: Record<Role, string[]>;
}

const values = given.transform((text) => (text ?? "").split(",").flatMap((each) => each.trim() || []));

const isLoopback = (host: string) => /^(localhost|127\.[\d.]+|\[::1\])$/.test(host);

/** Its settings in the environment. */
export const identityRecord = {
  OIDC_ISSUER: url(
    ["http:", "https:"],
    "give the issuer's address, such as https://login.example.com.",
    (text) => `is "${text}"`,
  ).refine((parsed) => parsed?.protocol !== "http:" || isLoopback(parsed.hostname), {
    message: "is not reached by https: who signs in must not be told by anybody on the way.",
  }),
  OIDC_CLIENT_ID: given,
  OIDC_CLIENT_SECRET: given,
  OIDC_NAME: given,
  OIDC_SCOPE: given,
  OIDC_ROLE_CLAIM: given,
  OIDC_ADMINISTRATORS: values,
  OIDC_OPERATORS: values,
  OIDC_VIEWERS: values,
  OIDC_AUDITORS: values,
};

/** The provider, undefined where none is set. */
export function identityProvider(values: z.infer<z.ZodObject<typeof identityRecord>>): IdentityProvider | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  if (!issuer) return undefined;
  if (!clientId || !clientSecret)
    throw new SettingsError(["OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET beside it."]);
  const roles = {
    administrator: values.OIDC_ADMINISTRATORS,
    operator: values.OIDC_OPERATORS,
    auditor: values.OIDC_AUDITORS,
    viewer: values.OIDC_VIEWERS,
  };
  if (Object.values(roles).every((each) => each.length === 0))
    throw new SettingsError([
      "OIDC_ISSUER lets nobody in: name the groups in OIDC_ADMINISTRATORS, OIDC_OPERATORS, OIDC_VIEWERS or OIDC_AUDITORS.",
    ]);
  return {
    issuer: issuer.href.replace(/\/$/, ""),
    clientId,
    clientSecret,
    name: values.OIDC_NAME ?? "single sign-on",
    scope: values.OIDC_SCOPE ?? "openid profile email",
    claim: values.OIDC_ROLE_CLAIM ?? "groups",
    values: roles,
  };
}
