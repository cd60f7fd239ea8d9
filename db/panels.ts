import { and, eq, sql } from "drizzle-orm";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { mailServers, servers } from "./schema";

/** What a call to a server's panel needs. For the worker alone: it holds the sealed key. */
export interface PanelAccess {
  id: number;
  name: string;
  host: string;
  port: number;
  smtpPort: number;
  imapPort: number;
  pop3Port: number;
  login: string;
  fingerprint: string;
  followsAuthority: boolean;
  guid: string;
  sealedKey: string;
  protocol: string;
  isMailServer: boolean;
}

/** Null when the server is registered no more. */
export async function getPanelAccess(db: Db, serverId: number): Promise<PanelAccess | null> {
  const [row] = await db
    .select({
      id: servers.id,
      name: servers.name,
      host: servers.host,
      port: servers.port,
      smtpPort: servers.smtpPort,
      imapPort: servers.imapPort,
      pop3Port: servers.pop3Port,
      login: servers.login,
      fingerprint: servers.fingerprint,
      followsAuthority: servers.followsAuthority,
      guid: servers.guid,
      sealedKey: servers.sealedKey,
      protocol: servers.protocol,
      isMailServer: sql<boolean>`${mailServers.id} is not null`,
    })
    .from(servers)
    .leftJoin(mailServers, eq(mailServers.serverId, servers.id))
    .where(and(eq(servers.id, serverId), isRegistered));
  return row ?? null;
}

/** Binds a stored secret key to its server. */
export const keyContext = (guid: string): string => `servers.key:${guid}`;
