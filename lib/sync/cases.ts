import type { Stage } from "@/db/schema";
import type { ClientId, DomainId, RemoteClient } from "@/lib/plesk/objects";
import type { ProblemCode } from "@/lib/problems";
import type { MailSnapshot, Mx, SeenDomain, WrittenDomain, ZoneSnapshot } from "./facts";
import { nothingWritten } from "./facts";
import type { Leads } from "./leads";
import type { Event } from "./stages";
import type { Account, AddressRow, NewAccount, Pair, SnapshotPart } from "./world";

/** What goes wrong with an account, for a person: a code, and the particular words. */
export interface Problem {
  code: ProblemCode;
  detail: string;
}

interface Case {
  account: Account;
  /** Set when this run can do nothing more for the account. */
  problem: Problem | null;
  /** It differs from what is stored. */
  dirty: boolean;
  /** It was decided in this run, to its end or to a problem. */
  decided: boolean;
  /** Decided, and nothing is left that a run that may change things would begin. */
  settled: boolean;
  /** Its stage when this run began. */
  arrived: Stage | null;
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
  /** Every name server that was asked, with its answer or why there is none; `absent`: it has no such zone. */
  servers: { name: string; mx: Mx[] | null; cause: string | null; absent: boolean }[];
  /** The longest TTL among the records answered, in seconds. */
  ttl: number;
  /** Hosts among them that are the mail server under another name. */
  central?: ReadonlySet<string>;
}

/** Why nobody could be asked about a zone, as a clause; `again`: another time somebody may be. */
export interface NotAsked {
  failed: string;
  again: boolean;
}

/** What a server's SMTP said of every address of a domain. */
export interface Proof {
  /** Wrong answers that stand: an address that is refused, or one that does not exist and is taken. */
  refused: { recipient: string; text: string }[];
  /** Neither yes nor no. */
  later: { recipient: string; text: string }[];
  /** The server could not be asked at all: why, as a clause. */
  unasked: string | null;
}

export interface DomainCase extends Case {
  source: SeenDomain | null;
  central: SeenDomain | null;
  owner: ClientCase | null;
  /** Login of its owner on the mail server when we looked, if that is one of this assigned server's clients. */
  loginThere: string | null;
  /** A site's main domain. */
  parent: DomainCase | null;
  written: WrittenDomain;
  rows: Map<string, AddressRow>;
  rowsDirty: boolean;
  snapshots: Map<string, SnapshotPart["data"]>;
  /** Answers of this run's checks; cleared by whatever makes them stale. */
  publicMx: Map<string, PublicMx | NotAsked> | null;
  /** When its name servers were last asked in this run, milliseconds since 1970. */
  heardAt: number | null;
  /** Where mail to each of its names goes, as far as that matters: `mayBeElsewhere`. Asked together with `publicMx`. */
  leads: ReadonlyMap<string, Leads> | null;
  proof: Proof | null;
  proofHome: Proof | null;
  /** When the last change of mail flow was begun of which nobody knows what became, in milliseconds since 1970. */
  unsettledSince: number | null;
  /** A server makes or changes no addresses while mail is off: mail goes on first. */
  mailFirst: boolean;
  /** What the mail server refused of what came at home while the domain is on its way home, in sentences for people. */
  leftWithout: string | null;
  /** Mailboxes were gone from home after its mail was switched off. */
  lostAtHome: boolean;
  /** Somebody else holds its own name. */
  holder: { accountId: number; server: string } | null;
  /** Its aliases that somebody else holds, ASCII, with the server for which each is handled. */
  heldAliases: ReadonlyMap<string, string>;
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
    decided: false,
    settled: false,
    arrived: account.stage,
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
    decided: false,
    settled: false,
    arrived: account.stage,
    source: null,
    central: null,
    owner: null,
    loginThere: null,
    parent: null,
    written: { ...nothingWritten, ...(account.written as Partial<WrittenDomain> | null) },
    rows: new Map(),
    rowsDirty: false,
    snapshots: new Map(),
    publicMx: null,
    heardAt: null,
    leads: null,
    proof: null,
    proofHome: null,
    unsettledSince: null,
    mailFirst: false,
    leftWithout: null,
    lostAtHome: false,
    holder: null,
    heldAliases: new Map(),
  };
}

export const centralDomainId = (c: DomainCase): DomainId | null => c.central?.id ?? null;
export const centralClientId = (c: ClientCase): ClientId | null => c.central?.id ?? null;

/** An account of something that was just seen for the first time, before anything else is known of it. */
export const newAccount = (seen: NewAccount, id: number): Account => ({
  ...seen,
  id,
  clientId: null,
  parentId: null,
  sourceDigest: null,
  centralDigest: null,
  written: null,
  centralId: null,
  centralGuid: null,
  counted: true,
  syncStatus: "outdated",
  differences: [],
  stage: null,
  stageSince: null,
  stageUntil: null,
  stageTimes: {},
  waiting: null,
  problem: null,
  problemDetail: null,
  problemSince: null,
  missingSince: null,
  solution: null,
  solved: false,
  synchronizeWanted: null,
  followed: false,
  addressCount: 0,
  needsPassword: 0,
});

/** An account that an event takes to another stage; `until` in milliseconds since 1970. */
export interface Advance {
  c: ClientCase | DomainCase;
  event: Event;
  to: Stage;
  until: number | null;
}
