import { eq, sql } from "drizzle-orm";
import { tripBreakers } from "./breakers";
import { roomFor } from "./budget";
import type { Db } from "./client";
import { batches } from "./ledger";
import { type OperationState, type RunKind, type RunOutcome, runs } from "./schema";

/** The worker's side of a run's record: opened, kept up to date, closed; each remote change an intent first. */

export async function openRun(
  db: Db,
  run: { kind: RunKind; serverId: number; mailServerId: number; startedBy: string },
): Promise<number> {
  await db.execute(sql`
    update runs set finished_at = now(), outcome = 'stopped', step = null, error = 'Its worker ended before it did; the next run goes on from there.'
    where server_id = ${run.serverId} and finished_at is null`);
  const left = await db.execute<Settled>(sql`
    update operations o set state = 'unknown', settled_at = now(), error = 'The worker ended before it could read back; the next run settles it.'
    from runs r where r.id = o.run_id and r.server_id = ${run.serverId} and o.state = 'intended'
    returning o.server_id as "serverId", o.disruptive, o.state`);
  await tripBreakers(db, failing(left));
  const [row] = await db.insert(runs).values(run).returning({ id: runs.id });
  if (!row) throw new Error("the run could not be recorded");
  return row.id;
}

export async function recordProgress(
  db: Db,
  runId: number,
  progress: { step: string; done: number; total: number },
): Promise<void> {
  await db.update(runs).set(progress).where(eq(runs.id, runId));
}

export async function closeRun(
  db: Db,
  runId: number,
  result: { outcome: RunOutcome; looked: number; changed: number; failed: number; error: string | null },
): Promise<void> {
  await db
    .update(runs)
    .set({ ...result, finishedAt: sql`now()`, step: null })
    .where(eq(runs.id, runId));
}

/** An intent under its id; or what the change budget has no room for before `later`, with the reason in a sentence. */
export type Recorded = { id: number } | { later: Date; why: string };

export interface NewIntent {
  accountId: number | null;
  serverId: number;
  kind: string;
  disruptive: boolean;
  summary: string;
  reason: string;
}

/** Records what is about to be done, as far as the change budget goes. Answers in the order of the intents. */
export async function recordIntents(db: Db, runId: number, intents: readonly NewIntent[]): Promise<Recorded[]> {
  const later = new Map<NewIntent, Recorded>();
  let granted = 0;
  for (const serverId of new Set(intents.map((intent) => intent.serverId))) {
    const bounded = intents.filter((intent) => intent.serverId === serverId && intent.disruptive);
    if (bounded.length === 0) continue;
    const room = await roomFor(db, runId, serverId);
    const left = Math.max(0, room.left - granted);
    granted += Math.min(left, bounded.length);
    for (const intent of bounded.slice(left)) later.set(intent, { later: room.later, why: room.why });
  }
  const due = intents.filter((intent) => !later.has(intent));
  const ids = (await insertIntents(db, runId, due))[Symbol.iterator]();
  return intents.map((intent) => later.get(intent) ?? { id: ids.next().value ?? 0 });
}

async function insertIntents(db: Db, runId: number, intents: readonly NewIntent[]): Promise<number[]> {
  if (intents.length === 0) return [];
  const rows = await db.execute<{ id: string }>(sql`
    insert into operations (run_id, account_id, server_id, kind, disruptive, summary, reason)
    select ${runId}, (x->>'accountId')::bigint, (x->>'serverId')::int, x->>'kind', (x->>'disruptive')::boolean, x->>'summary',
      x->>'reason'
    from jsonb_array_elements(${JSON.stringify(intents)}::text::jsonb) with ordinality as list(x, place) order by place
    returning id`);
  return rows.map((row) => Number(row.id)).sort((a, b) => a - b);
}

export async function settleIntents(
  db: Db,
  settlements: readonly { id: number; state: OperationState; error: string | null }[],
): Promise<void> {
  for (const batch of batches(settlements)) {
    const settled = await db.execute<Settled>(sql`
      update operations o set state = x.state, error = x.error, settled_at = now()
      from jsonb_to_recordset(${JSON.stringify(batch)}::text::jsonb) as x(id bigint, state text, error text) where o.id = x.id
      returning o.server_id as "serverId", o.disruptive, o.state`);
    await tripBreakers(db, failing(settled));
  }
}

type Settled = { serverId: number; disruptive: boolean; state: OperationState };

/** The servers on which a change of mail flow has just failed, or is not known to have happened. */
const failing = (settled: readonly Settled[]): Set<number> =>
  new Set(
    settled.flatMap(({ serverId, disruptive, state }) =>
      disruptive && (state === "failed" || state === "unknown") ? [serverId] : [],
    ),
  );

/** When the last Mail button was begun on a server of which nobody knows whether it is there, as `readUnsettled` tells. */
export async function readUnsettledButton(db: Db, serverId: number): Promise<number | null> {
  const [row] = await db.execute<{ begun: Date | string | null }>(sql`
    select max(started_at) as begun from operations
    where account_id is null and server_id = ${serverId} and kind = 'create-button'
      and state in ('intended', 'unknown') and started_at > now() - interval '1 day'`);
  return row?.begun ? new Date(row.begun).getTime() : null;
}

/**
 * When the last change of mail flow was begun of which nobody knows what became, by account, within the last day. In
 * milliseconds since 1970.
 */
export async function readUnsettled(db: Db, accountIds: readonly number[]): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  for (const batch of batches(accountIds)) {
    const rows = await db.execute<{ account_id: string; begun: Date | string }>(sql`
      select account_id, max(started_at) as begun from operations
      where disruptive and state in ('intended', 'unknown') and started_at > now() - interval '1 day'
        and account_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(batch)}::text::jsonb))
      group by account_id`);
    for (const row of rows) found.set(Number(row.account_id), new Date(row.begun).getTime());
  }
  return found;
}
