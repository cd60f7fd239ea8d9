import { and, count, desc, eq, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { type AccountFilter, accountsThat } from "./accounts";
import { type Answer, BY_SOMEONE, homeward } from "./answers";
import type { Db } from "./client";
import { accounts, assignments, servers } from "./schema";

/** What can be done to many accounts at once. */
export const deeds = ["synchronize", "enforce", "close"] as const;
export type Deed = (typeof deeds)[number];

/** More accounts than this are not for one deed: then whole servers are meant. */
export const togetherUpTo = 25_000;

/** Not turning: `isTurning` says the same of one account. */
const keepsItsWay = sql`exists (select from ${assignments} where ${assignments.serverId} = ${accounts.serverId}
  and (${assignments.wish} = 'deassigned') = coalesce(${inArray(accounts.stage, [...homeward])}, false))`;

/** Something was changed that is set again: `disputed` says the same of one account. */
const isDisputed = or(
  eq(accounts.problem, "changed-on-both-sides"),
  and(
    eq(accounts.problem, "changed-by-someone"),
    or(
      sql`${accounts.differences} @> ${JSON.stringify([{ reason: BY_SOMEONE }])}::text::jsonb`,
      inArray(accounts.stage, ["assigned", "draining", "reopening", "draining-back"]),
    ),
  ),
);

/**
 * Which problems can be answered so; `answersTo` says the same of one account. Two are decided for each by itself: to take
 * mail that goes to a third place, since its MX is to be set by hand right after; and that a server goes on that has lost
 * mailboxes, since local mail of all its other domains goes off then.
 */
const answerable: Record<Exclude<Answer, "take">, SQL | undefined> = {
  enforce: and(
    keepsItsWay,
    or(
      isDisputed,
      eq(accounts.problem, "suspended-at-home"),
      and(eq(accounts.problem, "snapshot-differs"), inArray(accounts.stage, ["reopening", "draining-back"])),
    ),
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

/** A deed concerns more accounts by now than a person was shown. */
export class MoreThanShown extends Error {
  constructor(readonly accounts: number) {
    super(`${accounts} accounts are concerned now`);
  }
}

/**
 * Wishes the deed for every account that it concerns, for `togetherUpTo` of them at most. Answers how many there are on
 * each server. Call it in a transaction: more of them than were `shown` are MoreThanShown, which rolls it back.
 */
export async function wishTogether(
  tx: Db,
  filter: AccountFilter,
  deed: Deed,
  by: string,
  shown = togetherUpTo,
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
  if (wished.length > shown) throw new MoreThanShown(wished.length);
  const perServer = new Map<number, number>();
  for (const { serverId } of wished) perServer.set(serverId, (perServer.get(serverId) ?? 0) + 1);
  return perServer;
}

/** Of an account that was left behind by an earlier mail server nothing can be wished. */
const sameMailServer = eq(assignments.mailServerId, accounts.mailServerId);
