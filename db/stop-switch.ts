import { isNotNull, isNull, sql } from "drizzle-orm";
import type { Db } from "./client";
import { settings } from "./schema";

/** Stops every remote change: the worker asks before each one. False when it was stopped already. */
export async function stopChanges(db: Db, by: string): Promise<boolean> {
  const done = await db
    .update(settings)
    .set({ stoppedAt: sql`now()`, stoppedBy: by })
    .where(isNull(settings.stoppedAt))
    .returning({ id: settings.id });
  return done.length > 0;
}

/** Lets changes be made again. False when they were not stopped. */
export async function allowChanges(db: Db): Promise<boolean> {
  const done = await db
    .update(settings)
    .set({ stoppedAt: null, stoppedBy: null })
    .where(isNotNull(settings.stoppedAt))
    .returning({ id: settings.id });
  return done.length > 0;
}
