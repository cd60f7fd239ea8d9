import { and, asc, count, desc, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { assignments, mailServers, type NetStatus, servers } from "./schema";

export const roles = ["none", "mail-server", "assigned"] as const;
export type Role = (typeof roles)[number];

export interface ServerFilter {
  /** Part of a name or address, or a label. */
  q?: string;
  role?: Role;
  netStatus?: NetStatus;
  maintenance?: boolean;
  label?: string;
}

export const serverOrders = ["name", "role", "net", "version", "clients", "domains"] as const;
export type ServerOrder = (typeof serverOrders)[number];

const central = alias(servers, "central");
const handling = alias(mailServers, "handling");

const shown = {
  id: servers.id,
  name: servers.name,
  host: servers.host,
  port: servers.port,
  version: servers.version,
  os: servers.os,
  clientCount: servers.clientCount,
  domainCount: servers.domainCount,
  netStatus: servers.netStatus,
  netCause: servers.netCause,
  netSince: servers.netSince,
  netCheckedAt: servers.netCheckedAt,
  latency: servers.latency,
  maintenance: servers.maintenance,
  certificateChangedAt: servers.certificateChangedAt,
  labels: servers.labels,
  /** Its id in the role, when it is a mail server. */
  mailServerId: mailServers.id,
  /** The mail server that handles its mail, when it is assigned. */
  assignedTo: assignments.mailServerId,
  assignedToName: central.name,
  wish: assignments.wish,
  quarantinedAt: assignments.quarantinedAt,
};

/** Alphabetical within each order, so that equal ones keep their place. */
const sorted: Record<ServerOrder, SQL | (typeof servers)["name" | "version" | "clientCount" | "domainCount"]> = {
  name: servers.name,
  role: sql`case when ${mailServers.id} is not null then 0 when ${assignments.serverId} is not null then 1 else 2 end`,
  net: sql`case ${servers.netStatus} when 'error' then 0 when 'unknown' then 1 else 2 end`,
  version: servers.version,
  clients: servers.clientCount,
  domains: servers.domainCount,
};

export async function listServers(
  db: Db,
  filter: ServerFilter,
  page: { sort: ServerOrder; descending: boolean; offset: number; limit: number },
) {
  const turn = page.descending ? desc : asc;
  return withRoles(db)
    .where(matches(filter))
    .orderBy(turn(sorted[page.sort]), asc(servers.name), asc(servers.id))
    .limit(page.limit)
    .offset(page.offset);
}

export type ServerRow = Awaited<ReturnType<typeof listServers>>[number];

export async function countServers(db: Db, filter: ServerFilter): Promise<number> {
  const [row] = await db.select({ count: count() }).from(servers).where(matches(filter));
  return row?.count ?? 0;
}

/** Names for a choice. */
export async function listServerNames(db: Db, role?: Role): Promise<{ id: number; name: string }[]> {
  return db
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(matches({ role }))
    .orderBy(asc(servers.name));
}

function withRoles(db: Db) {
  return db
    .select(shown)
    .from(servers)
    .leftJoin(mailServers, eq(mailServers.serverId, servers.id))
    .leftJoin(assignments, eq(assignments.serverId, servers.id))
    .leftJoin(handling, eq(handling.id, assignments.mailServerId))
    .leftJoin(central, eq(central.id, handling.serverId))
    .$dynamic();
}

function matches(filter: ServerFilter): SQL | undefined {
  const part = `%${(filter.q ?? "").replaceAll(/[\\%_]/g, "\\$&")}%`;
  return and(
    isRegistered,
    filter.q
      ? or(ilike(servers.name, part), ilike(servers.host, part), sql`${filter.q} = any(${servers.labels})`)
      : undefined,
    filter.netStatus ? eq(servers.netStatus, filter.netStatus) : undefined,
    filter.maintenance === undefined ? undefined : eq(servers.maintenance, filter.maintenance),
    filter.label ? sql`${filter.label} = any(${servers.labels})` : undefined,
    filter.role ? hasRole[filter.role] : undefined,
  );
}

const isMailServer = sql`exists (select from ${mailServers} where ${mailServers.serverId} = ${servers.id})`;
const isAssigned = sql`exists (select from ${assignments} where ${assignments.serverId} = ${servers.id})`;
const hasRole: Record<Role, SQL> = {
  none: sql`not ${isMailServer} and not ${isAssigned}`,
  "mail-server": isMailServer,
  assigned: isAssigned,
};
