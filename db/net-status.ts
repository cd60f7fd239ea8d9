import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { type NetStatus, type ProbeState, probeHistory, servers } from "./schema";

/** What one probe of a server saw. */
export interface NetObservation {
  status: NetStatus;
  cause: string | null;
  latency: number | null;
  probes: Partial<Record<"panel" | "smtp" | "imap" | "pop3", ProbeState>>;
}

/** What a panel told about itself. */
export interface PanelObservation {
  version: string;
  os: string;
  ipAddresses: string[];
  counts: { clients: number; domains: number };
  limits: { clients: number | null; domains: number | null };
  disk: { used: number; total: number } | null;
}

/** The columns of a server that its panel tells. */
export function panelColumns(told: PanelObservation) {
  return {
    version: told.version,
    os: told.os,
    ipAddresses: told.ipAddresses,
    clientCount: told.counts.clients,
    domainCount: told.counts.domains,
    clientLimit: told.limits.clients,
    domainLimit: told.limits.domains,
    diskUsed: told.disk?.used ?? null,
    diskTotal: told.disk?.total ?? null,
  };
}

/**
 * Stores what was seen at `at` (the probe's start), unless something newer is stored already. `since` moves only when
 * the status changes. A time that has not come yet was told by a clock that was set back since, and counts for nothing.
 * Answers the status before; null when it was not stored.
 */
export async function recordNetStatus(
  db: Db,
  serverId: number,
  at: Date,
  { status, cause, latency, probes }: NetObservation,
  told: PanelObservation | null,
): Promise<NetStatus | null> {
  const seen = sql`${at.toISOString()}::timestamptz`;
  return db.transaction(async (tx) => {
    const [before] = await tx
      .select({ status: servers.netStatus })
      .from(servers)
      .where(and(eq(servers.id, serverId), isRegistered))
      .for("update");
    const stored = await tx
      .update(servers)
      .set({
        netStatus: status,
        netCause: cause,
        netSince: sql`case when ${servers.netStatus} = ${status} then least(${servers.netSince}, ${seen}) else ${seen} end`,
        netCheckedAt: at,
        latency,
        probes,
        ...(told && panelColumns(told)),
      })
      .where(
        and(
          eq(servers.id, serverId),
          isRegistered,
          or(
            isNull(servers.netCheckedAt),
            lte(servers.netCheckedAt, at),
            sql`${servers.netCheckedAt} > greatest(now(), ${seen}) + interval '1 minute'`,
          ),
        ),
      )
      .returning({ id: servers.id });
    if (!before || stored.length === 0) return null;
    await tx.insert(probeHistory).values({ serverId, at, status, latency, cause }).onConflictDoNothing();
    return before.status;
  });
}

/** Two days of history are shown. */
export async function pruneProbeHistory(db: Db): Promise<void> {
  await db.delete(probeHistory).where(sql`${probeHistory.at} < now() - interval '2 days'`);
}
