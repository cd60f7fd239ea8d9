import { and, asc, eq, inArray, ne, sql } from "drizzle-orm";
import { record } from "./audit";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { accountCounts, accounts, assignments, mailServers, type SyncStatus, servers } from "./schema";

/** The servers assigned to one mail server, each with its own sync status, counts, and until when its domains drain. */
export async function listAssigned(db: Db, mailServerId: number) {
  const sum = (column: "total" | "outdated" | "problems" | "moving", kind?: "client" | "domain") =>
    sql<number>`coalesce((select sum(${accountCounts[column]}) from ${accountCounts}
      where ${accountCounts.serverId} = ${assignments.serverId} and ${accountCounts.mailServerId} = ${mailServerId}
      ${kind ? sql`and ${accountCounts.kind} = ${kind}` : sql``}), 0)::int`;
  const outdated = sum("outdated");
  return await db
    .select({
      serverId: assignments.serverId,
      name: servers.name,
      netStatus: servers.netStatus,
      netCause: servers.netCause,
      maintenance: servers.maintenance,
      certificateChangedAt: servers.certificateChangedAt,
      wish: assignments.wish,
      wishedBy: assignments.wishedBy,
      wishedAt: assignments.wishedAt,
      lookedAt: assignments.lookedAt,
      lookedError: assignments.lookedError,
      synchronizedAt: assignments.synchronizedAt,
      quarantinedAt: assignments.quarantinedAt,
      quarantineReason: assignments.quarantineReason,
      syncStatus: sql<SyncStatus>`case when ${servers.netStatus} <> 'online' or ${assignments.lookedAt} is null
        or ${assignments.lookedError} is not null then 'unknown'
        when ${outdated} > 0 then 'outdated' else 'synchronized' end`,
      outdated,
      problems: sum("problems"),
      moving: sum("moving"),
      clients: sum("total", "client"),
      domains: sum("total", "domain"),
      drainsUntil: sql<Date | null>`(select max(${accounts.stageUntil}) from ${accounts}
        where ${accounts.serverId} = ${assignments.serverId} and ${accounts.stageUntil} is not null)`.mapWith(
        accounts.stageUntil,
      ),
    })
    .from(assignments)
    .innerJoin(servers, eq(servers.id, assignments.serverId))
    .where(eq(assignments.mailServerId, mailServerId))
    .orderBy(sql`lower(${servers.name})`);
}

export type AssignedServer = Awaited<ReturnType<typeof listAssigned>>[number];

/** The first few assigned servers of each mail server, those in trouble first. */
export async function listFirstAssigned(db: Db, mailServerIds: readonly number[], each: number) {
  const trouble = sql<boolean>`(coalesce(${assignments.quarantinedAt}, ${servers.certificateChangedAt}) is not null
    or ${servers.netStatus} = 'error')`;
  const ranked = db
    .select({
      mailServerId: assignments.mailServerId,
      serverId: assignments.serverId,
      name: servers.name,
      netStatus: servers.netStatus,
      wish: assignments.wish,
      trouble: trouble.as("trouble"),
      place: sql<number>`row_number() over (partition by ${assignments.mailServerId}
        order by ${trouble} desc, lower(${servers.name}))`.as("place"),
    })
    .from(assignments)
    .innerJoin(servers, eq(servers.id, assignments.serverId))
    .where(inArray(assignments.mailServerId, [...mailServerIds]))
    .as("ranked");
  return await db
    .select()
    .from(ranked)
    .where(sql`${ranked.place} <= ${each}`)
    .orderBy(ranked.mailServerId, ranked.place);
}

export type FirstAssigned = Awaited<ReturnType<typeof listFirstAssigned>>[number];

/** The mail server that handles a server's mail, if any. */
export async function getAssignment(db: Db, serverId: number) {
  const [row] = await db.select().from(assignments).where(eq(assignments.serverId, serverId));
  return row;
}

/** All assigned servers of some mail servers, for messages and jobs. */
export async function listAssignedTo(db: Db, mailServerIds: readonly number[]) {
  return await db
    .select({ mailServerId: assignments.mailServerId, serverId: assignments.serverId, name: servers.name })
    .from(assignments)
    .innerJoin(servers, eq(servers.id, assignments.serverId))
    .where(inArray(assignments.mailServerId, [...mailServerIds]))
    .orderBy(asc(assignments.mailServerId), sql`lower(${servers.name})`);
}

export type Refusal = { server: string; reason: "gone" | "is a mail server" | "is assigned to another mail server" };

