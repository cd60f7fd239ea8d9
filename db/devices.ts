import { createHash, randomBytes } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import type { Db } from "./client";
import { administrators, devices } from "./schema";

/** A browser keeps its token for as long as it is used twice a year. */
const kept = sql`interval '180 days'`;

/** Whether this person has signed in with this browser before. */
export async function isKnownDevice(db: Db, login: string, token: string | undefined): Promise<boolean> {
  if (!token) return false;
  const rows = await db
    .select({ hash: devices.tokenHash })
    .from(devices)
    .innerJoin(administrators, eq(administrators.id, devices.administratorId))
    .where(and(eq(administrators.login, login), eq(devices.tokenHash, hashOf(token))))
    .limit(1);
  return rows.length > 0;
}

/** Remembers the browser for this person. `isNew` is false for the first browser ever: there is nothing to compare with. */
export async function rememberDevice(
  db: Db,
  administratorId: number,
  given: string | undefined,
): Promise<{ token: string; isNew: boolean }> {
  const token = given ?? randomBytes(32).toString("base64url");
  const known = await db.$count(devices, eq(devices.administratorId, administratorId));
  const [row] = await db
    .insert(devices)
    .values({ administratorId, tokenHash: hashOf(token) })
    .onConflictDoUpdate({ target: [devices.administratorId, devices.tokenHash], set: { seenAt: sql`now()` } })
    .returning({ isNew: sql<boolean>`xmax = 0` });
  return { token, isNew: known > 0 && (row?.isNew ?? true) };
}

export async function pruneDevices(db: Db): Promise<void> {
  await db.delete(devices).where(lt(devices.seenAt, sql`now() - ${kept}`));
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
