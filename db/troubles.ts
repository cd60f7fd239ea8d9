import { and, eq, gt, inArray, isNotNull, isNull, lte, notInArray, or, sql } from "drizzle-orm";
import { counted } from "@/lib/format";
import { guardCause, guardTitle } from "@/lib/guard-words";
import { asTold, type Notice, type Trouble } from "@/lib/notices";
import { problem } from "@/lib/problems";
import { getCheck } from "./audit-chain";
import type { Db } from "./client";
import { type Guard, listOpenGuards } from "./guards";
import { enqueueDelivery } from "./jobs";
import { isRegistered } from "./registered";
import { accounts, assignments, channels, mailServers, servers, told } from "./schema";

/** What ends by itself or was begun by a person who knows is nothing to be called for. */
const quiet: ReadonlySet<Guard["kind"]> = new Set(["maintenance", "budget"]);

/** Everything that needs a person now, as the pages show it. */
export async function listTroubles(db: Db): Promise<Trouble[]> {
  const [guards, silent, unread, problems, check] = await Promise.all([
    Promise.all([listOpenGuards(db, "fleet"), listOpenGuards(db, "servers")]),
    listSilentServers(db),
    listUnread(db),
    countProblems(db),
    getCheck(db),
  ]);
  return [
    ...guards.flat().flatMap((guard) => (quiet.has(guard.kind) ? [] : [ofGuard(guard)])),
    ...silent.map(ofServer),
    ...unread.map(ofUnread),
    ...problems.map(ofProblem),
    ...(check?.fault
      ? [
          {
            key: "audit",
            title: "The audit trail is broken.",
            detail: check.fault,
            path: "/activity/trail",
            grave: true,
            since: check.checkedAt,
          },
        ]
      : []),
  ];
}

const ofGuard = (guard: Guard): Trouble => ({
  key: `guard:${guard.kind}:${guard.id ?? guard.serverId ?? "fleet"}`,
  title: guardTitle(guard),
  detail: guardCause(guard),
  path: guard.serverId === null ? "/problems" : `/servers/${guard.serverId}`,
  grave: true,
  since: guard.since,
});

/** While nobody knows, what people were told still holds. */
const isSilent = sql`(${servers.netStatus} = 'error' or (${servers.netStatus} = 'unknown' and exists (
  select from ${told} where ${told.key} = 'net:' || ${servers.id})))`;

/** Servers that do not answer as they should, are in no maintenance, and have no other certificate, which is told itself. */
async function listSilentServers(db: Db) {
  return db
    .select({
      id: servers.id,
      name: servers.name,
      cause: servers.netCause,
      since: servers.netSince,
      mailServerId: mailServers.id,
    })
    .from(servers)
    .leftJoin(mailServers, eq(mailServers.serverId, servers.id))
    .where(and(isRegistered, isSilent, eq(servers.maintenance, false), isNull(servers.certificateChangedAt)));
}

const ofServer = ({
  id,
  name,
  cause,
  since,
  mailServerId,
}: Awaited<ReturnType<typeof listSilentServers>>[number]): Trouble => ({
  key: `net:${id}`,
  title: `${mailServerId === null ? "Plesk server" : "Mail server"} ${name} does not answer as it should.`,
  detail: cause ?? "",
  path: mailServerId === null ? `/servers/${id}` : `/mail/${mailServerId}`,
  grave: mailServerId !== null,
  since,
});

/**
 * Servers that answer the small question whether they are there, and for a quarter of an hour not what they hold: one look
 * that fails is no trouble, the next one comes by itself.
 */
async function listUnread(db: Db) {
  return db
    .select({
      id: servers.id,
      name: servers.name,
      error: assignments.lookedError,
      since: sql<Date>`coalesce(${assignments.lookedAt}, ${assignments.wishedAt})`.mapWith(assignments.wishedAt),
    })
    .from(assignments)
    .innerJoin(servers, eq(servers.id, assignments.serverId))
    .where(
      and(
        isRegistered,
        isNotNull(assignments.lookedError),
        sql`coalesce(${assignments.lookedAt}, ${assignments.wishedAt}) < now() - interval '15 minutes'`,
        eq(servers.netStatus, "online"),
        eq(servers.maintenance, false),
        isNull(servers.certificateChangedAt),
      ),
    );
}

