import { and, eq, sql } from "drizzle-orm";
import type { Db } from "./client";
import { passkeys } from "./schema";

export interface Passkey {
  id: string;
  publicKey: string;
  counter: number;
}

export async function addPasskey(db: Db, administratorId: number, key: Passkey & { name: string }): Promise<boolean> {
  const made = await db
    .insert(passkeys)
    .values({ administratorId, ...key })
    .onConflictDoNothing({ target: passkeys.id })
    .returning({ id: passkeys.id });
  return made.length > 0;
}

/** A passkey of this person; null for one that is somebody else's. */
export async function getPasskey(db: Db, administratorId: number, id: string): Promise<Passkey | null> {
  const [row] = await db
    .select({ id: passkeys.id, publicKey: passkeys.publicKey, counter: passkeys.counter })
    .from(passkeys)
    .where(and(eq(passkeys.id, id), eq(passkeys.administratorId, administratorId)));
  return row ?? null;
}

export async function passkeyUsed(db: Db, id: string, counter: number): Promise<void> {
  await db.update(passkeys).set({ counter, usedAt: sql`now()` }).where(eq(passkeys.id, id));
}

/** Its name; null when it is none of this person's. */
export async function removePasskey(db: Db, administratorId: number, id: string): Promise<string | null> {
  const [gone] = await db
    .delete(passkeys)
    .where(and(eq(passkeys.id, id), eq(passkeys.administratorId, administratorId)))
    .returning({ name: passkeys.name });
  return gone?.name ?? null;
}
