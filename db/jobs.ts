import { type SQL, sql } from "drizzle-orm";
import { type Db, OURS } from "./client";

/**
 * Jobs say where to look, never what to do, and losing all of them loses nothing. They are put in as plain SQL, so that
 * a page's transaction holds what is wanted and the wake-up together. A job key makes asking twice asking once; asking
 * while the job runs lets it run again afterwards.
 */

export type PeriodicTask = "sweep" | "probes" | "hints" | "tidy" | "audit" | "notify";

/** "Look at this assigned server", now or at a time; a look that is already due sooner stays due sooner. */
export async function enqueueReconcile(db: Db, serverId: number, { runAt }: { runAt?: Date } = {}): Promise<void> {
  const key = `reconcile:${serverId}`;
  const due = runAt ? sql`${runAt.toISOString()}::timestamptz` : sql`now()`;
  await db.execute(sql`
    select graphile_worker.add_job('reconcile', ${payload({ serverId })},
      queue_name := ${`server:${serverId}`}, max_attempts := 5, job_key := ${key},
      run_at := least(${due}, ${ofWaiting("run_at", sql`${key}`)}))`);
}

/** The same for several, now. */
export async function enqueueReconciles(db: Db, serverIds: readonly number[]): Promise<void> {
  await addJobs(db, reconcileJob, each(serverIds));
}

/** The periodic look at every assigned server, but for those that are being looked at right now. */
export async function enqueueReconcileAll(db: Db): Promise<void> {
  await addJobs(
    db,
    reconcileJob,
    sql`(select server_id as id from assignments) as s where not exists (select from graphile_worker.jobs j
      where j.key = 'reconcile:' || s.id and j.locked_at is not null)`,
  );
}

export const enqueueProbe = (db: Db, serverId: number): Promise<void> => enqueueProbes(db, [serverId]);

/** Before what nobody waits for. */
export async function enqueueProbes(db: Db, serverIds: readonly number[]): Promise<void> {
  await addJobs(db, probeJob(-5), each(serverIds));
}

/**
 * The periodic probe of every registered server, but for those that are being probed and those whose last probe began
 * less than `seconds` ago: several workers, or one that begins again and again, ask more often than anybody needs to know.
 */
export async function enqueueProbeAll(db: Db, seconds: number): Promise<void> {
  await addJobs(
    db,
    probeJob(0),
    sql`servers s where s.unregistered_at is null and not exists (select from graphile_worker.jobs j
      where j.key = 'probe:' || s.id and j.locked_at is not null)
      and (s.net_checked_at between now() - make_interval(secs => ${seconds}) and now()) is not true`,
  );
}

/** Tried once: a question whose worker dies stays unanswered, and the person asks again. */
export async function enqueueAnswer(db: Db, questionId: string): Promise<void> {
  await db.execute(sql`
    select graphile_worker.add_job('answer', ${payload({ questionId })},
      max_attempts := 1, priority := -10, job_key := ${`answer:${questionId}`})`);
}

/**
 * What a channel is to say, one message after the other: none is overtaken by the next one while it is on its way. A
 * channel that does not answer is tried again, later each time, for about a day.
 */
export async function enqueueDelivery(db: Db, channelId: number, notice: object): Promise<void> {
  await db.execute(sql`
    select graphile_worker.add_job('deliver', ${JSON.stringify({ channelId, notice })}::json,
      queue_name := ${channelQueue(channelId)}, max_attempts := 13, priority := -6)`);
}

/** A channel takes messages: whatever waits for its next try, hours away perhaps, is due now, the oldest first. */
export async function hastenDeliveries(db: Db, channelId: number): Promise<void> {
  // The queue goes by the time alone, so what came later is due a microsecond later.
  await db.execute(sql`
    select count(*) from (
      select id, row_number() over (order by id desc) as place from graphile_worker.jobs
      where queue_name = ${channelQueue(channelId)} and locked_at is null and attempts < max_attempts) as waiting,
      graphile_worker.reschedule_jobs(array[waiting.id], run_at := now() - waiting.place * interval '1 microsecond')`);
}

const channelQueue = (channelId: number): string => `channel:${channelId}`;

