import { and, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { accounts, assignments, mailServers, servers, settings } from "./schema";

const panelColumns = (table: typeof servers) => ({
  id: table.id,
  name: table.name,
  host: table.host,
  port: table.port,
  smtpPort: table.smtpPort,
  guid: table.guid,
  fingerprint: table.fingerprint,
  followsAuthority: table.followsAuthority,
  protocol: table.protocol,
  sealedKey: table.sealedKey,
  ipAddresses: table.ipAddresses,
});

/** An assigned server and its mail server, with what is wished; null when it is not assigned (any more). */
export async function getPair(db: Db, serverId: number) {
  const central = alias(servers, "central");
  const [row] = await db
    .select({
      source: panelColumns(servers),
      central: panelColumns(central as unknown as typeof servers),
      mailServer: { id: mailServers.id, mxHost: mailServers.mxHost, automatic: mailServers.automatic },
      assignment: assignments,
      installation: settings.installation,
      aloneBy: sql<string | null>`(select ${accounts.synchronizeWantedBy} from ${accounts}
        where ${accounts.serverId} = ${assignments.serverId} and ${accounts.synchronizeWantedAt} is not null
        order by ${accounts.synchronizeWantedAt} desc limit 1)`,
      readAt: sql<string>`now()`,
    })
    .from(assignments)
    .innerJoin(servers, eq(servers.id, assignments.serverId))
    .innerJoin(mailServers, eq(mailServers.id, assignments.mailServerId))
    .innerJoin(central, eq(central.id, mailServers.serverId))
    .innerJoin(settings, eq(settings.id, 1))
    .where(eq(assignments.serverId, serverId));
  return row ? { ...row, readAt: new Date(row.readAt) } : null;
}

/** The same for a server that is not assigned yet, as it would be. Null when one of the two is gone. */
export async function getProspect(db: Db, serverId: number, mailServerId: number): Promise<PairRow | null> {
  const central = alias(servers, "central");
  const [row] = await db
    .select({
      source: panelColumns(servers),
      central: panelColumns(central as unknown as typeof servers),
      mailServer: { id: mailServers.id, mxHost: mailServers.mxHost, automatic: mailServers.automatic },
      installation: settings.installation,
      readAt: sql<string>`now()`,
    })
    .from(servers)
    .innerJoin(mailServers, eq(mailServers.id, mailServerId))
    .innerJoin(central, eq(central.id, mailServers.serverId))
    .innerJoin(settings, eq(settings.id, 1))
    .where(and(eq(servers.id, serverId), isRegistered));
  if (!row) return null;
  const assignment: PairRow["assignment"] = {
    serverId,
    mailServerId,
    wish: "assigned",
    generation: 0,
    wishedBy: "",
    wishedAt: new Date(row.readAt),
    refreshWantedAt: null,
    refreshWantedBy: null,
    synchronizeWantedAt: null,
    synchronizeWantedBy: null,
    releaseWantedAt: null,
    lookedAt: null,
    lookedError: null,
    synchronizedAt: null,
    lastClients: null,
    lastDomains: null,
    quarantinedAt: null,
    quarantineReason: null,
    buttonIds: [],
    lastEventId: null,
  };
  return { ...row, assignment, aloneBy: null, readAt: new Date(row.readAt) };
}

export type PairRow = NonNullable<Awaited<ReturnType<typeof getPair>>>;

export interface Observed {
  looked: boolean;
  error: string | null;
  clients?: number;
  domains?: number;
  synchronized?: boolean;
  quarantine?: string | null;
  buttonIds?: number[];
  /** When what was looked at was wished, by the database's clock. */
  at: Date;
}

/** What a run saw of the assignment as a whole. */
export async function recordObserved(db: Db, serverId: number, seen: Observed): Promise<void> {
  await db
    .update(assignments)
    .set({
      lookedError: seen.error,
      ...(seen.looked ? { lookedAt: seen.at } : {}),
      ...(seen.synchronized ? { synchronizedAt: seen.at } : {}),
      ...(seen.clients === undefined ? {} : { lastClients: seen.clients }),
      ...(seen.domains === undefined ? {} : { lastDomains: seen.domains }),
      ...(seen.buttonIds ? { buttonIds: seen.buttonIds } : {}),
      ...(seen.quarantine === undefined
        ? {}
        : {
            quarantineReason: seen.quarantine,
            quarantinedAt:
              seen.quarantine === null
                ? null
                : sql`coalesce(${assignments.quarantinedAt}, ${seen.at.toISOString()}::timestamptz)`,
          }),
    })
    .where(eq(assignments.serverId, serverId));
}

/** Ends the assignment, unless it was wished anew meanwhile. */
export async function endAssignment(db: Db, serverId: number, generation: number): Promise<void> {
  await db.execute(
    sql`delete from assignments where server_id = ${serverId} and generation = ${generation} and wish = 'deassigned'`,
  );
}
