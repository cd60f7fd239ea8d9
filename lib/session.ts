import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { record } from "@/db/audit";
import { findSession, revokeSession, type SignedIn, touchSession } from "@/db/sessions";
import {
  decodeSession,
  encodeSession,
  type RequestFacts,
  requestFacts as readFacts,
  type SignInResult,
  sessionCookie,
  signInWithPassword,
} from "./auth";
import { db } from "./database";
import { env } from "./env";

export type { SignedIn } from "@/db/sessions";

/** Who is signed in, read from the database once for each rendering and for each action; null for nobody. */
export const currentAdmin = cache(async (): Promise<SignedIn | null> => {
  const jar = await cookies();
  const sessionId = await decodeSession(jar.get(sessionCookie().name)?.value);
  if (!sessionId) return null;
  const found = await findSession(db, sessionId);
  if (!found) return null;
  const { seenAt, ...who } = found;
  if (Date.now() - seenAt.getTime() > 60_000) await touchSession(db, sessionId);
  return who;
});

/** First line of every page and every action: who is signed in; a browser that is not goes to the login page. */
export async function requireAdmin(): Promise<SignedIn> {
  const who = await currentAdmin();
  if (who) return who;
  const path = (await headers()).get("x-requested-path");
  redirect(path ? `/login?callbackUrl=${encodeURIComponent(path)}` : "/login");
}

/** For the login page's action: checks, starts a session and sets its cookie. */
export async function signIn(login: unknown, password: unknown): Promise<SignInResult> {
  const result = await signInWithPassword(db, login, password, await requestFacts());
  if (result.ok) await setSessionCookie(result.sessionId);
  return result;
}

/** Ends this browser's session, in the database and in the browser. */
export async function signOut(): Promise<void> {
  const who = await currentAdmin();
  if (who)
    await db.transaction(async (tx) => {
      await record(tx, { actor: who.login, event: "session.signed-out" });
      await revokeSession(tx, who.sessionId);
    });
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** The browser's network address (for one-time panel sessions) and its name. */
export async function requestFacts(): Promise<RequestFacts> {
  return readFacts(await headers());
}

async function setSessionCookie(sessionId: string): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, await encodeSession(sessionId), { ...options, maxAge: env().sessionHours * 3600 });
}