/** Every worker asks for these in its own rhythm; one that is waiting or running is not asked for again. */
export async function enqueuePeriodic(db: Db, task: PeriodicTask): Promise<void> {
  await db.execute(sql`
    select graphile_worker.add_job(${task}, '{}'::json, max_attempts := 1, priority := -8, job_key := ${task})
    where not exists (select from graphile_worker.jobs where key = ${task} and locked_at is not null)`);
}

/**
 * Frees the jobs and queues that a killed worker held; they would stay locked for hours. A pool of workers is alive
 * while a connection bears its name and was used within `silence` seconds: a process that stands still keeps its
 * connections. A pool that has just begun may have a job before it has that connection.
 */
export async function releaseDeadWorkers(db: Db, silence: number): Promise<void> {
  // Whoever stands still in the middle of a transaction, or of a statement, would hold its rows, leases among them. No
  // timeout of PostgreSQL before version 17 ends the second of these.
  await db.execute(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = current_user and application_name = ${OURS}
      and state <> 'idle' and wait_event = 'ClientRead' and state_change < now() - make_interval(secs => ${silence})`);
  await db.execute(sql`
    select graphile_worker.force_unlock_workers(array(
      select locked_by from (
        select locked_by, locked_at from graphile_worker._private_jobs
        union select locked_by, locked_at from graphile_worker._private_job_queues) as held
      where locked_at < now() - make_interval(secs => ${Math.min(5, silence / 4)}) and locked_by not in (
        select application_name from pg_stat_activity
        where datname = current_database() and state_change > now() - make_interval(secs => ${silence}))))`);
  // A job that was freed may be finished by both: by the first one it goes, and the other's queue would stay locked.
  await db.execute(sql`
    update graphile_worker._private_job_queues q set locked_by = null, locked_at = null
    where locked_at < now() - make_interval(secs => ${Math.min(5, silence / 4)}) and not exists (
      select from graphile_worker._private_jobs j where j.job_queue_id = q.id and j.locked_by = q.locked_by)`);
}

/** Removes jobs that are not tried again, a day after: their worker was killed, or a channel never answered. */
export async function pruneJobs(db: Db): Promise<void> {
  await db.execute(sql`
    select count(*) from graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs
      where attempts >= max_attempts and locked_at is null and run_at < now() - interval '1 day'))`);
}

const reconcileKey = sql`'reconcile:' || s.id`;
const reconcileJob = sql`row('reconcile', json_build_object('serverId', s.id), 'server:' || s.id,
  least(now(), ${ofWaiting("run_at", reconcileKey)}), 5, ${reconcileKey}, null, null)::graphile_worker.job_spec`;

const probeKey = sql`'probe:' || s.id`;
const probeJob = (priority: number) => sql`row('probe', json_build_object('serverId', s.id), null,
  least(now(), ${ofWaiting("run_at", probeKey)}), 1, ${probeKey},
  least(${priority}::int, ${ofWaiting("priority", probeKey)}), null)::graphile_worker.job_spec`;

/**
 * What the job of this key that waits has already, which it keeps when it is asked for again: sent to the end of the row
 * each time, some would never have their turn where more is asked for than gets done. Null when none waits.
 */
function ofWaiting(column: "run_at" | "priority", key: SQL): SQL {
  return sql`(select min(${sql.identifier(column)}) from graphile_worker.jobs
    where key = ${key} and locked_at is null and attempts < max_attempts)`;
}

/**
 * One by one costs 0.7 ms a job in the database; together they cost a tenth. In the order of the servers, so that two who
 * ask for the same ones never wait for each other in a circle.
 */
async function addJobs(db: Db, job: SQL, servers: SQL): Promise<void> {
  await db.execute(
    sql`select count(*) from graphile_worker.add_jobs(array(select ${job} from ${servers} order by s.id))`,
  );
}

/** Each once: one call of PostgreSQL's cannot ask for the same job twice. */
const each = (serverIds: readonly number[]): SQL =>
  sql`(select distinct unnest(${sql.param(serverIds)}::int[]) as id) as s`;

function payload(value: Record<string, string | number>): SQL {
  return sql`${JSON.stringify(value)}::json`;
}
