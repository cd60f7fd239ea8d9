import { eq } from "drizzle-orm";
import type { Db } from "./client";
import { assignments } from "./schema";

/** Assigned servers, with the newest entry of each panel's event log that was seen; null before the first look. */
export async function listLastEvents(db: Db): Promise<{ serverId: number; lastEventId: number | null }[]> {
  return db.select({ serverId: assignments.serverId, lastEventId: assignments.lastEventId }).from(assignments);
}

export async function setLastEvent(db: Db, serverId: number, lastEventId: number): Promise<void> {
  await db.update(assignments).set({ lastEventId }).where(eq(assignments.serverId, serverId));
}
