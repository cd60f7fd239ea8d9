import { and, desc, eq, gt, isNotNull, notLike, or, sql } from "drizzle-orm";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { accounts, assignments, mailServers, servers, settings } from "./schema";

/** Who this console is to panels: a name for its secret keys. */
export async function installationName(db: Db): Promise<string> {
  return `Centralized Mail console ${(await getInstallation(db)).slice(0, 8)}`;
}

/** This console's own id: another database has another one. */
export async function getInstallation(db: Db): Promise<string> {
  const [row] = await db.select({ installation: settings.installation }).from(settings);
  if (!row) throw new Error("The settings row is missing: the database was not migrated to the end.");
  return row.installation;
}

export async function findServerByAddress(
  db: Db,
  host: string,
  port: number,
): Promise<{ id: number; name: string } | null> {
  const [row] = await db
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(and(isRegistered, eq(servers.host, host), eq(servers.port, port)));
  return row ?? null;
}

export async function findServerByGuid(
  db: Db,
  guid: string,
): Promise<{ id: number; name: string; host: string; port: number } | null> {
  const [row] = await db
    .select({ id: servers.id, name: servers.name, host: servers.host, port: servers.port })
    .from(servers)
    .where(and(isRegistered, eq(servers.guid, guid)));
  return row ?? null;
}

export type Registration = Omit<typeof servers.$inferInsert, "id" | "unregisteredAt">;

/**
 * Stores a server. One that was registered before gets its row again, and with it its accounts and their history; all
 * that is said of it is new. Null when its address or its identity was registered by somebody else meanwhile.
 */
export async function registerServer(tx: Db, values: Registration): Promise<number | null> {
  const [known] = await tx
    .select({ id: servers.id })
    .from(servers)
    .where(and(eq(servers.guid, values.guid), isNotNull(servers.unregisteredAt)))
    .orderBy(desc(servers.id))
    .limit(1)
    .for("update");
  if (known) {
    const [taken] = await tx
      .select({ id: servers.id })
      .from(servers)
      .where(and(isRegistered, or(eq(servers.guid, values.guid), isAt(values))));
    if (taken) return null;
    await tx
      .update(servers)
      .set({ ...unseen, ...values, unregisteredAt: null })
      .where(eq(servers.id, known.id));
    return known.id;
  }
  const [row] = await tx.insert(servers).values(values).onConflictDoNothing().returning({ id: servers.id });
  return row?.id ?? null;
}

const isAt = ({ host, port = 8443 }: Pick<Registration, "host" | "port">) =>
  and(eq(servers.host, host), eq(servers.port, port));

/** What was observed before says nothing of the server that comes back. */
const unseen = {
  maintenance: false,
  maintenanceSince: null,
  maintenanceBy: null,
  certificateChangedAt: null,
  shownFingerprint: null,
  registeredAt: sql`now()`,
  netStatus: "unknown" as const,
  netCause: null,
  netSince: sql`now()`,
  netCheckedAt: null,
  latency: null,
  probes: {},
};

/** Replaces a sealed key, if it is still the one that was read. */
export async function replaceKey(db: Db, serverId: number, from: string, to: string): Promise<boolean> {
  const rows = await db
    .update(servers)
    .set({ sealedKey: to })
    .where(and(eq(servers.id, serverId), eq(servers.sealedKey, from), isRegistered))
    .returning({ id: servers.id });
  return rows.length > 0;
}

/** Sealed keys that are not under this key, behind the server `after`. */
export async function listKeysNotUnder(db: Db, keyId: string, { after, limit }: { after: number; limit: number }) {
  return db
    .select({ id: servers.id, name: servers.name, guid: servers.guid, sealedKey: servers.sealedKey })
    .from(servers)
    .where(and(isRegistered, gt(servers.id, after), notLike(servers.sealedKey, `v1.${keyId}.%`)))
    .orderBy(servers.id)
    .limit(limit);
}

/** What keeps a server registered: its role. */
export type Hold = { kind: "mail-server"; id: number } | { kind: "assigned"; to: number };

/** Locks the server's row, so that no role comes about while it is unregistered. */
export async function holdOn(tx: Db, serverId: number): Promise<Hold | null> {
  await tx.select({ id: servers.id }).from(servers).where(eq(servers.id, serverId)).for("update");
  const [role] = await tx.select({ id: mailServers.id }).from(mailServers).where(eq(mailServers.serverId, serverId));
  if (role) return { kind: "mail-server", id: role.id };
  const [assignment] = await tx
    .select({ to: assignments.mailServerId })
    .from(assignments)
    .where(eq(assignments.serverId, serverId));
  return assignment ? { kind: "assigned", to: assignment.to } : null;
}

/**
 * Forgets a server without a role: its key goes, and its row too unless accounts came from it or stand on it. Then the
 * row stays, in no list, until the same Plesk is registered again.
 */
export async function unregisterServer(tx: Db, serverId: number): Promise<void> {
  const [account] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(or(eq(accounts.serverId, serverId), eq(accounts.centralServerId, serverId)))
    .limit(1);
  if (account)
    await tx
      .update(servers)
      .set({ unregisteredAt: sql`now()`, sealedKey: "" })
      .where(and(eq(servers.id, serverId), isRegistered));
  else await tx.delete(servers).where(eq(servers.id, serverId));
}
