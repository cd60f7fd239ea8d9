import { sql } from "drizzle-orm";
import type { Db } from "./client";
import { runs } from "./schema";

/**
 * Scheduled runs that did nothing are kept for a day, all others for 90 days. However it ended: a server with a domain
 * under way, or a panel that cannot be read, ends hundreds of runs a day in the same way. The last one of each server that
 * ended so is kept like the others, so that whoever looks for its last failure finds it.
 */
export async function pruneRuns(db: Db): Promise<void> {
  await db.delete(runs).where(sql`${runs.finishedAt} < now() - interval '90 days'`);
  // What a run did is counted when it ends: of one that was cut off only its operations tell. Both questions are asked of
  // an index and end at the first answer: written as "exists", one of them may read a whole table, or all later runs.
  await db.delete(runs).where(sql`
    ${runs.finishedAt} < now() - interval '1 day' and ${runs.startedBy} = 'schedule'
    and ${runs.changed} = 0 and ${runs.failed} = 0
    and (select o.id from operations o where o.run_id = ${runs.id} and o.state not in ('already', 'not-begun')
         limit 1) is null
    and (select later.id from runs later where later.server_id = ${runs.serverId}
           and later.started_at > ${runs.startedAt} and later.outcome = ${runs.outcome}
         order by later.started_at limit 1) is not null`);
}

/**
 * Closes the run of a worker that died when it had deassigned its server and not yet said so. The next run of a server
 * closes what an earlier one left open, and this server has none. Deassigning comes last, so the run had done its work.
 */
export async function closeLeftRuns(db: Db): Promise<void> {
  await db.execute(sql`
    update runs r set finished_at = now(), outcome = 'done', step = null,
      changed = (select count(*) from operations o where o.run_id = r.id and o.state = 'done'),
      failed = (select count(*) from operations o where o.run_id = r.id and o.state in ('failed', 'unknown'))
    from servers s
    where s.id = r.server_id and r.finished_at is null and (s.lease_until is null or s.lease_until < now())
      and not exists (select from assignments a where a.server_id = r.server_id)`);
}
