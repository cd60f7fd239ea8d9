import { and, desc, eq, gt, isNull, lt, ne, sql } from "drizzle-orm";
import type { Db } from "./client";
import { administrators, sessions } from "./schema";

/** A session that nobody used for this long is over. */
const idle = sql`interval '4 hours'`;

export interface SignedIn {
  id: number;
  login: string;
  name: string;
  sessionId: string;
}

const isOpen = and(
  isNull(sessions.revokedAt),
  gt(sessions.expiresAt, sql`now()`),
  gt(sessions.seenAt, sql`now() - ${idle}`),
);

export async function createSession(
  db: Db,
  values: { administratorId: number; hours: number; userAgent: string; address: string },
): Promise<string> {
  const [row] = await db
    .insert(sessions)
    .values({
      administratorId: values.administratorId,
      expiresAt: sql`now() + make_interval(hours => ${values.hours})`,
      userAgent: values.userAgent.slice(0, 300),
      address: values.address.slice(0, 64),
    })
    .returning({ id: sessions.id });
  if (!row) throw new Error("The session was not stored.");
  return row.id;
}

/** Who a session belongs to: null once it is revoked, expired or idle, or its administrator disabled. */
export async function findSession(db: Db, id: string): Promise<(SignedIn & { seenAt: Date }) | null> {
  const [row] = await db
    .select({
      id: administrators.id,
      login: administrators.login,
      name: administrators.name,
      sessionId: sessions.id,
      seenAt: sessions.seenAt,
    })
    .from(sessions)
    .innerJoin(administrators, eq(administrators.id, sessions.administratorId))
    .where(and(eq(sessions.id, id), isOpen, isNull(administrators.disabledAt)));
  return row ?? null;
}

export async function touchSession(db: Db, id: string): Promise<void> {
  await db.update(sessions).set({ seenAt: sql`now()` }).where(eq(sessions.id, id));
}

/** Open sessions, the one used last first. */
export async function listSessions(
  db: Db,
  administratorId: number,
): Promise<{ id: string; createdAt: Date; seenAt: Date; expiresAt: Date; userAgent: string; address: string }[]> {
  return db
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      seenAt: sessions.seenAt,
      expiresAt: sessions.expiresAt,
      userAgent: sessions.userAgent,
      address: sessions.address,
    })
    .from(sessions)
    .where(and(eq(sessions.administratorId, administratorId), isOpen))
    .orderBy(desc(sessions.seenAt));
}

/** Takes effect at the next request of that browser. Given the administrator too, it ends nobody else's session. */
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

/** Whether this login has signed in from this network address before. */
export async function isKnownAddress(db: Db, login: string, address: string): Promise<boolean> {
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(administrators, eq(administrators.id, sessions.administratorId))
    .where(and(eq(administrators.login, login), eq(sessions.address, address)))
    .limit(1);
  return rows.length > 0;
}

/** Old sessions stay for a month, because they tell which addresses are known. */
export async function pruneSessions(db: Db): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, sql`now() - interval '30 days'`));
}
