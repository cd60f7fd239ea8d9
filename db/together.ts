import { and, count, desc, eq, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import type { Answer } from "./account";
import { type AccountFilter, accountsThat } from "./accounts";
import type { Db } from "./client";
import { accounts, assignments, servers } from "./schema";

/** What can be done to many accounts at once. */
export const deeds = ["synchronize", "enforce", "close"] as const;
export type Deed = (typeof deeds)[number];

/** More accounts than this are not for one deed: then whole servers are meant. */
export const togetherUpTo = 25_000;

/**
 * Which problems can be answered so; `answersTo` says the same of one account. To take mail that goes to a third place is
 * decided for each domain by itself: its MX is to be set by hand right after.
 */
const answerable: Record<Exclude<Answer, "take">, SQL | undefined> = {
  enforce: or(
    inArray(accounts.problem, ["changed-by-someone", "changed-on-both-sides", "suspended-at-home", "mailboxes-gone"]),
    and(eq(accounts.problem, "snapshot-differs"), inArray(accounts.stage, ["reopening", "draining-back"])),
  ),
  close: eq(accounts.problem, "missing"),
};

async function concerned(db: Db, filter: AccountFilter, deed: Deed): Promise<SQL | undefined> {
  return and(await accountsThat(db, filter), deed === "synchronize" ? undefined : answerable[deed]);
}

/** Each assigned server's part of what a deed would concern, the largest first. */
export async function listConcernedServers(db: Db, filter: AccountFilter, deed: Deed) {
  const that = await concerned(db, filter, deed);
  return db
    .select({
      serverId: accounts.serverId,
      server: servers.name,
      accounts: count(),
      outdated: sql<number>`count(*) filter (where ${accounts.syncStatus} = 'outdated')::int`,
      problems: sql<number>`count(${accounts.problem})::int`,
      maintenance: servers.maintenance,
      quarantinedAt: assignments.quarantinedAt,
      certificateChangedAt: servers.certificateChangedAt,
    })
    .from(accounts)
    .innerJoin(servers, eq(servers.id, accounts.serverId))
    .innerJoin(assignments, and(eq(assignments.serverId, accounts.serverId), sameMailServer))
    .where(that)
    .groupBy(accounts.serverId, servers.id, assignments.quarantinedAt)
    .orderBy(desc(count()), servers.name);
}

export type ConcernedServer = Awaited<ReturnType<typeof listConcernedServers>>[number];

/** The first of these accounts that differ or have a problem: what the deed would change, as far as it was seen. */
export async function listConcernedChanges(db: Db, filter: AccountFilter, deed: Deed, limit: number) {
  const { id, kind, name, differences, problem } = accounts;
  return db
    .select({ id, kind, name, differences, problem, server: servers.name })
    .from(accounts)
    .innerJoin(servers, eq(servers.id, accounts.serverId))
    .where(and(await concerned(db, filter, deed), or(eq(accounts.syncStatus, "outdated"), isNotNull(accounts.problem))))
    .orderBy(accounts.ascii, accounts.id)
    .limit(limit);
}

/**
 * Wishes the deed for every account that it concerns, for `togetherUpTo` of them at most. Answers how many there are on
 * each server.
 */
export async function wishTogether(
  tx: Db,
  filter: AccountFilter,
  deed: Deed,
  by: string,
): Promise<Map<number, number>> {
  // Locked in the order of their ids, so that two administrators never wait for each other in a circle.
  const chosen = tx
    .select({ id: accounts.id })
    .from(accounts)
    .innerJoin(assignments, and(eq(assignments.serverId, accounts.serverId), sameMailServer))
    .where(await concerned(tx, filter, deed))
    .orderBy(accounts.id)
    .limit(togetherUpTo)
    .for("update", { of: accounts });
  const wished = await tx
    .update(accounts)
    .set({
      synchronizeWantedAt: sql`now()`,
      synchronizeWantedBy: by,
      ...(deed === "synchronize" ? {} : { solution: deed, solvedBy: by }),
    })
    .where(inArray(accounts.id, chosen))
    .returning({ serverId: accounts.serverId });
  const perServer = new Map<number, number>();
  for (const { serverId } of wished) perServer.set(serverId, (perServer.get(serverId) ?? 0) + 1);
  return perServer;
}

/** Of an account that was left behind by an earlier mail server nothing can be wished. */
const sameMailServer = eq(assignments.mailServerId, accounts.mailServerId);
