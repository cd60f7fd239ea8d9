import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "./client";
import { administrators, type Role } from "./schema";
import { hasSecondFactor } from "./second-factor";
import { revokeSessionsOf } from "./sessions";

export interface Administrator {
  id: number;
  login: string;
  name: string;
  role: Role;
  /** Signs in through the identity provider, which also says the role. */
  external: boolean;
  /** Whether an authenticator app or a passkey is set up. */
  secondFactor: boolean;
  createdAt: Date;
  disabledAt: Date | null;
}

const shown = {
  id: administrators.id,
  login: administrators.login,
  name: administrators.name,
  role: administrators.role,
  external: sql<boolean>`${administrators.subject} is not null`,
  secondFactor: hasSecondFactor,
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
): Promise<{ id: number; passwordHash: string | null; disabled: boolean; secondFactor: boolean } | null> {
  const [row] = await db
    .select({
      id: administrators.id,
      passwordHash: administrators.passwordHash,
      disabled: sql<boolean>`${administrators.disabledAt} is not null`,
      secondFactor: hasSecondFactor,
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
  values: {
    login: string;
    name: string;
    role?: Role;
    passwordHash: string | null;
    /** For a person whom the identity provider knows. */
    issuer?: string;
    subject?: string;
  },
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

/** Who this is to the identity provider; null for somebody it has not sent before. */
export async function findExternal(db: Db, issuer: string, subject: string): Promise<Administrator | null> {
  const [row] = await db
    .select(shown)
    .from(administrators)
    .where(and(eq(administrators.issuer, issuer), eq(administrators.subject, subject)));
  return row ?? null;
}

/**
 * Whether an administrator who is not disabled is left without this one. Two who disable or demote each other at once
 * wait here for one another.
 */
async function isAnotherLeft(tx: Db, id: number): Promise<boolean> {
  const active = await tx
    .select({ id: administrators.id })
    .from(administrators)
    .where(and(isNull(administrators.disabledAt), eq(administrators.role, "administrator")))
    .orderBy(asc(administrators.id))
    .for("update");
  return active.some((each) => each.id !== id);
}

/** Ends all of the person's sessions. False, and nothing done, for the last active administrator. */
export async function disableAdministrator(db: Db, id: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await isAnotherLeft(tx, id))) return false;
    await tx.update(administrators).set({ disabledAt: sql`now()` }).where(eq(administrators.id, id));
    await revokeSessionsOf(tx, id);
    return true;
  });
}

/** Holds from the person's next request on. False, and nothing done, where nobody would be administrator any more. */
export async function setRole(db: Db, id: number, role: Role): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (role !== "administrator" && !(await isAnotherLeft(tx, id))) return false;
    await tx.update(administrators).set({ role }).where(eq(administrators.id, id));
    return true;
  });
}

export async function enableAdministrator(db: Db, id: number): Promise<void> {
  await db.update(administrators).set({ disabledAt: null }).where(eq(administrators.id, id));
}
