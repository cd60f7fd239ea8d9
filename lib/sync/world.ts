import type { LedgerAccount, LedgerEntry } from "@/db/ledger";
import type { Recorded } from "@/db/run-record";
import type { AccountKind, RunKind, RunOutcome, Wish } from "@/db/schema";
import type { Address } from "@/lib/plesk/objects";
import type { Panel as PleskPanel } from "@/lib/plesk/panel";
import type { Mx } from "./facts";
import type { Leap } from "./leaps";

/**
 * The outside world of synchronization, as ports. Nothing in this folder reads a clock, draws a random number, opens a
 * socket or a database by itself: the worker puts the real world here, a simulation its own.
 */
export interface World {
  source: Panel;
  central: Panel;
  dns: Dns;
  smtp: Smtp;
  store: Store;
  clock: Clock;
  /** A strong random password; Plesk's strictest policy accepts it. */
  password(): string;
  limits: Limits;
}

/**
 * What time it is, in milliseconds since 1970, by the database's clock. `doubt` is how far the worker's own clock was from
 * it: one of the two may have been set or have jumped, so what must not end too early waits that much longer.
 */
export interface Clock {
  now(): number;
  doubt: number;
  /** How often it was set forward, as far as this process has seen. */
  leaps: readonly Leap[];
}

export interface Limits {
  /** Added to the longest old TTL before local mail is switched off, in seconds. */
  drainMargin: number;
  /** How long a name server may take to show a change before the run goes on with other work, in seconds. */
  nameServerPatience: number;
  /** How long after its beginning a change may take effect that was never answered, in seconds. */
  lateEffect: number;
}

/** One Plesk server's panel, as far as synchronization uses it. */
export type Panel = Pick<PleskPanel, "read" | "look" | "change" | "ask">;

export interface Dns {
  /** The name servers to which `zone` is delegated; empty when it is to none. Throws when that cannot be found out. */
  nameServers(zone: string): Promise<{ name: string; address: string }[]>;
  /** What one name server answers for the MX of `zone` right now. */
  mxAt(server: { name: string; address: string }, zone: string): Promise<MxAnswer>;
  /** Addresses of a host; empty when it has none. Throws when nobody can tell now. */
  addresses(host: string): Promise<string[]>;
}

/** `absent`: it answered that it has no such zone or name, so it names nobody. Else nothing may be concluded. */
export type MxAnswer = { ok: true; mx: Mx[]; ttl: number } | { ok: false; absent: boolean; cause: string };

export interface Smtp {
  /** Asks by RCPT TO; sends no message. Throws Unanswered when the server cannot be asked. */
  accepts(side: "home" | "central", recipients: readonly string[]): Promise<Map<string, RecipientAnswer>>;
}

export interface RecipientAnswer {
  accepted: boolean;
  /** Neither yes nor no: "not now" (greylisting, a full queue). Asked again later it may be either. */
  later: boolean;
  /** The server's words. */
  text: string;
}

/** A server did not answer: nothing may be concluded from that, and it is asked again. The message is a clause. */
export class Unanswered extends Error {
  override name = "Unanswered";
}

/** What is known of the two servers before anybody is asked. */
export interface Pair {
  source: ServerRow;
  central: ServerRow & { mailServerId: number; mxHost: string; automatic: boolean };
  installation: string;
  buttonUrl: string;
  assignment: AssignmentRow;
  /** Who wishes just some accounts synchronized, whatever is wished of the server; null when nobody does. */
  aloneBy: string | null;
  /** The database's time when this was read: what was wished later is for the next run. */
  readAt: Date;
}

export interface ServerRow {
  id: number;
  name: string;
  guid: string;
  ipAddresses: string[];
}

export interface AssignmentRow {
  wish: Wish;
  generation: number;
  wishedBy: string;
  refreshWantedAt: Date | null;
  refreshWantedBy: string | null;
  synchronizeWantedAt: Date | null;
  synchronizeWantedBy: string | null;
  releaseWantedAt: Date | null;
  synchronizedAt: Date | null;
  lookedAt: Date | null;
  lastClients: number | null;
  lastDomains: number | null;
  quarantinedAt: Date | null;
  quarantineReason: string | null;
  buttonIds: number[];
}

/** An account as the database knows it, and what a run sets in it to be stored. */
export type Account = LedgerAccount;

/** An account in short: enough to see whether anything about it is new. */
export type Entry = LedgerEntry;

export interface AddressRow {
  name: string;
  source: Address | null;
  central: Address | null;
  written: Address | null;
  needsPassword: boolean;
  missingSince: Date | null;
}

