import { asc, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "./client";
import { administrators } from "./schema";
import { revokeSessionsOf } from "./sessions";

export interface Administrator {
  id: number;
  login: string;
  name: string;
  createdAt: Date;
  disabledAt: Date | null;
}

const shown = {
  id: administrators.id,
  login: administrators.login,
  name: administrators.name,
  createdAt: administrators.createdAt,
  disabledAt: administrators.disabledAt,
};

export async function listAdministrators(db: Db): Promise<Administrator[]> {
  return db.select(shown).from(administrators).orderBy(asc(administrators.login));
}

export async function getAdministrator(db: Db, id: number): Promise<Administrator | null> {
  const [row] = await db.select(shown).from(administrators).where(eq(administrators.id, id));
  return row ?? null;
}

/** For checking a password; a disabled administrator is found too, so that the check takes the same time. */
export async function getCredentials(
  db: Db,
  login: string,
): Promise<{ id: number; name: string; passwordHash: string; disabled: boolean } | null> {
  const [row] = await db
    .select({
      id: administrators.id,
      name: administrators.name,
      passwordHash: administrators.passwordHash,
      disabled: sql<boolean>`${administrators.disabledAt} is not null`,
    })
    .from(administrators)
    .where(eq(administrators.login, login));
  return row ?? null;
}

export async function hasAdministrators(db: Db): Promise<boolean> {
  const rows = await db.select({ id: administrators.id }).from(administrators).limit(1);
  return rows.length > 0;
}

/** Null when the login is taken. */
export async function createAdministrator(
  db: Db,
  values: { login: string; name: string; passwordHash: string },
): Promise<number | null> {
  const [row] = await db
    .insert(administrators)
    .values(values)
    .onConflictDoNothing({ target: administrators.login })
    .returning({ id: administrators.id });
  return row?.id ?? null;
}

/** Ends every other session of the administrator: whoever knew the old password is out at the next request. */
export async function setPassword(db: Db, id: number, passwordHash: string, keepSession?: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(administrators).set({ passwordHash }).where(eq(administrators.id, id));
    await revokeSessionsOf(tx, id, keepSession);
  });
}

export async function renameAdministrator(db: Db, id: number, name: string): Promise<void> {
  await db.update(administrators).set({ name }).where(eq(administrators.id, id));
}

/** Ends all of the administrator's sessions. False, and nothing done, for the last one that is not disabled. */
export async function disableAdministrator(db: Db, id: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    // Two administrators who disable each other at once wait here for one another.
    const active = await tx
      .select({ id: administrators.id })
      .from(administrators)
      .where(isNull(administrators.disabledAt))
      .orderBy(asc(administrators.id))
      .for("update");
    if (!active.some((each) => each.id !== id)) return false;
    await tx.update(administrators).set({ disabledAt: sql`now()` }).where(eq(administrators.id, id));
    await revokeSessionsOf(tx, id);
    return true;
  });
}

export async function enableAdministrator(db: Db, id: number): Promise<void> {
  await db.update(administrators).set({ disabledAt: null }).where(eq(administrators.id, id));
}
