import { and, asc, count, desc, eq, exists, ilike, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "./client";
import { accountCounts, accounts, assignments, mailServers, type SyncStatus, servers } from "./schema";

/** The orders in which a list of them can be read. */
export const mailServerOrders = ["id", "net", "sync", "name", "clients", "domains", "servers"] as const;
export type MailServerOrder = (typeof mailServerOrders)[number];

export interface MailServerFilter {
  /** Part of the name or address of the mail server or of a server assigned to it. */
  q?: string;
  /** Only those with a problem of their own or of an assigned server. */
  problem?: boolean;
  id?: number;
}

const source = alias(servers, "source");

/** What each mail server's accounts and assigned servers add up to; read from the kept counts alone. */
function sums(db: Db) {
  const total = (column: "total" | "outdated" | "problems" | "moving" | "needsPassword", kind?: "client" | "domain") =>
    sql<number>`coalesce(sum(${accountCounts[column]}) ${kind ? sql`filter (where ${accountCounts.kind} = ${kind})` : sql``}, 0)::int`;
  const counted = db
    .select({
      id: accountCounts.mailServerId,
      clients: total("total", "client").as("clients"),
      domains: total("total", "domain").as("domains"),
      outdated: total("outdated").as("outdated"),
      problems: total("problems").as("problems"),
      moving: total("moving").as("moving"),
      needsPassword: total("needsPassword").as("needs_password"),
    })
    .from(accountCounts)
    .groupBy(accountCounts.mailServerId)
    .as("counted");
  const assigned = db
    .select({
      id: assignments.mailServerId,
      servers: count().as("servers"),
      lookedAt: sql<Date | null>`min(${assignments.lookedAt})`.mapWith(assignments.lookedAt).as("looked_at"),
      unread: sql<boolean>`bool_or(${assignments.lookedAt} is null or ${assignments.lookedError} is not null)`.as(
        "unread",
      ),
      asked: sql<boolean>`bool_or(greatest(${assignments.refreshWantedAt}, ${assignments.synchronizeWantedAt},
        ${assignments.wishedAt}) > now() - interval '1 minute')`.as("asked"),
    })
    .from(assignments)
    .innerJoin(source, eq(source.id, assignments.serverId))
    .groupBy(assignments.mailServerId)
    .as("assigned");
  return { counted, assigned };
}

/** An assigned server that a person should look at. */
const troubled = sql`coalesce(${assignments.quarantinedAt}, ${source.certificateChangedAt}) is not null
  or ${source.netStatus} = 'error' or ${assignments.lookedError} is not null`;

function selectMailServers(db: Db) {
  const { counted, assigned } = sums(db);
  const syncStatus = sql<SyncStatus>`case
    when ${servers.netStatus} <> 'online' or coalesce(${assigned.unread}, false) then 'unknown'
    when coalesce(${counted.outdated}, 0) > 0 then 'outdated' else 'synchronized' end`;
  const number = (column: SQL.Aliased<number>) => sql<number>`coalesce(${column}, 0)::int`;
  const query = db
    .select({
      id: mailServers.id,
      serverId: mailServers.serverId,
      mxHost: mailServers.mxHost,
      automatic: mailServers.automatic,
      definedBy: mailServers.definedBy,
      definedAt: mailServers.definedAt,
      name: servers.name,
      host: servers.host,
      version: servers.version,
      os: servers.os,
      maintenance: servers.maintenance,
      certificateChangedAt: servers.certificateChangedAt,
      netStatus: servers.netStatus,
      netCause: servers.netCause,
      netSince: servers.netSince,
      netCheckedAt: servers.netCheckedAt,
      latency: servers.latency,
      syncStatus,
      lookedAt: assigned.lookedAt,
      clients: number(counted.clients),
      domains: number(counted.domains),
      outdated: number(counted.outdated),
      problems: number(counted.problems),
      moving: number(counted.moving),
      needsPassword: number(counted.needsPassword),
      assigned: sql<number>`coalesce(${assigned.servers}, 0)::int`,
      /** Something was asked for within the last minute: a run is about to begin. */
      asked: sql<boolean>`coalesce(${assigned.asked}, false)`,
    })
    .from(mailServers)
    .innerJoin(servers, eq(servers.id, mailServers.serverId))
    .leftJoin(counted, eq(counted.id, mailServers.id))
    .leftJoin(assigned, eq(assigned.id, mailServers.id))
    .$dynamic();
  const orders: Record<MailServerOrder, SQL[]> = {
    id: [],
    net: [sql`array_position(array['error', 'unknown', 'online'], ${servers.netStatus})`],
    sync: [
      sql`array_position(array['outdated', 'unknown', 'synchronized'], ${syncStatus})`,
      sql`-coalesce(${counted.outdated}, 0)`,
    ],
    name: [sql`lower(${servers.name})`],
    clients: [sql`coalesce(${counted.clients}, 0)`],
    domains: [sql`coalesce(${counted.domains}, 0)`],
    servers: [sql`coalesce(${assigned.servers}, 0)`],
  };
  return { query, orders };
}

function matches(db: Db, { q, problem, id }: MailServerFilter): SQL | undefined {
  const pattern = `%${(q ?? "").replaceAll(/[\\%_]/g, "\\$&")}%`;
  const someAssigned = (condition: SQL | undefined) =>
    exists(
      db
        .select({ one: sql`1` })
        .from(assignments)
        .innerJoin(source, eq(source.id, assignments.serverId))
        .where(and(eq(assignments.mailServerId, mailServers.id), condition)),
    );
  return and(
    id === undefined ? undefined : eq(mailServers.id, id),
    q
      ? or(
          ilike(servers.name, pattern),
          ilike(servers.host, pattern),
          someAssigned(or(ilike(source.name, pattern), ilike(source.host, pattern))),
        )
      : undefined,
    problem
      ? or(eq(servers.netStatus, "error"), isNotNull(servers.certificateChangedAt), someAssigned(sql`(${troubled})`))
      : undefined,
  );
}

export async function listMailServers(
  db: Db,
  filter: MailServerFilter = {},
  page: { order: MailServerOrder; descending: boolean; limit: number; offset: number } = {
    order: "id",
    descending: false,
    limit: 1000,
    offset: 0,
  },
) {
  const { query, orders } = selectMailServers(db);
  return await query
    .where(matches(db, filter))
    .orderBy(...[...orders[page.order], sql`${mailServers.id}`].map(page.descending ? desc : asc))
    .limit(page.limit)
    .offset(page.offset);
}

export type MailServerRow = Awaited<ReturnType<typeof listMailServers>>[number];

export async function countMailServers(db: Db, filter: MailServerFilter = {}): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(mailServers)
    .innerJoin(servers, eq(servers.id, mailServers.serverId))
    .where(matches(db, filter));
  return row?.count ?? 0;
}

export async function getMailServer(db: Db, id: number): Promise<MailServerRow | undefined> {
  const [row] = await listMailServers(db, { id });
  return row;
}

/** Names of mail servers by id, for what was asked with ids that may be stale or foreign. */
export async function nameMailServers(db: Db, ids: readonly number[]) {
  return await db
    .select({ id: mailServers.id, serverId: mailServers.serverId, name: servers.name })
    .from(mailServers)
    .innerJoin(servers, eq(servers.id, mailServers.serverId))
    .where(inArray(mailServers.id, [...ids]))
    .orderBy(mailServers.id);
}

/** The first accounts that do not match, with the differences and the problem of each. */
export async function listOutdated(db: Db, mailServerId: number, limit: number) {
  const { id, kind, name, differences, problem } = accounts;
  return await db
    .select({ id, kind, name, differences, problem, server: servers.name })
    .from(accounts)
    .innerJoin(servers, eq(servers.id, accounts.serverId))
    .where(and(eq(accounts.mailServerId, mailServerId), eq(accounts.syncStatus, "outdated")))
    .orderBy(accounts.ascii)
    .limit(limit);
}

export type Outdated = Awaited<ReturnType<typeof listOutdated>>[number];
