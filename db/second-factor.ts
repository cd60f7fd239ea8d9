import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "./client";
import { administrators, passkeys, recoveryCodes } from "./schema";

/** Whether an authenticator app or a passkey is set up. Names its tables itself, to stand in any query of people. */
export const hasSecondFactor = sql<boolean>`(administrators.sealed_seed is not null
  or exists (select from passkeys where passkeys.administrator_id = administrators.id))`;

/** What a person has beside a password. */
export interface Factors {
  sealedSeed: string | null;
  passkeys: { id: string; name: string; createdAt: Date; usedAt: Date | null }[];
  /** Recovery codes that are left. */
  codes: number;
  hasPassword: boolean;
}

export async function getFactors(db: Db, administratorId: number): Promise<Factors> {
  const unused = and(eq(recoveryCodes.administratorId, administratorId), isNull(recoveryCodes.usedAt));
  const [[person], keys, codes] = await Promise.all([
    db
      .select({ sealedSeed: administrators.sealedSeed, passwordHash: administrators.passwordHash })
      .from(administrators)
      .where(eq(administrators.id, administratorId)),
    db
      .select({ id: passkeys.id, name: passkeys.name, createdAt: passkeys.createdAt, usedAt: passkeys.usedAt })
      .from(passkeys)
      .where(eq(passkeys.administratorId, administratorId))
      .orderBy(passkeys.createdAt),
    db.$count(recoveryCodes, unused),
  ]);
  return { sealedSeed: person?.sealedSeed ?? null, passkeys: keys, codes, hasPassword: Boolean(person?.passwordHash) };
}

export async function setSeed(db: Db, administratorId: number, sealedSeed: string, step: number): Promise<void> {
  await db.update(administrators).set({ sealedSeed, lastCodeStep: step }).where(eq(administrators.id, administratorId));
}

export async function removeSeed(db: Db, administratorId: number): Promise<void> {
  await db.update(administrators).set({ sealedSeed: null }).where(eq(administrators.id, administratorId));
}

/** Uses up the code of a step of time, and with it all older ones: false when it was used before. */
export async function takeStep(db: Db, administratorId: number, step: number): Promise<boolean> {
  const taken = await db
    .update(administrators)
    .set({ lastCodeStep: step })
    .where(
      and(
        eq(administrators.id, administratorId),
        or(isNull(administrators.lastCodeStep), lt(administrators.lastCodeStep, step)),
      ),
    )
    .returning({ id: administrators.id });
  return taken.length > 0;
}

/** The new codes take the place of all earlier ones. */
export async function setRecoveryCodes(db: Db, administratorId: number, hashes: readonly string[]): Promise<void> {
  await db.delete(recoveryCodes).where(eq(recoveryCodes.administratorId, administratorId));
  await db.insert(recoveryCodes).values(hashes.map((codeHash) => ({ administratorId, codeHash })));
}

/** Uses the code up: false when it is none of this person's, or was used before. */
export async function takeRecoveryCode(db: Db, administratorId: number, codeHash: string): Promise<boolean> {
  const taken = await db
    .update(recoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(recoveryCodes.administratorId, administratorId),
        eq(recoveryCodes.codeHash, codeHash),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ hash: recoveryCodes.codeHash });
  return taken.length > 0;
}

/** Takes everything away but the password, for somebody who has lost it all. */
export async function resetFactors(db: Db, administratorId: number): Promise<void> {
  await removeSeed(db, administratorId);
  await db.delete(passkeys).where(eq(passkeys.administratorId, administratorId));
  await db.delete(recoveryCodes).where(eq(recoveryCodes.administratorId, administratorId));
}
