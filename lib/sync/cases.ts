import type { ClientId, DomainId, RemoteClient } from "@/lib/plesk/objects";
import type { MailSnapshot, Mx, SeenDomain, WrittenDomain, ZoneSnapshot } from "./facts";
import { nothingWritten } from "./facts";
import type { Account, AddressRow, Pair, SnapshotPart } from "./world";

/** What goes wrong with an account, for a person: a code, and the particular words. */
export interface Problem {
  code: string;
  detail: string;
}

interface Case {
  account: Account;
  /** Set when this run can do nothing more for the account. */
  problem: Problem | null;
  /** It differs from what is stored. */
  dirty: boolean;
  /** Decided: nothing more to do in this run. */
  rests: boolean;
}

export interface ClientCase extends Case {
  source: RemoteClient | null;
  central: RemoteClient | null;
  written: Partial<Pick<RemoteClient, "login" | "name" | "company" | "email">>;
  /** How many logins were tried and found taken. */
  loginsTaken: number;
}

/** What the name servers of one zone answered. */
export interface PublicMx {
  /** Every name server that was asked, with its answer or why there is none. */
  servers: { name: string; mx: Mx[] | null; cause: string | null }[];
  /** The longest TTL among the answers, in seconds. */
  ttl: number;
}

export interface DomainCase extends Case {
  source: SeenDomain | null;
  central: SeenDomain | null;
  owner: ClientCase | null;
  /** A site's main domain. */
  parent: DomainCase | null;
  written: WrittenDomain;
  rows: Map<string, AddressRow>;
  rowsDirty: boolean;
  snapshots: Map<string, SnapshotPart["data"]>;
  /** Answers of this run's checks; cleared by whatever makes them stale. */
  publicMx: Map<string, PublicMx | { failed: string }> | null;
  refused: { recipient: string; text: string }[] | null;
  refusedHome: { recipient: string; text: string }[] | null;
  /** Mailboxes were gone from home after its mail was switched off. */
  lostAtHome: boolean;
  /** Somebody else holds the name. */
  holder: { accountId: number; server: string } | null;
}

export const mailSnapshot = (c: DomainCase): MailSnapshot | null =>
  (c.snapshots.get("mail") as MailSnapshot | undefined) ?? null;

export const zoneSnapshot = (c: DomainCase, part: string): ZoneSnapshot | null =>
  (c.snapshots.get(part) as ZoneSnapshot | undefined) ?? null;

/** The MX to put back into a zone: as recorded, hosts inside the zone following a rename of it. */
export function recordedMx(snapshot: ZoneSnapshot, zone: string): Mx[] {
  return snapshot.mx.map(({ host, preference }) => {
    const inside = host === snapshot.zone || host.endsWith(`.${snapshot.zone}`);
    return { preference, host: inside ? host.slice(0, host.length - snapshot.zone.length) + zone : host };
  });
}

/** Our link on what we make on a mail server. */
export const externalId = (pair: Pair, account: Account): string => `cmail:${pair.installation}:${account.id}`;

export function clientCase(account: Account): ClientCase {
  return {
    account,
    problem: null,
    dirty: false,
    rests: false,
    source: null,
    central: null,
    written: (account.written ?? {}) as ClientCase["written"],
    loginsTaken: 0,
  };
}

export function domainCase(account: Account): DomainCase {
  return {
    account,
    problem: null,
    dirty: false,
    rests: false,
    source: null,
    central: null,
    owner: null,
    parent: null,
    written: { ...nothingWritten, ...(account.written as Partial<WrittenDomain> | null) },
    rows: new Map(),
    rowsDirty: false,
    snapshots: new Map(),
    publicMx: null,
    refused: null,
    refusedHome: null,
    lostAtHome: false,
    holder: null,
  };
}

export const centralDomainId = (c: DomainCase): DomainId | null => c.central?.id ?? null;
export const centralClientId = (c: ClientCase): ClientId | null => c.central?.id ?? null;
