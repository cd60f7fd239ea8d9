import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Db } from "./client";
import { operations, servers } from "./schema";

/** A run's operations of one kind on one server, from the first to the last: what its timeline shows as one bar. */
export async function listPhases(db: Db, runId: number) {
  const began = sql<Date>`min(${operations.startedAt})`.mapWith(operations.startedAt);
  return db
    .select({
      kind: operations.kind,
      serverId: operations.serverId,
      server: servers.name,
      began,
      ended: sql<Date>`max(coalesce(${operations.settledAt}, ${operations.startedAt}))`.mapWith(operations.startedAt),
      count: sql<number>`count(*)::int`,
      failed: sql<number>`count(*) filter (where ${operations.state} = 'failed')::int`,
      unsettled: sql<number>`count(*) filter (where ${operations.state} in ('intended', 'unknown'))::int`,
    })
    .from(operations)
    .leftJoin(servers, eq(servers.id, operations.serverId))
    .where(eq(operations.runId, runId))
    .groupBy(operations.kind, operations.serverId, servers.name)
    .orderBy(began, operations.kind);
}

export type Phase = Awaited<ReturnType<typeof listPhases>>[number];

/** The accounts for which an operation of the run failed, at most so many. */
export async function listFailedAccounts(db: Db, runId: number, limit: number): Promise<number[]> {
  const rows = await db
    .selectDistinct({ id: operations.accountId })
    .from(operations)
    .where(
      and(
        eq(operations.runId, runId),
        inArray(operations.state, ["failed", "unknown"]),
        isNotNull(operations.accountId),
      ),
    )
    .orderBy(operations.accountId)
    .limit(limit);
  return rows.flatMap(({ id }) => id ?? []);
}