/**
 * Wishes that the servers be assigned; the newest wish wins, so one that is being deassigned from the same mail server
 * comes back. Call it in a transaction, and roll back on a refusal.
 */
export async function assignServers(
  db: Db,
  { mailServerId, serverIds, by }: { mailServerId: number; serverIds: readonly number[]; by: string },
): Promise<Refusal[]> {
  const [mail] = await db
    .select({ id: mailServers.id })
    .from(mailServers)
    .where(eq(mailServers.id, mailServerId))
    .for("key share");
  if (!mail) return [{ server: "That mail server", reason: "gone" }];
  const found = await lockServers(db, serverIds);
  const refusals: Refusal[] = serverIds.flatMap((id): Refusal[] => {
    const server = found.get(id);
    if (!server) return [{ server: `Server ${id}`, reason: "gone" }];
    if (server.role !== null) return [{ server: server.name, reason: "is a mail server" }];
    const elsewhere = server.assignedTo !== null && server.assignedTo !== mailServerId;
    return elsewhere ? [{ server: server.name, reason: "is assigned to another mail server" }] : [];
  });
  if (refusals.length > 0) return refusals;
  for (const serverId of serverIds) {
    await db
      .insert(assignments)
      .values({ serverId, mailServerId, wishedBy: by })
      .onConflictDoUpdate({
        target: assignments.serverId,
        set: { wish: "assigned", generation: sql`${assignments.generation} + 1`, wishedBy: by, wishedAt: sql`now()` },
        setWhere: ne(assignments.wish, "assigned"),
      });
    const target = found.get(serverId)?.name;
    await record(db, { actor: by, event: "server.assigned", target, detail: { serverId, mailServerId } });
  }
  return [];
}

/** Wishes that the servers be deassigned from this mail server. Answers the names of those it was wished for. */
export async function deassignServers(
  db: Db,
  { mailServerId, serverIds, by }: { mailServerId: number; serverIds: readonly number[]; by: string },
): Promise<string[]> {
  const found = await lockServers(db, serverIds);
  const wished = await db
    .update(assignments)
    .set({ wish: "deassigned", generation: sql`${assignments.generation} + 1`, wishedBy: by, wishedAt: sql`now()` })
    .where(
      and(
        inArray(assignments.serverId, [...serverIds]),
        eq(assignments.mailServerId, mailServerId),
        eq(assignments.wish, "assigned"),
      ),
    )
    .returning({ serverId: assignments.serverId });
  const names = wished.map(({ serverId }) => found.get(serverId)?.name ?? `Server ${serverId}`);
  for (const [index, { serverId }] of wished.entries()) {
    const target = names[index];
    await record(db, { actor: by, event: "server.deassigned", target, detail: { serverId, mailServerId } });
  }
  return names;
}

/** Locked in the order of their ids, so that two administrators never wait for each other in a circle. */
async function lockServers(db: Db, serverIds: readonly number[]) {
  const rows = await db
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(and(inArray(servers.id, [...serverIds]), isRegistered))
    .orderBy(servers.id)
    .for("update");
  const roles = await db.select({ id: mailServers.id, serverId: mailServers.serverId }).from(mailServers);
  const assigned = await db
    .select({ serverId: assignments.serverId, mailServerId: assignments.mailServerId })
    .from(assignments)
    .where(inArray(assignments.serverId, [...serverIds]));
  return new Map(
    rows.map(({ id, name }) => [
      id,
      {
        name,
        role: roles.find(({ serverId }) => serverId === id)?.id ?? null,
        assignedTo: assigned.find(({ serverId }) => serverId === id)?.mailServerId ?? null,
      },
    ]),
  );
}

/** What is stored of a person's wish for a look, or for a synchronization. */
export const wished = (deed: "refresh" | "synchronize", by: string) =>
  deed === "refresh"
    ? { refreshWantedAt: sql`now()`, refreshWantedBy: by }
    : { synchronizeWantedAt: sql`now()`, synchronizeWantedBy: by };

/** Wishes that all servers assigned to these mail servers be looked at, or synchronized. Answers their ids. */
export async function wishFor(
  db: Db,
  deed: "refresh" | "synchronize",
  { mailServerIds, by }: { mailServerIds: readonly number[]; by: string },
): Promise<number[]> {
  const rows = await db
    .update(assignments)
    .set(wished(deed, by))
    .where(inArray(assignments.mailServerId, [...mailServerIds]))
    .returning({ serverId: assignments.serverId });
  return rows.map(({ serverId }) => serverId);
}
