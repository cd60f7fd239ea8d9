import { sql } from "drizzle-orm";
import type { Db } from "./client";
import { runs } from "./schema";

/** Scheduled runs that changed nothing are kept for a day, all others for 90 days. */
export async function pruneRuns(db: Db): Promise<void> {
  await db.delete(runs).where(sql`
    ${runs.finishedAt} < now() - interval '90 days'
    or (${runs.finishedAt} < now() - interval '1 day' and ${runs.startedBy} = 'schedule'
        and ${runs.changed} = 0 and ${runs.failed} = 0 and ${runs.outcome} = 'done')`);
}
