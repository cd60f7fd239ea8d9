import { and, desc, eq, gt, isNull, lt, ne, sql } from "drizzle-orm";
import type { Db } from "./client";
import { administrators, type Role, sessions } from "./schema";
import { hasSecondFactor } from "./second-factor";

export interface SignedIn {
  id: number;
  login: string;
  name: string;
  role: Role;
  sessionId: string;
  /** When the person last proved to be there. */
  provedAt: Date | null;
  /** Signs in with the password alone. */
  passwordAlone: boolean;
}

/** Somebody whose password was right and whose second factor is still to come. */
export type HalfSignedIn = Pick<SignedIn, "id" | "login" | "sessionId">;

/** Minutes after which a session that nobody used is over. */
export interface Limits {
  idleMinutes: number;
}

/** How long the second factor may take. */
const halfLife = sql`interval '10 minutes'`;

const isOpen = ({ idleMinutes }: Limits) =>
  and(
    eq(sessions.half, false),
    isNull(sessions.revokedAt),
    gt(sessions.expiresAt, sql`now()`),
    gt(sessions.seenAt, sql`now() - make_interval(mins => ${idleMinutes})`),
  );

export interface NewSession {
  administratorId: number;
  hours: number;
  userAgent: string;
  address: string;
  half?: boolean;
  newDevice?: boolean;
  /** Default: now. Null where nobody can tell. */
  provedAt?: Date | null;
}

export async function createSession(db: Db, values: NewSession): Promise<string> {
  const { administratorId, hours, half = false, newDevice = false, provedAt } = values;
  const [row] = await db
    .insert(sessions)
    .values({
      administratorId,
      half,
      newDevice,
      provedAt: provedAt === undefined ? sql`now()` : provedAt,
      expiresAt: half ? sql`now() + ${halfLife}` : sql`now() + make_interval(hours => ${hours})`,
      userAgent: values.userAgent.slice(0, 300),
      address: values.address.slice(0, 64),
    })
    .returning({ id: sessions.id });
  if (!row) throw new Error("The session was not stored.");
  return row.id;
}

const who = {
  id: administrators.id,
  login: administrators.login,
  name: administrators.name,
  role: administrators.role,
  sessionId: sessions.id,
  provedAt: sessions.provedAt,
  passwordAlone: sql<boolean>`(${administrators.passwordHash} is not null and not ${hasSecondFactor})`,
};

/** Who a session belongs to: null once it is revoked, expired or idle, or its person disabled. */
export async function findSession(db: Db, id: string, limits: Limits): Promise<(SignedIn & { seenAt: Date }) | null> {
  const [row] = await db
    .select({ ...who, seenAt: sessions.seenAt })
    .from(sessions)
    .innerJoin(administrators, eq(administrators.id, sessions.administratorId))
    .where(and(eq(sessions.id, id), isOpen(limits), isNull(administrators.disabledAt)));
  return row ?? null;
}

export async function findHalfSession(db: Db, id: string): Promise<HalfSignedIn | null> {
  const [row] = await db
    .select({ id: who.id, login: who.login, sessionId: who.sessionId })
    .from(sessions)
    .innerJoin(administrators, eq(administrators.id, sessions.administratorId))
    .where(
      and(
        eq(sessions.id, id),
        eq(sessions.half, true),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, sql`now()`),
        isNull(administrators.disabledAt),
      ),
    );
  return row ?? null;
}

export async function touchSession(db: Db, id: string): Promise<void> {
  await db.update(sessions).set({ seenAt: sql`now()` }).where(eq(sessions.id, id));
}

/** The person has proved anew to be there. */
export async function proveSession(db: Db, id: string): Promise<void> {
  await db.update(sessions).set({ provedAt: sql`now()` }).where(eq(sessions.id, id));
}

/** Keeps what a passkey has to sign next. */
export async function setChallenge(db: Db, id: string, challenge: string): Promise<void> {
  await db.update(sessions).set({ challenge, challengeAt: sql`now()` }).where(eq(sessions.id, id));
}

/** Uses the challenge up: null when there is none, or when it is older than five minutes. */
export async function takeChallenge(db: Db, id: string): Promise<string | null> {
  const [row] = await db.execute<{ challenge: string | null }>(sql`
    with old as (select id, challenge from sessions where id = ${id} and challenge_at > now() - interval '5 minutes' for update)
    update sessions set challenge = null, challenge_at = null from old where sessions.id = old.id
    returning old.challenge`);
  return row?.challenge ?? null;
}

/** Open sessions, the one used last first. */
export async function listSessions(db: Db, administratorId: number, limits: Limits) {
  return db
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      seenAt: sessions.seenAt,
      expiresAt: sessions.expiresAt,
      userAgent: sessions.userAgent,
      address: sessions.address,
      newDevice: sessions.newDevice,
    })
    .from(sessions)
    .where(and(eq(sessions.administratorId, administratorId), isOpen(limits)))
    .orderBy(desc(sessions.seenAt));
}

export type Session = Awaited<ReturnType<typeof listSessions>>[number];

/** How many open sessions each person has. */
export async function countSessions(db: Db, limits: Limits): Promise<Map<number, number>> {
  const rows = await db
    .select({ id: sessions.administratorId, count: sql<number>`count(*)::int` })
    .from(sessions)
    .where(isOpen(limits))
    .groupBy(sessions.administratorId);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Takes effect at the next request of that browser. Given the person too, it ends nobody else's session. */
export async function revokeSession(db: Db, id: string, administratorId?: number): Promise<void> {
  const owner = administratorId === undefined ? undefined : eq(sessions.administratorId, administratorId);
  await db
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt), owner));
}

export async function revokeSessionsOf(db: Db, administratorId: number, except?: string): Promise<void> {
  const others = except === undefined ? undefined : ne(sessions.id, except);
  await db
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.administratorId, administratorId), isNull(sessions.revokedAt), others));
}

/** Whether this person has been signed in from this address before. */
export async function isKnownAddress(db: Db, login: string, address: string): Promise<boolean> {
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(administrators, eq(administrators.id, sessions.administratorId))
    .where(and(eq(administrators.login, login), eq(sessions.address, address), eq(sessions.half, false)))
    .limit(1);
  return rows.length > 0;
}

/** Old sessions stay for a month, because they tell which addresses are known. */
export async function pruneSessions(db: Db): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, sql`now() - interval '30 days'`));
}
