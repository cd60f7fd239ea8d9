import { and, eq, isNotNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { accounts, assignments, mailServers, servers } from "./schema";

const central = alias(servers, "central");
const owner = alias(accounts, "owner");

/** Where the Mail button of a Plesk server leads: its mail server, if it is assigned. Null for an unknown server. */
export async function getLanding(db: Db, serverId: number) {
  const [row] = await db
    .select({
      serverId: servers.id,
      server: servers.name,
      mailServerId: assignments.mailServerId,
      centralServerId: mailServers.serverId,
      mailServer: central.name,
    })
    .from(servers)
    .leftJoin(assignments, eq(assignments.serverId, servers.id))
    .leftJoin(mailServers, eq(mailServers.id, assignments.mailServerId))
    .leftJoin(central, eq(central.id, mailServers.serverId))
    .where(and(eq(servers.id, serverId), isRegistered));
  return row ?? null;
}

export interface LandingTarget {
  domainId?: number;
  domainName?: string;
  clientId?: number;
}

/** The account that the button's parameters point to; they are not signed, so they only ever choose among accounts. */
export async function findLandingAccount(db: Db, serverId: number, { domainId, domainName, clientId }: LandingTarget) {
  const domain = or(
    domainId ? eq(accounts.sourceId, domainId) : undefined,
    domainName ? eq(accounts.ascii, domainName.toLowerCase()) : undefined,
    domainName ? eq(accounts.name, domainName) : undefined,
  );
  const wanted = domain
    ? and(eq(accounts.kind, "domain"), domain)
    : clientId
      ? and(eq(accounts.kind, "client"), eq(accounts.sourceId, clientId))
      : null;
  if (!wanted) return null;
  const suspended = (table: typeof accounts | typeof owner) =>
    sql<boolean>`coalesce((${table.source} ->> 'suspended')::boolean, false)`;
  const [row] = await db
    .select({
      id: accounts.id,
      kind: accounts.kind,
      name: accounts.name,
      centralId: accounts.centralId,
      owner: owner.name,
      suspended: sql<boolean>`(${suspended(owner)} or (${accounts.kind} = 'client' and ${suspended(accounts)}))`,
    })
    .from(accounts)
    .leftJoin(owner, eq(owner.id, accounts.clientId))
    .where(and(eq(accounts.serverId, serverId), isNotNull(accounts.mailServerId), wanted))
    .orderBy(sql`(${accounts.sourceId} is distinct from ${domainId ?? clientId ?? null})`)
    .limit(1);
  return row ?? null;
}

export type LandingAccount = NonNullable<Awaited<ReturnType<typeof findLandingAccount>>>;
