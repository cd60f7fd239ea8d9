import { and, desc, eq, gt, inArray, isNull } from "drizzle-orm";
import type { Db } from "./client";
import { probeHistory, runs, servers } from "./schema";

/** Runs that are not finished, the newest of each server first. */
export async function listOpenRuns(db: Db, mailServerIds: readonly number[]) {
  return await db
    .select({
      id: runs.id,
      kind: runs.kind,
      mailServerId: runs.mailServerId,
      serverId: runs.serverId,
      server: servers.name,
      startedBy: runs.startedBy,
      startedAt: runs.startedAt,
      step: runs.step,
      done: runs.done,
      total: runs.total,
    })
    .from(runs)
    .innerJoin(servers, eq(servers.id, runs.serverId))
    .where(and(inArray(runs.mailServerId, [...mailServerIds]), isNull(runs.finishedAt)))
    .orderBy(desc(runs.startedAt));
}

export type OpenRun = Awaited<ReturnType<typeof listOpenRuns>>[number];

/** How long the panel took to answer, oldest first. */
export async function listLatency(db: Db, serverId: number, since: Date) {
  return await db
    .select({ at: probeHistory.at, status: probeHistory.status, latency: probeHistory.latency })
    .from(probeHistory)
    .where(and(eq(probeHistory.serverId, serverId), gt(probeHistory.at, since)))
    .orderBy(probeHistory.at);
}

export type Latency = Awaited<ReturnType<typeof listLatency>>[number];
