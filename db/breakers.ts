import { and, desc, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { counted, listed } from "@/lib/format";
import { record } from "./audit";
import type { Db } from "./client";
import { accounts, breakers, operations, servers } from "./schema";

/**
 * A breaker opens when changes of mail flow fail again and again: more than a handful and more than a fifth of those that
 * one server was asked for within an hour; on three servers within an hour, for the fleet. What came before a person
 * closed the last one counts no more.
 */
const HANDFUL = 5;
const SHARE = 0.2;
const SERVERS = 3;

/** Call it in the transaction that settled the operations which failed: a breaker is open before the next change. */
export async function tripBreakers(db: Db, serverIds: Iterable<number>): Promise<void> {
  for (const serverId of serverIds) {
    const [made] = await db.execute<{ failed: number; tried: number; name: string }>(sql`
      select count(*) filter (where state in ('failed', 'unknown'))::int as failed, count(*)::int as tried,
        (select name from servers where id = ${serverId}) as name
      from operations
      where disruptive and server_id = ${serverId} and state in ('done', 'failed', 'unknown')
        and started_at > greatest(now() - interval '1 hour', (select max(closed_at) from breakers
          where server_id = ${serverId} or server_id is null))`);
    if (!made || made.failed < HANDFUL || made.failed <= made.tried * SHARE) continue;
    // One after the other, so that the third of three that open at the same moment sees the two before it.
    await db.execute(sql`select pg_advisory_xact_lock(hashtext('breakers'))`);
    const why = `${made.failed} of ${counted(made.tried, "change")} of mail flow within an hour failed, or nobody knows whether they happened.`;
    if (await open(db, serverId, made.name, why)) await tripFleet(db);
  }
}

async function tripFleet(db: Db): Promise<void> {
  const rows = await db.execute<{ name: string }>(sql`
    select distinct s.name from breakers b join servers s on s.id = b.server_id
    where b.opened_at > greatest(now() - interval '1 hour',
      (select max(closed_at) from breakers where server_id is null)) order by s.name`);
  if (rows.length < SERVERS) return;
  await open(db, null, "", `The breakers of ${listed(rows.map(({ name }) => name))} opened within an hour.`);
}

async function open(db: Db, serverId: number | null, name: string, why: string): Promise<boolean> {
  const opened = await db
    .insert(breakers)
    .values({ serverId, why })
    .onConflictDoNothing()
    .returning({ id: breakers.id });
  if (opened.length === 0) return false;
  await record(db, { actor: "worker", event: "breaker.opened", target: name, detail: { serverId, why } });
  return true;
}

/** A person closes it. Answers what it was for; null when it was closed already. */
export async function closeBreaker(
  db: Db,
  id: number,
  by: string,
): Promise<{ serverId: number | null; server: string | null; why: string } | null> {
  const [closed] = await db
    .update(breakers)
    .set({ closedAt: sql`now()`, closedBy: by })
    .where(and(eq(breakers.id, id), isNull(breakers.closedAt)))
    .returning({ serverId: breakers.serverId, why: breakers.why });
  if (!closed) return null;
  const [server] = await db
    .select({ name: servers.name })
    .from(servers)
    .where(eq(servers.id, closed.serverId ?? 0));
  return { ...closed, server: server?.name ?? null };
}

/** The last changes that failed before a breaker opened, the newest first. */
export async function listFailed(db: Db, breakerId: number, limit: number) {
  return db
    .select({
      id: operations.id,
      runId: operations.runId,
      accountId: operations.accountId,
      account: accounts.name,
      summary: operations.summary,
      state: operations.state,
      error: operations.error,
      startedAt: operations.startedAt,
    })
    .from(operations)
    .innerJoin(breakers, eq(breakers.id, breakerId))
    .leftJoin(accounts, eq(accounts.id, operations.accountId))
    .where(
      and(
        operations.disruptive,
        inArray(operations.state, ["failed", "unknown"]),
        or(isNull(breakers.serverId), eq(operations.serverId, breakers.serverId)),
        sql`${operations.startedAt} > ${breakers.openedAt} - interval '1 hour'`,
        lte(operations.startedAt, breakers.openedAt),
      ),
    )
    .orderBy(desc(operations.id))
    .limit(limit);
}

export type Failed = Awaited<ReturnType<typeof listFailed>>[number];
