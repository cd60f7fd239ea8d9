import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "./client";
import { along, asPage, type Turn } from "./paging";
import {
  accounts,
  assignments,
  mailServers,
  type OperationState,
  operations,
  type RunKind,
  type RunOutcome,
  runs,
  servers,
} from "./schema";

export interface RunFilter {
  serverId?: number;
  mailServerId?: number;
  kind?: RunKind;
  /** "running" is a run that has not finished; "trouble" one with a failed operation or an outcome of failed. */
  state?: RunOutcome | "running" | "trouble";
}

const central = alias(servers, "central");

function selectRuns(db: Db) {
  return db
    .select({
      id: runs.id,
      kind: runs.kind,
      serverId: runs.serverId,
      server: servers.name,
      /** False when the server was unregistered since. */
      registered: sql<boolean>`${servers.unregisteredAt} is null`,
      mailServerId: runs.mailServerId,
      /** Null when the mail server has been removed since. */
      mailServer: central.name,
      startedBy: runs.startedBy,
      startedAt: runs.startedAt,
      finishedAt: runs.finishedAt,
      outcome: runs.outcome,
      looked: runs.looked,
      changed: runs.changed,
      failed: runs.failed,
      step: runs.step,
      done: runs.done,
      total: runs.total,
      error: runs.error,
    })
    .from(runs)
    .innerJoin(servers, eq(servers.id, runs.serverId))
    .leftJoin(mailServers, eq(mailServers.id, runs.mailServerId))
    .leftJoin(central, eq(central.id, mailServers.serverId))
    .$dynamic();
}

/** Runs, the newest first; a place is a run's id. */
export async function listRuns(db: Db, filter: RunFilter, turn: Turn<number>) {
  const { beyond, order } = along([runs.id], true, turn, (id) => sql`(${id}::bigint)`);
  const found = await selectRuns(db)
    .where(and(matches(filter), beyond))
    .orderBy(...order)
    .limit(turn.limit + 1);
  return asPage(found, turn);
}

export type Run = Awaited<ReturnType<typeof listRuns>>["rows"][number];

export async function getRun(db: Db, id: number): Promise<Run | null> {
  const [row] = await selectRuns(db).where(eq(runs.id, id));
  return row ?? null;
}

/** Whether anything runs, or is about to because it was asked for within the last minute: a page then renews itself. */
export async function isRunning(db: Db, filter: Pick<RunFilter, "serverId" | "mailServerId"> = {}): Promise<boolean> {
  const rows = await db
    .select({ id: runs.id })
    .from(runs)
    .where(and(isNull(runs.finishedAt), matches(filter)))
    .limit(1);
  if (rows.length > 0) return true;
  const { serverId, mailServerId, refreshWantedAt, synchronizeWantedAt, wishedAt } = assignments;
  const asked = await db
    .select({ serverId })
    .from(assignments)
    .where(
      and(
        filter.serverId ? eq(serverId, filter.serverId) : undefined,
        filter.mailServerId ? eq(mailServerId, filter.mailServerId) : undefined,
        sql`greatest(${refreshWantedAt}, ${synchronizeWantedAt}, ${wishedAt}) > now() - interval '1 minute'`,
      ),
    )
    .limit(1);
  if (asked.length > 0) return true;
  const alone = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(
      and(
        filter.serverId ? eq(accounts.serverId, filter.serverId) : undefined,
        filter.mailServerId ? eq(accounts.mailServerId, filter.mailServerId) : undefined,
        sql`${accounts.synchronizeWantedAt} > now() - interval '1 minute'`,
      ),
    )
    .limit(1);
  return alone.length > 0;
}

/** What a run changed, in the order in which it was done; a place is an operation's id. */
export async function listOperations(db: Db, runId: number, filter: { state?: OperationState }, turn: Turn<number>) {
  const { beyond, order } = along([operations.id], false, turn, (id) => sql`(${id}::bigint)`);
  const found = await db
    .select({
      id: operations.id,
      accountId: operations.accountId,
      account: accounts.name,
      serverId: operations.serverId,
      server: servers.name,
      summary: operations.summary,
      reason: operations.reason,
      state: operations.state,
      error: operations.error,
      startedAt: operations.startedAt,
      settledAt: operations.settledAt,
    })
    .from(operations)
    .leftJoin(accounts, eq(accounts.id, operations.accountId))
    .leftJoin(servers, eq(servers.id, operations.serverId))
    .where(and(eq(operations.runId, runId), filter.state ? eq(operations.state, filter.state) : undefined, beyond))
    .orderBy(...order)
    .limit(turn.limit + 1);
  return asPage(found, turn);
}

export type Operation = Awaited<ReturnType<typeof listOperations>>["rows"][number];

/** How many of a run's operations are in each state. */
export async function countOperations(db: Db, runId: number): Promise<Partial<Record<OperationState, number>>> {
  const rows = await db
    .select({ state: operations.state, count: sql<number>`count(*)::int` })
    .from(operations)
    .where(eq(operations.runId, runId))
    .groupBy(operations.state);
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

function matches(filter: RunFilter): SQL | undefined {
  return and(
    filter.serverId ? eq(runs.serverId, filter.serverId) : undefined,
    filter.mailServerId ? eq(runs.mailServerId, filter.mailServerId) : undefined,
    filter.kind ? eq(runs.kind, filter.kind) : undefined,
    filter.state === "running" ? isNull(runs.finishedAt) : undefined,
    filter.state === "trouble"
      ? and(isNotNull(runs.finishedAt), sql`(${runs.failed} > 0 or ${runs.outcome} = 'failed')`)
      : undefined,
    filter.state && filter.state !== "running" && filter.state !== "trouble"
      ? inArray(runs.outcome, [filter.state])
      : undefined,
  );
}
