import { and, asc, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "./client";
import {
  type AccountKind,
  accounts,
  assignments,
  type LeftBehind,
  mailServers,
  operations,
  runs,
  servers,
  snapshots,
} from "./schema";

const central = alias(servers, "central");
const owner = alias(accounts, "owner");
const parent = alias(accounts, "parent");

/** One account with both of its servers; null when there is none. A closed one keeps its server, and has no mail server. */
export async function getAccount(db: Db, id: number) {
  const [row] = await db
    .select({
      id: accounts.id,
      kind: accounts.kind,
      name: accounts.name,
      ascii: accounts.ascii,
      label: accounts.label,
      sourceId: accounts.sourceId,
      centralId: accounts.centralId,
      serverId: accounts.serverId,
      server: servers.name,
      /** False when its server was unregistered since: the account is history then. */
      registered: sql<boolean>`${servers.unregisteredAt} is null`,
      mailServerId: accounts.mailServerId,
      mailServer: central.name,
      centralServerId: mailServers.serverId,
      mxHost: mailServers.mxHost,
      netStatus: central.netStatus,
      wish: assignments.wish,
      lookedAt: assignments.lookedAt,
      ownerId: accounts.clientId,
      owner: owner.name,
      ownerLabel: owner.label,
      ownerSuspended: sql<boolean>`coalesce((${owner.source} ->> 'suspended')::boolean, false)`,
      parentId: accounts.parentId,
      parent: parent.name,
      source: accounts.source,
      central: accounts.central,
      differences: accounts.differences,
      leftBehind: sql<LeftBehind | null>`${accounts.written} -> 'leftBehind'`,
      syncStatus: accounts.syncStatus,
      stage: accounts.stage,
      stageSince: accounts.stageSince,
      stageUntil: accounts.stageUntil,
      stageTimes: accounts.stageTimes,
      waiting: accounts.waiting,
      problem: accounts.problem,
      problemDetail: accounts.problemDetail,
      problemSince: accounts.problemSince,
      missingSince: accounts.missingSince,
      solution: accounts.solution,
      solvedBy: accounts.solvedBy,
      synchronizeWantedAt: accounts.synchronizeWantedAt,
      synchronizeWantedBy: accounts.synchronizeWantedBy,
      addressCount: accounts.addressCount,
      needsPassword: accounts.needsPassword,
      createdAt: accounts.createdAt,
      changedAt: accounts.changedAt,
    })
    .from(accounts)
    .innerJoin(servers, eq(servers.id, accounts.serverId))
    .leftJoin(mailServers, eq(mailServers.id, accounts.mailServerId))
    .leftJoin(central, eq(central.id, mailServers.serverId))
    .leftJoin(assignments, eq(assignments.serverId, accounts.serverId))
    .leftJoin(owner, eq(owner.id, accounts.clientId))
    .leftJoin(parent, eq(parent.id, accounts.parentId))
    .where(eq(accounts.id, id));
  return row ?? null;
}

export type Account = NonNullable<Awaited<ReturnType<typeof getAccount>>>;

/** The account that stands for a client or domain of an assigned server, by the id it has there. */
export async function findAccount(
  db: Db,
  { serverId, kind, sourceId }: { serverId: number; kind: AccountKind; sourceId: number },
): Promise<number | null> {
  const [row] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.serverId, serverId), eq(accounts.kind, kind), eq(accounts.sourceId, sourceId)))
    .orderBy(desc(accounts.id))
    .limit(1);
  return row?.id ?? null;
}

/** What is recorded and not yet restored: what a deassignment brings back, part by part. */
export async function listRecorded(db: Db, accountId: number) {
  return db
    .select({ part: snapshots.part, takenAt: snapshots.takenAt, data: snapshots.data })
    .from(snapshots)
    .where(and(eq(snapshots.accountId, accountId), sql`${snapshots.restoredAt} is null`))
    .orderBy(asc(snapshots.part));
}

/** The remote changes made for one account, the newest first. */
export async function listDeeds(db: Db, accountId: number, limit: number) {
  return db
    .select({
      id: operations.id,
      runId: operations.runId,
      runKind: runs.kind,
      startedBy: runs.startedBy,
      server: servers.name,
      summary: operations.summary,
      reason: operations.reason,
      state: operations.state,
      error: operations.error,
      startedAt: operations.startedAt,
    })
    .from(operations)
    .innerJoin(runs, eq(runs.id, operations.runId))
    .leftJoin(servers, eq(servers.id, operations.serverId))
    .where(eq(operations.accountId, accountId))
    .orderBy(desc(operations.id))
    .limit(limit);
}

/**
 * Wishes that just this account be synchronized; the newest wish stands. Null when its server is not assigned (any more),
 * else whether the whole server is synchronized by itself anyway.
 */
export async function wishForAccount(
  tx: Db,
  { accountId, by }: { accountId: number; by: string },
): Promise<{ automatic: boolean } | null> {
  const [place] = await tx
    .update(accounts)
    .set({ synchronizeWantedAt: sql`now()`, synchronizeWantedBy: by })
    .from(assignments)
    .innerJoin(mailServers, eq(mailServers.id, assignments.mailServerId))
    .where(
      and(
        eq(accounts.id, accountId),
        eq(assignments.serverId, accounts.serverId),
        eq(assignments.mailServerId, accounts.mailServerId),
      ),
    )
    .returning({ automatic: mailServers.automatic });
  return place ?? null;
}
