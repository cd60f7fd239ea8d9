import { z } from "zod";
import { type Administrator, createAdministrator, findExternal, setRole } from "@/db/administrators";
import { record } from "@/db/audit";
import type { Db } from "@/db/client";
import type { Role } from "@/db/schema";
import type { IdentityProvider } from "@/lib/identity-provider";
import { loginFault } from "./passwords";
import { type Begun, beginSession, type RequestFacts } from "./sign-in";

/** Signing in through the identity provider: who somebody is and which role they have is what it says. */

const claims = z.looseObject({
  sub: z.string().min(1).max(300),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  name: z.string().optional(),
  /** Seconds since 1970 at which the provider itself last asked for the password. */
  auth_time: z.number().optional(),
});

/** The first role that one of the claim's values gives; null where none does. */
export function roleOf(provider: IdentityProvider, given: unknown): Role | null {
  const told = typeof given === "string" ? given.split(/[\s,]+/) : Array.isArray(given) ? given.map(String) : [];
  const order: Role[] = ["administrator", "operator", "auditor", "viewer"];
  return order.find((role) => provider.values[role].some((value) => told.includes(value))) ?? null;
}

/** Why somebody whom the provider knows is not let in, as the sign-in page says it. */
export const refusals = {
  unnamed: "It did not say who signed in. Ask whoever keeps it.",
  role: "It gives you no role here. Ask whoever keeps its groups.",
  disabled: "You are disabled here. Ask an administrator.",
  login:
    "What it calls you cannot be a login here: small letters, digits, dots, hyphens, underscores or @, at most 63.",
  taken: "Somebody who signs in by password has your login here. Ask an administrator.",
} as const;

type Why = keyof typeof refusals;

export type ExternalResult = ({ ok: true } & Begun) | { ok: false; why: Why };

/** Begins a session for whom the provider has vouched for. What it says is checked already: signature, issuer, nonce. */
export async function signInExternally(
  db: Db,
  provider: IdentityProvider,
  given: unknown,
  facts: RequestFacts,
): Promise<ExternalResult> {
  const parsed = claims.safeParse(given);
  if (!parsed.success) return { ok: false, why: "unnamed" };
  const told = parsed.data;
  const login = (told.preferred_username ?? told.email ?? told.sub).trim().toLowerCase();
  const role = roleOf(provider, told[provider.claim]);
  const person = role
    ? await personOf(db, provider, { subject: told.sub, login, name: told.name?.trim() || login, role })
    : "role";
  if (typeof person === "string") {
    const detail = { address: facts.address, by: provider.name, why: refusals[person] };
    await record(db, { actor: login, event: "session.refused", detail });
    return { ok: false, why: person };
  }
  const provedAt = told.auth_time === undefined ? null : new Date(told.auth_time * 1000);
  return db.transaction(async (tx) => ({
    ok: true,
    ...(await beginSession(tx, person, facts, { provedAt, by: provider.name })),
  }));
}

/** The person, made at the first time and given the role that the provider tells now; or why that cannot be. */
async function personOf(
  db: Db,
  provider: IdentityProvider,
  told: { subject: string; login: string; name: string; role: Role },
): Promise<{ id: number; login: string } | Why> {
  const { issuer } = provider;
  const known = await findExternal(db, issuer, told.subject);
  if (known?.disabledAt) return "disabled";
  if (known) {
    if (known.role !== told.role) await follow(db, known, told.role, provider.name);
    return known;
  }
  const { login, name, role, subject } = told;
  if (loginFault(login)) return "login";
  const id = await db.transaction(async (tx) => {
    // Never by name or address: whoever has the same login here is not thereby the same person.
    const made = await createAdministrator(tx, { login, name, role, passwordHash: null, issuer, subject });
    if (made === null) return null;
    const detail = { role, by: provider.name };
    await record(tx, { actor: provider.name, event: "administrator.added", target: login, detail });
    return made;
  });
  return id === null ? "taken" : { id, login };
}

/** The role that the provider tells now; where nobody would be administrator any more, it is kept, and that is on record. */
async function follow(db: Db, person: Administrator, to: Role, by: string): Promise<void> {
  await db.transaction(async (tx) => {
    const changed = await setRole(tx, person.id, to);
    const event = changed ? "administrator.role-changed" : "administrator.role-kept";
    await record(tx, { actor: by, event, target: person.login, detail: { from: person.role, to, by } });
  });
}