export interface SnapshotPart {
  part: string;
  data: Record<string, unknown>;
}

export interface NewAccount {
  kind: AccountKind;
  sourceId: number;
  sourceGuid: string;
  name: string;
  ascii: string;
  label: string;
}

/**
 * Right before each remote change: may it be made? `restored`: the database came from a backup and nobody has looked yet;
 * `breaker`: changes failed again and again, on one of the two servers or on several of the fleet; `certificate`: one of
 * the two servers showed another one than the confirmed, and no person has confirmed one since.
 */
export type Gate = { open: true } | { open: false; why: Closed };
export type Closed =
  | "restored"
  | "stopped"
  | "breaker"
  | "certificate"
  | "maintenance"
  | "wish-changed"
  | "lease-lost"
  | "stopping";

export interface Intent {
  accountId: number | null;
  /** It changes how mail flows and counts against the change budget. */
  disruptive: boolean;
  side: "source" | "central";
  kind: string;
  summary: string;
  reason: string;
}

export interface Settlement {
  id: number;
  state: "done" | "already" | "failed" | "unknown" | "not-begun";
  error: string | null;
}

/** What is written when accounts go to another stage. */
export interface Move {
  accounts: readonly Account[];
  /** Accounts whose open record is superseded, while nothing was changed under it. */
  superseded: readonly number[];
  /** Parts to be recorded; an existing open part stays as it is. */
  records: readonly (SnapshotPart & { accountId: number })[];
  /** Accounts that are closed: their record counts as restored, and they give up their names. */
  closed: readonly number[];
}

/** The database as synchronization uses it. Every write is refused (LeaseLost) when the lease's epoch has moved. */
export interface Store {
  pair: Pair;
  /** Asks for everything that must be true before a remote change, and keeps the lease alive for one more call. */
  gate(): Promise<Gate>;
  /** The right to change the mail server, shared by all assigned servers' runs. */
  withTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Every account that this server has or had. */
  ledger(): Promise<Entry[]>;
  accounts(ids: readonly number[]): Promise<Account[]>;
  addAccounts(accounts: readonly NewAccount[]): Promise<Account[]>;
  saveAccounts(accounts: readonly Account[]): Promise<void>;
  /** Prints under which groups of accounts were found at rest in the last 24 hours. */
  prints(): Promise<ReadonlySet<string>>;
  savePrints(prints: readonly string[]): Promise<void>;
  /** Claims names for accounts; returns those that somebody else holds, with the holder's server and account. */
  claim(
    names: readonly { ascii: string; accountId: number }[],
  ): Promise<Map<string, { accountId: number; server: string }>>;
  addressRows(accountIds: readonly number[]): Promise<Map<number, AddressRow[]>>;
  saveAddresses(rows: readonly { accountId: number; rows: readonly AddressRow[] }[]): Promise<void>;
  snapshots(accountIds: readonly number[]): Promise<Map<number, SnapshotPart[]>>;
  /** Takes accounts to their next stage, with everything that belongs to it, all at once or not at all. */
  move(move: Move): Promise<void>;
  /** Commits what is about to be done, one answer for each. What the change budget has no room for must not be done. */
  intend(intents: readonly Intent[]): Promise<Recorded[]>;
  settle(settlements: readonly Settlement[]): Promise<void>;
  /** When the last change of mail flow was begun of which nobody knows what became, by account. Milliseconds since 1970. */
  unsettled(accountIds: readonly number[]): Promise<Map<number, number>>;
  /** The same of the Mail buttons that were to be put on the assigned server; null when all is known. */
  unsettledButton(): Promise<number | null>;
  startRun(kind: RunKind, by: string): Promise<void>;
  progress(progress: { step: string; done: number; total: number }): Promise<void>;
  finishRun(result: {
    outcome: RunOutcome;
    looked: number;
    changed: number;
    failed: number;
    error: string | null;
  }): Promise<void>;
  observed(facts: {
    looked: boolean;
    error: string | null;
    clients?: number;
    domains?: number;
    synchronized?: boolean;
    quarantine?: string | null;
    buttonIds?: number[];
  }): Promise<void>;
  /** Everything of this assignment is closed: the row goes. */
  finishDeassign(): Promise<void>;
}

/** The lease went to somebody else while this run was under way: it must stop at once and write nothing more. */
export class LeaseLost extends Error {
  override name = "LeaseLost";
}

/** A run that must not go on: the observation cannot be trusted. Nothing was changed because of it. */
export class Untrusted extends Error {
  override name = "Untrusted";
}
