import type { AuthOptions } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { getCredentials } from "@/db/administrators";
import { record } from "@/db/audit";
import type { Db } from "@/db/client";
import { createSession, findSession, isKnownAddress, revokeSession } from "@/db/sessions";
import { forgive, takeTry } from "@/db/sign-in-failures";
import { db } from "./database";
import { env, needed } from "./env";
import { isPassword } from "./passwords";

/**
 * Signing in. The cookie holds next-auth's encrypted token, the token holds a session's id and nothing else, and the
 * session is looked up in the database on every request: a revoked one is over at the next.
 *
 * The login page needs no script of its own. Its whole action (see `signIn` in lib/session.ts):
 *
 *   "use server";
 *   export async function signInAction(_previous: { message: string }, form: FormData) {
 *     const result = await signIn(form.get("login"), form.get("password"));
 *     if (!result.ok) return { message: result.message };
 *     redirect(localPath(form.get("callbackUrl")));
 *   }
 */

/** What is known of a browser that asks. Both may be forged unless a trusted proxy tells the address. */
export interface RequestFacts {
  address: string;
  userAgent: string;
}

export type SignInResult = { ok: true; sessionId: string } | { ok: false; message: string };

const given = z.object({
  login: z.string().trim().toLowerCase().min(1).max(200),
  password: z.string().min(1).max(200),
});
/** The wait for an account stays short: a stranger who keeps guessing must not keep its owner out. */
const accountAllowance = { free: 5, longest: 60 };
const addressAllowance = { free: 20, longest: 900 };

/** Checks a login and password and starts a session. The answer never tells whether the login exists. */
export async function signInWithPassword(
  db: Db,
  login: unknown,
  password: unknown,
  facts: RequestFacts,
): Promise<SignInResult> {
  const parsed = given.safeParse({ login, password });
  if (!parsed.success) return { ok: false, message: "Give your login and your password." };
  const who = parsed.data;
  const address = `address:${facts.address}`;
  // A browser at an address that this login has used before counts for itself, whatever strangers do elsewhere.
  const known = facts.address !== "" && (await isKnownAddress(db, who.login, facts.address));
  const account = known ? `account:${who.login}@${facts.address}` : `account:${who.login}`;
  const wait = (await takeTry(db, address, addressAllowance)) || (await takeTry(db, account, accountAllowance));
  if (wait > 0) return { ok: false, message: `Too many wrong tries. Wait ${duration(wait)}, then try again.` };

  const stored = await getCredentials(db, who.login);
  const right = await isPassword(stored?.passwordHash ?? null, who.password);
  if (!right || !stored || stored.disabled) {
    await record(db, { actor: who.login, event: "session.refused", detail: { address: facts.address } });
    return { ok: false, message: "The login or the password is wrong." };
  }
  const sessionId = await db.transaction(async (tx) => {
    await forgive(tx, account, address);
    await record(tx, { actor: who.login, event: "session.signed-in", detail: { address: facts.address } });
    return createSession(tx, { administratorId: stored.id, hours: env().sessionHours, ...facts });
  });
  return { ok: true, sessionId };
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

/** The browser's address as the trusted proxy told it: the last entry, because the ones before it are the browser's own. */
export function requestFacts(headers: { get(name: string): string | null }): RequestFacts {
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  const told = (env().trustProxy ? hops.at(-1) : hops[0]) ?? "";
  return { address: told.replace(/^::ffff:/, ""), userAgent: headers.get("user-agent") ?? "" };
}

/** A path of this console to go on to after signing in; anything else becomes the start page. */
export function localPath(given: unknown): string {
  const origin = env().publicUrl;
  if (typeof given !== "string" || !URL.canParse(given, origin)) return "/mail";
  const url = new URL(given, origin);
  return url.origin === origin ? url.pathname + url.search : "/mail";
}

/** `__Host-` lets no sibling host set it; it exists with https only. Lax, so that the Mail button inside Plesk arrives signed in. */
export function sessionCookie() {
  const secure = env().publicUrl.startsWith("https:");
  return {
    name: secure ? "__Host-centralized-mail" : "centralized-mail",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure } as const,
  };
}

const token = z.object({ sid: z.uuid() });

export function encodeSession(sessionId: string): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: needed("authSecret"), maxAge: env().sessionHours * 3600 });
}

/** The session's id in a cookie of ours; null for one that is forged, garbled or too old. */
export async function decodeSession(cookie: string | undefined): Promise<string | null> {
  if (!cookie) return null;
  const decoded = await decode({ token: cookie, secret: needed("authSecret") }).catch(() => null);
  return token.safeParse(decoded).data?.sid ?? null;
}

/** next-auth's own addresses (/api/auth/…) keep to the same sessions, throttle and cookie. */
export function authOptions(): AuthOptions {
  const maxAge = env().sessionHours * 3600;
  return {
    secret: needed("authSecret"),
    session: { strategy: "jwt", maxAge },
    cookies: { sessionToken: sessionCookie() },
    pages: { signIn: "/login", error: "/login", signOut: "/login" },
    providers: [
      Credentials({
        credentials: { login: { type: "text" }, password: { type: "password" } },
        async authorize(credentials, request) {
          const headers = new Headers(request.headers as Record<string, string>);
          const result = await signInWithPassword(db, credentials?.login, credentials?.password, requestFacts(headers));
          return result.ok ? { id: result.sessionId } : null;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sid: user?.id ?? token.sid }),
      async session({ session, token }) {
        const found = typeof token.sid === "string" ? await findSession(db, token.sid) : null;
        return { expires: session.expires, ...(found && { user: { name: found.name, email: found.login } }) };
      },
      redirect: ({ url }) => new URL(localPath(url), env().publicUrl).href,
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await revokeSession(db, token.sid);
      },
    },
  };
}
