import { count, eq, sql } from "drizzle-orm";
import type { Db } from "./client";
import { accounts, assignments, mailServers, servers, settings } from "./schema";

/** Who this console is to panels: a name for its secret keys. */
export async function installationName(db: Db): Promise<string> {
  const [row] = await db.select({ installation: settings.installation }).from(settings);
  if (!row) throw new Error("The settings row is missing: the database was not migrated to the end.");
  return `Centralized Mail console ${row.installation.slice(0, 8)}`;
}

export async function findServerByAddress(
  db: Db,
  host: string,
  port: number,
): Promise<{ id: number; name: string } | null> {
  const [row] = await db
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(sql`${servers.host} = ${host} and ${servers.port} = ${port}`);
  return row ?? null;
}

export async function findServerByGuid(
  db: Db,
  guid: string,
): Promise<{ id: number; name: string; host: string; port: number } | null> {
  const [row] = await db
    .select({ id: servers.id, name: servers.name, host: servers.host, port: servers.port })
    .from(servers)
    .where(eq(servers.guid, guid));
  return row ?? null;
}

/** Null when its address or its identity was registered by somebody else meanwhile. */
export async function insertServer(db: Db, values: typeof servers.$inferInsert): Promise<number | null> {
  const [row] = await db.insert(servers).values(values).onConflictDoNothing().returning({ id: servers.id });
  return row?.id ?? null;
}

/** Replaces a sealed key, if it is still the one that was read. */
export async function replaceKey(db: Db, serverId: number, from: string, to: string): Promise<boolean> {
  const rows = await db
    .update(servers)
    .set({ sealedKey: to })
    .where(sql`${servers.id} = ${serverId} and ${servers.sealedKey} = ${from}`)
    .returning({ id: servers.id });
  return rows.length > 0;
}

export async function replaceFingerprint(db: Db, serverId: number, fingerprint: string): Promise<void> {
  await db.update(servers).set({ fingerprint }).where(eq(servers.id, serverId));
}

/** What keeps a server registered: its role, or accounts whose recorded state must not be lost. */
export type Hold =
  | { kind: "mail-server"; id: number }
  | { kind: "assigned"; to: number }
  | { kind: "accounts"; count: number };

/** Locks the server's row, so that no role comes about while it is unregistered. */
export async function holdOn(tx: Db, serverId: number): Promise<Hold | null> {
  await tx.select({ id: servers.id }).from(servers).where(eq(servers.id, serverId)).for("update");
  const [role] = await tx.select({ id: mailServers.id }).from(mailServers).where(eq(mailServers.serverId, serverId));
  if (role) return { kind: "mail-server", id: role.id };
  const [assignment] = await tx
    .select({ to: assignments.mailServerId })
    .from(assignments)
    .where(eq(assignments.serverId, serverId));
  if (assignment) return { kind: "assigned", to: assignment.to };
  const [kept] = await tx.select({ count: count() }).from(accounts).where(eq(accounts.serverId, serverId));
  return kept && kept.count > 0 ? { kind: "accounts", count: kept.count } : null;
}

export async function deleteServer(tx: Db, serverId: number): Promise<void> {
  await tx.delete(servers).where(eq(servers.id, serverId));
}
