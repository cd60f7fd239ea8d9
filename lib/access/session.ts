import "server-only";
import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { findHalfSession, findSession, type HalfSignedIn, type SignedIn, touchSession } from "@/db/sessions";
import { db } from "@/lib/database";
import { env } from "@/lib/env";
import {
  decodeSession,
  deviceCookie,
  encodeSession,
  endSession,
  requestFacts as readFacts,
  sessionCookie,
  sessionLimits,
} from "./auth";
import { isChange, isOwnRequest } from "./origin";
import { may, type Right, rights } from "./rights";
import { type Begun, beginSession, type RequestFacts, type SignInResult, signInWithPassword } from "./sign-in";
import { forgetUndone, isUndone, noteUndone } from "./undone";

export type { SignedIn } from "@/db/sessions";

/** Who is signed in, read from the database once for each rendering and for each action; null for nobody. */
export const currentPerson = cache(async (): Promise<SignedIn | null> => {
  const sessionId = await sessionIdInCookie();
  if (!sessionId) return null;
  const found = await findSession(db, sessionId, sessionLimits());
  if (!found) return null;
  const { seenAt, ...who } = found;
  // What a page asks by itself, while nobody touches it, keeps no session open.
  const used = !(await cookies()).has("unattended");
  if (used && Date.now() - seenAt.getTime() > 60_000) await touchSession(db, sessionId);
  return who;
});

/**
 * First line of every page, action and route handler: who is signed in, and may do this. A browser that is not signed
 * in goes to the login page; a role that may not gets a page that says so; a dangerous deed of somebody who has not
 * proved to be there for a while leads to the page that asks for it, and back to where it can be done again.
 */
export async function requireRight(right: Right): Promise<SignedIn> {
  await refuseForeignChange();
  const who = await currentPerson();
  if (!who) return redirect(leading("/login", await requestedPath()));
  if (who.passwordAlone && env().secondFactorRequired && !isOwn(right)) redirect("/settings/you");
  if (!may(who.role, right)) return isChange(await headers()) ? redirect("/refused") : forbidden();
  if (rights[right].proof) await requireProof(who);
  return who;
}

/** A change that no page of ours has asked for is refused, whoever's cookie comes with it. */
export async function refuseForeignChange(): Promise<void> {
  const asked = await headers();
  if (isChange(asked) && !isOwnRequest(asked)) forbidden();
}

const isOwn = (right: Right) => right === "own" || right === "own.factors";

async function requireProof(who: SignedIn): Promise<void> {
  if (isProved(who)) return forgetUndone();
  const page = await requestedPath();
  await noteUndone(page);
  redirect(leading("/confirm", page));
}

/** Where somebody whose proof is over proves anew to be there, and comes back from; null while it lasts. */
export const wayToProof = cache(async (): Promise<string | null> => {
  const who = await currentPerson();
  return who && !isProved(who) ? leading("/confirm", await requestedPath()) : null;
});

/** Whether something was pressed on this page that would be done now: its person has proved meanwhile to be there. */
export const isUndoneHere = cache(
  async (): Promise<boolean> => (await wayToProof()) === null && isUndone(await requestedPath()),
);

function isProved({ provedAt }: SignedIn): boolean {
  return provedAt !== null && Date.now() - provedAt.getTime() < env().proofMinutes * 60_000;
}

/** The path that was asked for, as proxy.ts has noted it; a form is posted to the page that it stands on. */
async function requestedPath(): Promise<string | null> {
  return (await headers()).get("x-requested-path");
}

const leading = (to: string, back: string | null) => (back ? `${to}?callbackUrl=${encodeURIComponent(back)}` : to);

/** For the login page's action: checks, begins a session or the half of one, and sets its cookie. */
export async function signIn(login: unknown, password: unknown): Promise<SignInResult> {
  await refuseForeignChange();
  const result = await signInWithPassword(db, login, password, await requestFacts());
  if (result.ok) await keep(result);
  return result;
}

/** Whose password was right in this browser and whose second factor is still to come; null for nobody. */
export async function halfSignedIn(): Promise<HalfSignedIn | null> {
  const sessionId = await sessionIdInCookie();
  return sessionId ? findHalfSession(db, sessionId) : null;
}

/** Makes a half session whole: another one, so that an id that was seen before is worth nothing. */
export async function completeSignIn({ sessionId, ...person }: HalfSignedIn, by: string): Promise<void> {
  const facts = await requestFacts();
  await keep(await db.transaction((tx) => beginSession(tx, person, facts, { from: sessionId, by: `password, ${by}` })));
}

/** Ends this browser's session, in the database and in the browser. */
export async function signOut(): Promise<void> {
  const sessionId = await sessionIdInCookie();
  if (sessionId) await endSession(sessionId);
  // Whoever signs in here next has pressed nothing.
  await forgetUndone();
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** The browser's network address (for one-time panel sessions), its name, and whether it was here before. */
export async function requestFacts(): Promise<RequestFacts> {
  return readFacts(await headers(), (await cookies()).get(deviceCookie().name)?.value);
}

async function sessionIdInCookie(): Promise<string | null> {
  return decodeSession((await cookies()).get(sessionCookie().name)?.value);
}

/** Gives the browser what it needs to be known again. */
async function keep({ sessionId, device }: Begun): Promise<void> {
  const jar = await cookies();
  const { name, options } = sessionCookie();
  jar.set(name, await encodeSession(sessionId), { ...options, maxAge: env().sessionHours * 3600 });
  if (device) keepDevice(jar, device);
}

export function keepDevice(jar: Pick<Awaited<ReturnType<typeof cookies>>, "set">, device: string): void {
  const { name, options } = deviceCookie();
  jar.set(name, device, { ...options, maxAge: 180 * 86_400 });
}
