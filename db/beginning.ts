import { and, asc, eq, sql } from "drizzle-orm";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { accountCounts, accounts, assignments, mailServers, servers } from "./schema";

/** How far a new installation has come, from nothing to the first domain whose mail a mail server handles. */
export interface Beginning {
  servers: number;
  mailServer: { id: number; name: string } | null;
  assigned: number;
  /** On their way to the mail server. */
  domains: number;
}

/** Null once a domain has arrived, for good: then the numbers say more. */
export async function getBeginning(db: Db): Promise<Beginning | null> {
  // Whoever has come as far as this asks for one row of an index at every visit.
  const [arrived] = await db
    .select({ id: accounts.id })
    .from(accounts)
    // One whose mail was off when it came is assigned at once, and has moved nothing.
    .where(and(eq(accounts.stage, "assigned"), sql`${accounts.stageTimes} ->> 'switching' is not null`))
    .limit(1);
  if (arrived) return null;
  const [mailServer] = await db
    .select({ id: mailServers.id, name: servers.name })
    .from(mailServers)
    .innerJoin(servers, eq(servers.id, mailServers.serverId))
    .orderBy(asc(mailServers.id))
    .limit(1);
  const [sum] = await db
    .select({ domains: sql<number>`coalesce(sum(${accountCounts.total}), 0)::int` })
    .from(accountCounts)
    .where(eq(accountCounts.kind, "domain"));
  return {
    servers: await db.$count(servers, isRegistered),
    mailServer: mailServer ?? null,
    assigned: await db.$count(assignments),
    domains: sum?.domains ?? 0,
  };
}
