import { and, asc, count, desc, eq, isNotNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { wished } from "./assignments";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { accounts, assignments, mailServers, servers } from "./schema";

/** How many accounts have each problem, the most frequent first. Their sum is the number of problem accounts. */
export async function countByProblem(db: Db) {
  return db
    .select({
      code: sql<string>`${accounts.problem}`,
      count: count(),
      since: sql<Date | null>`min(${accounts.problemSince})`.mapWith(accounts.problemSince),
    })
    .from(accounts)
    .where(and(isNotNull(accounts.problem), isNotNull(accounts.mailServerId)))
    .groupBy(accounts.problem)
    .orderBy(desc(count()), asc(accounts.problem));
}

/** The first accounts with one problem, by name. */
export async function listExamples(db: Db, code: string, limit: number) {
  return db
    .select({
      id: accounts.id,
      kind: accounts.kind,
      name: accounts.name,
      serverId: accounts.serverId,
      server: servers.name,
      detail: accounts.problemDetail,
      since: accounts.problemSince,
    })
    .from(accounts)
    .innerJoin(servers, eq(servers.id, accounts.serverId))
    .where(and(eq(accounts.problem, code), isNotNull(accounts.mailServerId)))
    .orderBy(asc(accounts.ascii))
    .limit(limit);
}

export type Example = Awaited<ReturnType<typeof listExamples>>[number];

const handling = alias(mailServers, "handling");
const central = alias(servers, "central");

/**
 * Servers that a person should look at: in use and not answering, or not readable at the last look. A
 * Plesk server without a role counts too: its registration is of no use while it does not answer.
 */
export async function listTroubledServers(db: Db) {
  return db
    .select({
      id: servers.id,
      name: servers.name,
      netStatus: servers.netStatus,
      netCause: servers.netCause,
      netSince: servers.netSince,
      mailServerId: mailServers.id,
      assignedTo: assignments.mailServerId,
      wish: assignments.wish,
      assignedToName: central.name,
      lookedAt: assignments.lookedAt,
      lookedError: assignments.lookedError,
    })
    .from(servers)
    .leftJoin(mailServers, eq(mailServers.serverId, servers.id))
    .leftJoin(assignments, eq(assignments.serverId, servers.id))
    .leftJoin(handling, eq(handling.id, assignments.mailServerId))
    .leftJoin(central, eq(central.id, handling.serverId))
    .where(and(isRegistered, or(eq(servers.netStatus, "error"), isNotNull(assignments.lookedError))))
    .orderBy(asc(sql`${mailServers.id} is null`), asc(servers.name));
}

export type TroubledServer = Awaited<ReturnType<typeof listTroubledServers>>[number];

/** Wishes that each server be looked at that has an account with this problem. */
export async function wishLookAt(db: Db, code: string, by: string): Promise<{ serverId: number; name: string }[]> {
  return db
    .update(assignments)
    .set(wished("refresh", by))
    .from(servers)
    .where(
      and(
        eq(servers.id, assignments.serverId),
        sql`exists (select from ${accounts} where ${accounts.serverId} = ${assignments.serverId}
          and ${accounts.mailServerId} = ${assignments.mailServerId} and ${accounts.problem} = ${code})`,
      ),
    )
    .returning({ serverId: assignments.serverId, name: servers.name });
}

/**
 * Takes a smaller server as it is: the quarantine ends with the next look. False when it is not in quarantine, or the
 * fleet has moved on since the page was drawn.
 */
export async function releaseServer(db: Db, serverId: number): Promise<boolean> {
  const done = await db
    .update(assignments)
    .set({ releaseWantedAt: sql`now()` })
    .where(and(eq(assignments.serverId, serverId), isNotNull(assignments.quarantinedAt)))
    .returning({ serverId: assignments.serverId });
  return done.length > 0;
}
