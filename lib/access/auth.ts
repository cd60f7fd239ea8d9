import type { AuthOptions } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { record } from "@/db/audit";
import { findSession, revokeSession } from "@/db/sessions";
import { db } from "@/lib/database";
import { env, needed } from "@/lib/env";
import type { IdentityProvider } from "@/lib/identity-provider";
import { type Begun, type RequestFacts, signInWithPassword } from "./sign-in";
import { signInExternally } from "./single-sign-on";

/**
 * The browser's side of a session. The cookie holds next-auth's encrypted token, the token holds a session's id and
 * nothing else, and the session is looked up in the database on every request: a revoked one is over at the next.
 */

/** The browser's address as the trusted proxy told it: the last entry, because the ones before it are the browser's own. */
export function requestFacts(headers: { get(name: string): string | null }, device?: string): RequestFacts {
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  const told = (env().trustProxy ? hops.at(-1) : hops[0]) ?? "";
  return { address: told.replace(/^::ffff:/, ""), userAgent: headers.get("user-agent") ?? "", device };
}

/** A path of this console to go on to after signing in; anything else becomes the start page. */
export function localPath(given: unknown): string {
  const origin = env().publicUrl;
  if (typeof given !== "string" || !URL.canParse(given, origin)) return "/mail";
  const url = new URL(given, origin);
  return url.origin === origin ? url.pathname + url.search : "/mail";
}

/**
 * `__Host-` lets no sibling host set it; it exists with https only. Strict: no other site can make a browser come here
 * signed in. Where one leads to a page, the sign-in page goes on to it by itself.
 */
export function sessionCookie() {
  return named("centralized-mail");
}

/** Says that this browser was signed in with before. */
export function deviceCookie() {
  return named("centralized-mail-device");
}

/** Says on which page something was pressed that was not done (lib/access/undone.ts). */
export function undoneCookie() {
  return named("centralized-mail-undone");
}

function named(name: string) {
  const secure = env().publicUrl.startsWith("https:");
  const options = { httpOnly: true, sameSite: "strict", path: "/", secure } as const;
  return { name: secure ? `__Host-${name}` : name, options };
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

export const sessionLimits = () => ({ idleMinutes: env().sessionIdleMinutes });

/** Ends a session by the wish of its person, and writes that down unless it was over already. */
export async function endSession(sessionId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const who = await findSession(tx, sessionId, sessionLimits());
    if (who) await record(tx, { actor: who.login, event: "session.signed-out" });
    await revokeSession(tx, sessionId);
  });
}

/** The identity provider as next-auth knows it; the issuer's own document says where everything is. */
function openIdConnect(provider: IdentityProvider): OAuthConfig<{ sub: string }> {
  return {
    id: "sso",
    name: provider.name,
    type: "oauth",
    wellKnown: `${provider.issuer}/.well-known/openid-configuration`,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    authorization: { params: { scope: provider.scope } },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    profile: (profile) => ({ id: profile.sub }),
  };
}

/**
 * next-auth's own addresses (/api/auth/…) keep to the same sessions, throttle and cookie. `began` is told of a session
 * that it has begun.
 */
export function authOptions(facts: RequestFacts, began: (session: Begun) => void): AuthOptions {
  const maxAge = env().sessionHours * 3600;
  const { identity } = env();
  return {
    secret: needed("authSecret"),
    session: { strategy: "jwt", maxAge },
    cookies: { sessionToken: sessionCookie() },
    pages: { signIn: "/login", error: "/login", signOut: "/login" },
    providers: [
      Credentials({
        credentials: { login: { type: "text" }, password: { type: "password" } },
        async authorize(credentials) {
          const result = await signInWithPassword(db, credentials?.login, credentials?.password, facts);
          // Who has a second factor gives it on the console's own page.
          if (!result.ok || result.half) return null;
          began(result);
          return { id: result.sessionId };
        },
      }),
      ...(identity ? [openIdConnect(identity)] : []),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (!identity || account?.provider !== "sso") return true;
        const result = await signInExternally(db, identity, profile, facts);
        if (!result.ok) return `/login?refused=${result.why}`;
        began(result);
        user.id = result.sessionId;
        return true;
      },
      jwt: ({ token, user }) => ({ sid: user?.id ?? token.sid }),
      async session({ session, token }) {
        const found = typeof token.sid === "string" ? await findSession(db, token.sid, sessionLimits()) : null;
        return { expires: session.expires, ...(found && { user: { name: found.name, email: found.login } }) };
      },
      redirect: ({ url }) => new URL(localPath(url), env().publicUrl).href,
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await endSession(token.sid);
      },
    },
  };
}
