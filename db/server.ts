import { and, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { wished } from "./assignments";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { accountCounts, assignments, mailServers, type SyncStatus, servers } from "./schema";

const central = alias(servers, "central");
const handling = alias(mailServers, "handling");

/** One Plesk server with its role; null when there is none. The sealed key is never read here. */
export async function getServer(db: Db, id: number) {
  const [row] = await db
    .select({
      id: servers.id,
      name: servers.name,
      host: servers.host,
      port: servers.port,
      smtpPort: servers.smtpPort,
      imapPort: servers.imapPort,
      pop3Port: servers.pop3Port,
      login: servers.login,
      fingerprint: servers.fingerprint,
      followsAuthority: servers.followsAuthority,
      certificateChangedAt: servers.certificateChangedAt,
      shownFingerprint: servers.shownFingerprint,
      maintenance: servers.maintenance,
      labels: servers.labels,
      registeredBy: servers.registeredBy,
      registeredAt: servers.registeredAt,
      protocol: servers.protocol,
      version: servers.version,
      os: servers.os,
      ipAddresses: servers.ipAddresses,
      clientCount: servers.clientCount,
      domainCount: servers.domainCount,
      domainLimit: servers.domainLimit,
      clientLimit: servers.clientLimit,
      diskUsed: servers.diskUsed,
      diskTotal: servers.diskTotal,
      netStatus: servers.netStatus,
      netCause: servers.netCause,
      netSince: servers.netSince,
      netCheckedAt: servers.netCheckedAt,
      latency: servers.latency,
      probes: servers.probes,
      mailServerId: mailServers.id,
      assignedTo: assignments.mailServerId,
      assignedToName: central.name,
      centralNetStatus: central.netStatus,
      wish: assignments.wish,
      wishedBy: assignments.wishedBy,
      wishedAt: assignments.wishedAt,
      lookedAt: assignments.lookedAt,
      lookedError: assignments.lookedError,
      synchronizedAt: assignments.synchronizedAt,
      quarantinedAt: assignments.quarantinedAt,
      quarantineReason: assignments.quarantineReason,
      /** How many servers are assigned to it. */
      assigned: sql<number>`(select count(*)::int from ${assignments} as mine where mine.mail_server_id = ${mailServers.id})`,
    })
    .from(servers)
    .leftJoin(mailServers, eq(mailServers.serverId, servers.id))
    .leftJoin(assignments, eq(assignments.serverId, servers.id))
    .leftJoin(handling, eq(handling.id, assignments.mailServerId))
    .leftJoin(central, eq(central.id, handling.serverId))
    .where(and(eq(servers.id, id), isRegistered));
  return row ?? null;
}

export type Server = NonNullable<Awaited<ReturnType<typeof getServer>>>;

/** What the accounts of one assigned server add up to, and with that its sync status. */
export async function getServerAccounts(
  db: Db,
  server: Pick<Server, "id" | "netStatus" | "centralNetStatus" | "lookedAt" | "lookedError">,
) {
  const total = (column: "total" | "outdated" | "problems" | "moving" | "needsPassword", kind?: "client" | "domain") =>
    sql<number>`coalesce(sum(${accountCounts[column]}) ${kind ? sql`filter (where ${accountCounts.kind} = ${kind})` : sql``}, 0)::int`;
  const [row] = await db
    .select({
      clients: total("total", "client"),
      domains: total("total", "domain"),
      outdated: total("outdated"),
      problems: total("problems"),
      moving: total("moving"),
      needsPassword: total("needsPassword"),
    })
    .from(accountCounts)
    .where(eq(accountCounts.serverId, server.id));
  const sums = row ?? { clients: 0, domains: 0, outdated: 0, problems: 0, moving: 0, needsPassword: 0 };
  const reachable = server.netStatus === "online" && server.centralNetStatus === "online";
  const known = reachable && server.lookedAt !== null && server.lookedError === null;
  const syncStatus: SyncStatus = !known ? "unknown" : sums.outdated > 0 ? "outdated" : "synchronized";
  return { ...sums, syncStatus };
}

export interface ServerEdit {
  name: string;
  host: string;
  port: number;
  smtpPort: number;
  imapPort: number;
  pop3Port: number;
  labels: string[];
}

/** The address may change, the panel behind it not: the worker calls no panel with another identity. */
export async function editServer(db: Db, id: number, edit: ServerEdit): Promise<void> {
  await db
    .update(servers)
    .set(edit)
    .where(and(eq(servers.id, id), isRegistered));
}

/** The name of the other server that already has this address. */
export async function findAddress(db: Db, id: number, host: string, port: number): Promise<string | null> {
  const [row] = await db
    .select({ name: servers.name })
    .from(servers)
    .where(and(isRegistered, eq(servers.host, host), eq(servers.port, port), sql`${servers.id} <> ${id}`));
  return row?.name ?? null;
}

/**
 * While a server is in maintenance, by somebody, nothing is changed on it; null ends that. Returns its name; null when
 * there is no such server.
 */
export async function setMaintenance(db: Db, id: number, by: string | null): Promise<string | null> {
  const [row] = await db
    .update(servers)
    .set({ maintenance: by !== null, maintenanceSince: by === null ? null : sql`now()`, maintenanceBy: by })
    .where(and(eq(servers.id, id), isRegistered))
    .returning({ name: servers.name });
  return row?.name ?? null;
}

/** Wishes that one assigned server be looked at, or synchronized. False when it is not assigned. */
export async function wishForServer(
  db: Db,
  deed: "refresh" | "synchronize",
  { serverId, by }: { serverId: number; by: string },
): Promise<boolean> {
  const done = await db
    .update(assignments)
    .set(wished(deed, by))
    .where(eq(assignments.serverId, serverId))
    .returning({ serverId: assignments.serverId });
  return done.length > 0;
}