const ofUnread = ({ id, name, error, since }: Awaited<ReturnType<typeof listUnread>>[number]): Trouble => ({
  key: `look:${id}`,
  title: `Plesk server ${name} cannot be read.`,
  detail: error ?? "",
  path: `/servers/${id}`,
  grave: false,
  since,
});

/** How many accounts of each server have each problem, and since when the first. */
async function countProblems(db: Db) {
  return db
    .select({
      code: sql<string>`${accounts.problem}`,
      serverId: accounts.serverId,
      server: servers.name,
      count: sql<number>`count(*)::int`,
      since: sql<Date>`coalesce(min(${accounts.problemSince}), now())`.mapWith(accounts.problemSince),
    })
    .from(accounts)
    .innerJoin(servers, eq(servers.id, accounts.serverId))
    .where(and(isNotNull(accounts.problem), isNotNull(accounts.mailServerId)))
    .groupBy(accounts.problem, accounts.serverId, servers.name);
}

function ofProblem({
  code,
  serverId,
  server,
  count,
  since,
}: Awaited<ReturnType<typeof countProblems>>[number]): Trouble {
  const { title, remedy } = problem(code);
  return {
    key: `problem:${code}:${serverId}`,
    title: `${title}: ${counted(count, "account")} of ${server}.`,
    detail: remedy,
    path: `/accounts?problem=${code}&server=${serverId}`,
    grave: false,
    since,
  };
}

/** Those of these keys that people were told of and not yet of their end. */
export async function listStanding(db: Db, keys: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ key: told.key })
    .from(told)
    .where(and(inArray(told.key, [...keys]), isNotNull(told.toldAt)));
  return new Set(rows.map(({ key }) => key));
}

/** Of what is told already: how many it concerns, and why, may have changed. */
const asItIsNow = {
  title: sql`excluded.title`,
  detail: sql`excluded.detail`,
  path: sql`excluded.path`,
  grave: sql`excluded.grave`,
  since: sql`excluded.since`,
  // One that has not come yet was written before a clock was set back.
  seenAt: sql`least(${told.seenAt}, now())`,
  goneAt: null,
};

/**
 * Follows trouble as it comes and goes, and has every channel told of what has lasted, and of the end of what it was told
 * of, once that has lasted: `settle` seconds each. All in one transaction: nothing is told twice, and nothing that is
 * told is forgotten. Answers what was told; null when that is nothing.
 */
export async function followTroubles(tx: Db, settle: number): Promise<Notice | null> {
  // One worker at a time; the next one finds what this one wrote.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('told'))`);
  const all = await tx.select({ id: channels.id, graveOnly: channels.graveOnly }).from(channels);
  if (all.length === 0) {
    await tx.delete(told);
    return null;
  }
  const now = await listTroubles(tx);
  if (now.length > 0) await tx.insert(told).values(now).onConflictDoUpdate({ target: told.key, set: asItIsNow });
  const keys = now.map(({ key }) => key);
  const isGone = keys.length > 0 ? notInArray(told.key, keys) : undefined;
  // What passed before anybody was told of it was none.
  await tx.delete(told).where(and(isGone, isNull(told.toldAt)));
  await tx
    .update(told)
    .set({ goneAt: sql`now()` })
    .where(and(isGone, or(isNull(told.goneAt), gt(told.goneAt, sql`now()`))));

  const settled = sql`now() - make_interval(secs => ${settle})`;
  const began = await tx
    .update(told)
    .set({ toldAt: sql`now()` })
    .where(and(isNull(told.toldAt), isNull(told.goneAt), lte(told.seenAt, settled)))
    .returning();
  const over = await tx.delete(told).where(lte(told.goneAt, settled)).returning();
  if (began.length + over.length === 0) return null;
  const byWeight = (a: Trouble, b: Trouble) =>
    Number(b.grave) - Number(a.grave) || a.since.getTime() - b.since.getTime();
  const notice: Notice = {
    at: new Date().toISOString(),
    began: began.sort(byWeight).map(asTold),
    over: over.sort(byWeight).map(asTold),
  };
  for (const { id } of all) await enqueueDelivery(tx, id, notice);
  return notice;
}
