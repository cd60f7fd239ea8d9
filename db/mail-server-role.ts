import { and, eq, getTableColumns, inArray, isNull, sql } from "drizzle-orm";
import { isHostName } from "@/lib/host";
import { listAssignedTo } from "./assignments";
import { record } from "./audit";
import type { Db } from "./client";
import { nameMailServers } from "./mail-servers";
import { isRegistered } from "./registered";
import { assignments, mailServers, servers, settings } from "./schema";

/** Plesk servers without a role: the only ones that can become a mail server or be assigned. */
export async function listFreeServers(db: Db) {
  const { id, name, host, version, netStatus, clientCount, domainCount } = getTableColumns(servers);
  return await db
    .select({ id, name, host, version, netStatus, clientCount, domainCount })
    .from(servers)
    .leftJoin(mailServers, eq(mailServers.serverId, servers.id))
    .leftJoin(assignments, eq(assignments.serverId, servers.id))
    .where(and(isRegistered, isNull(mailServers.id), isNull(assignments.serverId)))
    .orderBy(sql`lower(${servers.name})`);
}

export type FreeServer = Awaited<ReturnType<typeof listFreeServers>>[number];

/**
 * Gives a Plesk server the role. Call it in a transaction: the counter moves back with it. Answers why not when the
 * server is gone, has a role already, or has a name that no MX record can lead to.
 */
export async function defineMailServer(
  db: Db,
  { serverId, by }: { serverId: number; by: string },
): Promise<{ id: number; name: string } | "gone" | "no host name" | "mail server" | "assigned"> {
  const [server] = await db
    .select({ name: servers.name, host: servers.host })
    .from(servers)
    .where(and(eq(servers.id, serverId), isRegistered))
    .for("update");
  if (!server) return "gone";
  const role = await db.select({ id: mailServers.id }).from(mailServers).where(eq(mailServers.serverId, serverId));
  if (role.length > 0) return "mail server";
  const assigned = await db
    .select({ id: assignments.serverId })
    .from(assignments)
    .where(eq(assignments.serverId, serverId));
  if (assigned.length > 0) return "assigned";
  if (!isHostName(server.name)) return "no host name";
  const [counter] = await db
    .update(settings)
    .set({ nextMailServerId: sql`${settings.nextMailServerId} + 1` })
    .returning({ next: settings.nextMailServerId });
  if (!counter) throw new Error("The row of settings is missing: run the migrations.");
  const id = counter.next - 1;
  await db.insert(mailServers).values({ id, serverId, mxHost: server.name, definedBy: by });
  await record(db, { actor: by, event: "mail-server.added", target: server.name, detail: { mailServerId: id } });
  return { id, name: server.name };
}

/** Whether new and changed accounts are synchronized by themselves, or wait until somebody asks. Call it in a transaction. */
export async function setAutomatic(
  db: Db,
  { id, automatic, by }: { id: number; automatic: boolean; by: string },
): Promise<{ name: string } | null> {
  const [server] = await nameMailServers(db, [id]);
  if (!server) return null;
  await db.update(mailServers).set({ automatic }).where(eq(mailServers.id, id));
  const event = automatic ? "mail-server.synchronizes-itself" : "mail-server.waits-to-be-asked";
  await record(db, { actor: by, event, target: server.name });
  return server;
}

/**
 * Ends the role of each; the Plesk servers stay registered. Answers the servers that are still assigned to any of them,
 * and then removes none. Call it in a transaction: the lock keeps an assignment from slipping in between.
 */
export async function removeMailServers(db: Db, ids: readonly number[], by: string) {
  await db
    .select()
    .from(mailServers)
    .where(inArray(mailServers.id, [...ids]))
    .orderBy(mailServers.id)
    .for("update");
  const inUse = await listAssignedTo(db, ids);
  if (inUse.length > 0) return inUse;
  for (const { id, name } of await nameMailServers(db, ids)) {
    await db.delete(mailServers).where(eq(mailServers.id, id));
    await record(db, { actor: by, event: "mail-server.removed", target: name, detail: { mailServerId: id } });
  }
  return [];
}
