import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

/**
 * Wanted and observed never share a column. Server actions write what is wanted; the worker writes what it saw, each
 * of its writes conditional on the lease's epoch. Words are the product's (see ARCHITECTURE.md).
 */

/** `read` looks; `act` may start refreshing and synchronizing too. */
export type ApiScope = "read" | "act";
export type ChannelKind = "mail" | "webhook";
export type NetStatus = "online" | "error" | "unknown";
export type SyncStatus = "synchronized" | "outdated" | "unknown";
export type Role = "administrator" | "operator" | "viewer" | "auditor";
export type AccountKind = "client" | "domain";
export type Wish = "assigned" | "deassigned";
/** The way out and the way back; `lib/sync/stages.ts` holds the transitions. */
export type Stage =
  | "building"
  | "proving"
  | "switching"
  | "draining"
  | "closing"
  | "assigned"
  | "reopening"
  | "proving-home"
  | "switching-back"
  | "draining-back"
  | "closed";
export type RunKind = "refresh" | "synchronize" | "synchronize-accounts" | "assign" | "deassign";
export type RunOutcome = "done" | "waiting" | "failed" | "stopped";
/** `not-begun`: a guard closed between the intent and the change. */
export type OperationState = "intended" | "done" | "already" | "failed" | "unknown" | "not-begun";
/** One field in which an account on the mail server differs from its client or domain. */
export interface Difference {
  field: string;
  source: string;
  central: string;
  reason: string;
}
/** What lies in the mailboxes at home: it is not moved, so it is counted and shown. Bytes. */
export interface LeftBehind {
  /** When MX named the mail server everywhere. */
  switched: number;
  /** When local mail was switched off; null before. What came in between arrived during the overlap. */
  closed: number | null;
  /** Mailboxes that hold anything. */
  mailboxes: number;
}
export interface ProbeState {
  ok: boolean;
  /** Milliseconds. */
  latency: number | null;
  cause: string | null;
}

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
const now = (name: string) => at(name).notNull().defaultNow();

/** One row. */
export const settings = pgTable("settings", {
  id: integer("id").primaryKey().default(1),
  installation: uuid("installation").notNull().defaultRandom(),
  /** The next mail server's id. A counter, not a sequence: a rolled-back definition leaves no gap. */
  nextMailServerId: integer("next_mail_server_id").notNull().default(1),
  /** The stop switch: while set, the worker makes no remote change. */
  stoppedAt: at("stopped_at"),
  stoppedBy: text("stopped_by"),
  /** Set when the database is found to have been restored: the worker only looks until a person releases it. */
  observeOnlySince: at("observe_only_since"),
  observeOnlyWhy: text("observe_only_why"),
  // How many disruptive operations one run may make, and one server and the whole fleet within an hour.
  budgetRun: integer("budget_run").notNull().default(500),
  budgetServer: integer("budget_server").notNull().default(2_000),
  budgetFleet: integer("budget_fleet").notNull().default(10_000),
});

/**
 * One row: how far this database has come, and in which PostgreSQL it is. Every worker's machine keeps what it has seen of
 * `value` in a file; a database that is behind the file, or somewhere else, was restored.
 */
export const watermark = pgTable("watermark", {
  id: integer("id").primaryKey().default(1),
  /** Grows with each run that begins and each batch of intents, in the same transaction. */
  value: bigint("value", { mode: "number" }).notNull().default(0),
  /** PostgreSQL's own identity; null where the role may not read it. */
  system: text("system"),
  timeline: integer("timeline"),
  /** The database's oid in that PostgreSQL. */
  database: text("database"),
});

export const administrators = pgTable(
  "administrators",
  {
    id: serial("id").primaryKey(),
    login: text("login").notNull().unique(),
    name: text("name").notNull(),
    role: text("role").$type<Role>().notNull().default("administrator"),
    /** Null for a person who signs in through the identity provider alone. */
    passwordHash: text("password_hash"),
    /** Who this is to the identity provider: its issuer and its subject, which it never gives to anybody else. */
    issuer: text("issuer"),
    subject: text("subject"),
    /** Seed of the authenticator app, sealed by the web process for itself (lib/access/seeds.ts). Null: there is none. */
    sealedSeed: text("sealed_seed"),
    /** The last step of time whose code was taken: a code works once. */
    lastCodeStep: integer("last_code_step"),
    createdAt: now("created_at"),
    disabledAt: at("disabled_at"),
  },
  (table) => [uniqueIndex("administrators_subject").on(table.issuer, table.subject)],
);

/** A passkey or security key of a person. The private half never leaves the device. */
export const passkeys = pgTable(
  "passkeys",
  {
    /** The credential's id as the device gave it, in base64url. */
    id: text("id").primaryKey(),
    administratorId: integer("administrator_id")
      .notNull()
      .references(() => administrators.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** COSE, in base64url. */
    publicKey: text("public_key").notNull(),
    /** Uses as the device counts them; a step back tells a copied key. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    createdAt: now("created_at"),
    usedAt: at("used_at"),
  },
  (table) => [index("passkeys_administrator").on(table.administratorId)],
);

/** Codes for somebody who has lost the second factor. Shown once, kept as hashes, each works once. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    administratorId: integer("administrator_id")
      .notNull()
      .references(() => administrators.id, { onDelete: "cascade" }),
    codeHash: text("code_hash").notNull(),
    usedAt: at("used_at"),
  },
  (table) => [primaryKey({ columns: [table.administratorId, table.codeHash] })],
);

/** A signed-in browser. Looked up on every request, so revoking takes effect at the next one. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    administratorId: integer("administrator_id")
      .notNull()
      .references(() => administrators.id, { onDelete: "cascade" }),
    createdAt: now("created_at"),
    seenAt: now("seen_at"),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
    /** The password was right and the second factor is still to come: opens nothing yet. */
    half: boolean("half").notNull().default(false),
    /** When the person last proved to be there. Dangerous deeds ask for it anew. Null: never since signing in. */
    provedAt: at("proved_at"),
    /** What a passkey has to sign next; good for one answer. */
    challenge: text("challenge"),
    challengeAt: at("challenge_at"),
    userAgent: text("user_agent").notNull().default(""),
    address: text("address").notNull().default(""),
    /** This browser had not been signed in with by this person before. */
    newDevice: boolean("new_device").notNull().default(false),
  },
  (table) => [index("sessions_administrator").on(table.administratorId)],
);

/** A browser that a person has signed in with. Its cookie holds the token, we keep the hash. */
export const devices = pgTable(
  "devices",
  {
    tokenHash: text("token_hash").notNull(),
    administratorId: integer("administrator_id")
      .notNull()
      .references(() => administrators.id, { onDelete: "cascade" }),
    seenAt: now("seen_at"),
  },
  (table) => [primaryKey({ columns: [table.administratorId, table.tokenHash] })],
);

/** Tries at signing in: what each account and each network has used up of its allowance. */
export const signInTries = pgTable("sign_in_tries", {
  /** `stranger:<login>`, `address:<login>`, `device:<login>` or `network:<ip>`. */
  subject: text("subject").primaryKey(),
  /** Tries used up at `at`; they come back with time. */
  used: doublePrecision("used").notNull(),
  at: now("at"),
});

/** One-time links that let the first administrator be made. Only the hash is kept. */
export const setupLinks = pgTable("setup_links", {
  tokenHash: text("token_hash").primaryKey(),
  expiresAt: at("expires_at").notNull(),
  usedAt: at("used_at"),
});

export const servers = pgTable(
  "servers",
  {
    id: serial("id").primaryKey(),
    // Wanted: written by registration and edit.
    name: text("name").notNull(),
    host: text("host").notNull(),
    port: integer("port").notNull().default(8443),
    smtpPort: integer("smtp_port").notNull().default(25),
    imapPort: integer("imap_port").notNull().default(143),
    pop3Port: integer("pop3_port").notNull().default(110),
    /** The administrator login that the key belongs to. */
    login: text("login").notNull().default("admin"),
    /** SHA-256 of the certificate that was confirmed at registration, as AA:BB:… */
    fingerprint: text("fingerprint").notNull(),
    /** Instead of this one certificate alone: each that an authority vouches for, so that renewals are followed. */
    followsAuthority: boolean("follows_authority").notNull().default(false),
    /** When it first showed a certificate that is not to be trusted, and which; stays until a person has confirmed one. */
    certificateChangedAt: at("certificate_changed_at"),
    shownFingerprint: text("shown_fingerprint"),
    /** The panel's identity: calls go only to a panel that answers with it. */
    guid: text("guid").notNull(),
    /** Sealed secret key. Its context is `servers.key:<guid>`. Never selected by the web process. Empty once unregistered. */
    sealedKey: text("sealed_key").notNull(),
    maintenance: boolean("maintenance").notNull().default(false),
    maintenanceSince: at("maintenance_since"),
    maintenanceBy: text("maintenance_by"),
    /** What people group servers by, in the order of the alphabet. */
    labels: text("labels").array().notNull().default([]),
    registeredBy: text("registered_by").notNull(),
    registeredAt: now("registered_at"),
    /**
     * Set while the console does not know the server any more. The row stays for its accounts: links on mail servers name
     * their ids, and a server that is registered again finds them.
     */
    unregisteredAt: at("unregistered_at"),
    // Observed: written by the worker.
    protocol: text("protocol").notNull(),
    version: text("version").notNull().default(""),
    os: text("os").notNull().default(""),
    ipAddresses: jsonb("ip_addresses").$type<string[]>().notNull().default([]),
    clientCount: integer("client_count").notNull().default(0),
    domainCount: integer("domain_count").notNull().default(0),
    /** Licence limits; null is unlimited. */
    domainLimit: integer("domain_limit"),
    clientLimit: integer("client_limit"),
    diskUsed: bigint("disk_used", { mode: "number" }),
    diskTotal: bigint("disk_total", { mode: "number" }),
    netStatus: text("net_status").$type<NetStatus>().notNull().default("unknown"),
    netCause: text("net_cause"),
    netSince: now("net_since"),
    netCheckedAt: at("net_checked_at"),
    /** Milliseconds that the panel took to answer. */
    latency: integer("latency"),
    probes: jsonb("probes")
      .$type<Partial<Record<"panel" | "smtp" | "imap" | "pop3", ProbeState>>>()
      .notNull()
      .default({}),
    // The right to reconcile this server.
    leaseHolder: text("lease_holder"),
    leaseUntil: at("lease_until"),
    epoch: bigint("epoch", { mode: "number" }).notNull().default(0),
  },
  (table) => [
    uniqueIndex("servers_address").on(table.host, table.port).where(sql`${table.unregisteredAt} is null`),
    uniqueIndex("servers_identity").on(table.guid).where(sql`${table.unregisteredAt} is null`),
    index("servers_name").on(table.name),
  ],
);

/** The role. Deleting the row ends the role and nothing else; the foreign key of assignments refuses it while in use. */
export const mailServers = pgTable("mail_servers", {
  id: integer("id").primaryKey(),
  serverId: integer("server_id")
    .notNull()
    .unique()
    .references(() => servers.id, { onDelete: "restrict" }),
  /** The host name that MX records of moved domains name. */
  mxHost: text("mx_host").notNull(),
  /** Synchronize by itself at each periodic look. */
  automatic: boolean("automatic").notNull().default(true),
  definedBy: text("defined_by").notNull(),
  definedAt: now("defined_at"),
});

/** A Plesk server whose mail a mail server handles. The row goes when the last domain is closed. */
export const assignments = pgTable(
  "assignments",
  {
    serverId: integer("server_id")
      .primaryKey()
      .references(() => servers.id, { onDelete: "restrict" }),
    mailServerId: integer("mail_server_id")
      .notNull()
      .references(() => mailServers.id, { onDelete: "restrict" }),
    // Wanted.
    wish: text("wish").$type<Wish>().notNull().default("assigned"),
    /** Grows with each wish; a run stops when it has moved. */
    generation: integer("generation").notNull().default(1),
    wishedBy: text("wished_by").notNull(),
    wishedAt: now("wished_at"),
    refreshWantedAt: at("refresh_wanted_at"),
    refreshWantedBy: text("refresh_wanted_by"),
    synchronizeWantedAt: at("synchronize_wanted_at"),
    synchronizeWantedBy: text("synchronize_wanted_by"),
    /** Later than `quarantinedAt`: a person accepts the smaller server as it is. */
    releaseWantedAt: at("release_wanted_at"),
    // Observed.
    lookedAt: at("looked_at"),
    lookedError: text("looked_error"),
    synchronizedAt: at("synchronized_at"),
    /** Objects in the last complete look, against which a sudden drop is measured. */
    lastClients: integer("last_clients"),
    lastDomains: integer("last_domains"),
    quarantinedAt: at("quarantined_at"),
    quarantineReason: text("quarantine_reason"),
    buttonIds: jsonb("button_ids").$type<number[]>().notNull().default([]),
    lastEventId: integer("last_event_id"),
  },
  (table) => [index("assignments_mail_server").on(table.mailServerId)],
);

export const accounts = pgTable(
  "accounts",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    kind: text("kind").$type<AccountKind>().notNull(),
    /** The assigned server it comes from. */
    serverId: integer("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "restrict" }),
    /** Null once closed: the account stays on the mail server, switched off, and is no longer counted. */
    mailServerId: integer("mail_server_id").references(() => mailServers.id, { onDelete: "restrict" }),
    /** Identity on the assigned server. */
    sourceId: integer("source_id").notNull(),
    sourceGuid: text("source_guid").notNull(),
    /** A domain's name as people read it, or a client's login. */
    name: text("name").notNull(),
    /** Lower case; punycode for a domain. */
    ascii: text("ascii").notNull(),
    /** A client's person and company. */
    label: text("label").notNull().default(""),
    /** The client that owns a domain; null is the administrator. */
    clientId: bigint("client_id", { mode: "number" }),
    /** A site's main domain. */
    parentId: bigint("parent_id", { mode: "number" }),
    // Observed on both sides, and what we wrote last. Shapes: lib/sync/facts.ts.
    source: jsonb("source").$type<Record<string, unknown>>(),
    sourceDigest: text("source_digest"),
    central: jsonb("central").$type<Record<string, unknown>>(),
    centralDigest: text("central_digest"),
    written: jsonb("written").$type<Record<string, unknown>>(),
    centralId: integer("central_id"),
    centralGuid: text("central_guid"),
    /** The Plesk server on which `centralId` is: a later assignment may go to another mail server. */
    centralServerId: integer("central_server_id"),
    syncStatus: text("sync_status").$type<SyncStatus>().notNull().default("unknown"),
    differences: jsonb("differences").$type<Difference[]>().notNull().default([]),
    stage: text("stage").$type<Stage>(),
    stageSince: at("stage_since"),
    stageUntil: at("stage_until"),
    /** When each stage was reached. */
    stageTimes: jsonb("stage_times").$type<Partial<Record<Stage, string>>>().notNull().default({}),
    /** Why a stage does not go on by itself right now, in words. */
    waiting: text("waiting"),
    problem: text("problem"),
    problemDetail: text("problem_detail"),
    problemSince: at("problem_since"),
    missingSince: at("missing_since"),
    // Wanted: a person's answer to a conflict. `enforce` sets again what was changed, `take` has mail of a third place taken, `close` ends an account whose object is gone; the worker clears it when it has.
    solution: text("solution").$type<"enforce" | "take" | "close">(),
    solvedBy: text("solved_by"),
    /** That just this one be synchronized, whatever is wished of its server; cleared when that was followed. */
    synchronizeWantedAt: at("synchronize_wanted_at"),
    synchronizeWantedBy: text("synchronize_wanted_by"),
    addressCount: integer("address_count").notNull().default(0),
    needsPassword: integer("needs_password").notNull().default(0),
    createdAt: now("created_at"),
    changedAt: now("changed_at"),
  },
  (table) => [
    unique("accounts_identity").on(table.serverId, table.kind, table.sourceGuid),
    index("accounts_name").on(table.kind, table.ascii, table.id),
    index("accounts_server").on(table.serverId, table.kind, table.ascii),
    index("accounts_mail_server").on(table.mailServerId, table.kind, table.ascii),
    index("accounts_stage").on(table.stage, table.ascii),
    index("accounts_problem").on(table.problem, table.ascii).where(sql`${table.problem} is not null`),
    index("accounts_outdated").on(table.mailServerId, table.ascii).where(sql`${table.syncStatus} = 'outdated'`),
    index("accounts_due").on(table.serverId, table.stageUntil).where(sql`${table.stageUntil} is not null`),
    index("accounts_wanted").on(table.serverId).where(sql`${table.synchronizeWantedAt} is not null`),
    index("accounts_client").on(table.clientId),
  ],
);

/**
 * What was found out of some of an assignment's domains once: that they are as at the last look and at rest. `print` is a
 * digest of everything that this was concluded from, so whoever has the same print before him may conclude the same.
 */
export const prints = pgTable(
  "prints",
  {
    serverId: integer("server_id")
      .notNull()
      .references(() => assignments.serverId, { onDelete: "cascade" }),
    print: text("print").notNull(),
    /** When it was last concluded. */
    decodedAt: now("decoded_at"),
  },
  (table) => [primaryKey({ columns: [table.serverId, table.print] })],
);

/** A name is actively assigned from one source: the first account to claim it holds it, until it is closed. */
export const claims = pgTable(
  "claims",
  {
    ascii: text("ascii").primaryKey(),
    accountId: bigint("account_id", { mode: "number" })
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
  },
  (table) => [index("claims_account").on(table.accountId)],
);

export const addresses = pgTable(
  "addresses",
  {
    accountId: bigint("account_id", { mode: "number" })
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
    name: text("name").notNull(),
    source: jsonb("source").$type<Record<string, unknown>>(),
    central: jsonb("central").$type<Record<string, unknown>>(),
    written: jsonb("written").$type<Record<string, unknown>>(),
    /** We made its mailbox with a random password that its owner does not know. */
    needsPassword: boolean("needs_password").notNull().default(false),
    missingSince: at("missing_since"),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.name] }),
    index("addresses_name").on(table.name),
    index("addresses_password").on(table.accountId).where(sql`${table.needsPassword}`),
  ],
);

/** The recorded state before our first change. Never updated but for `restoredAt`. */
export const snapshots = pgTable(
  "snapshots",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    accountId: bigint("account_id", { mode: "number" })
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
    /** `mail`, `zone:domain` or `zone:alias:<id>`: an alias that comes later is recorded when it comes. */
    part: text("part").notNull(),
    takenAt: now("taken_at"),
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
    hash: text("hash").notNull(),
    restoredAt: at("restored_at"),
  },
  (table) => [uniqueIndex("snapshots_open").on(table.accountId, table.part).where(sql`${table.restoredAt} is null`)],
);

/** How many accounts there are of each sort, kept exact by triggers so that no page counts 200 000 rows. */
export const accountCounts = pgTable(
  "account_counts",
  {
    mailServerId: integer("mail_server_id").notNull(),
    serverId: integer("server_id").notNull(),
    kind: text("kind").$type<AccountKind>().notNull(),
    total: integer("total").notNull().default(0),
    outdated: integer("outdated").notNull().default(0),
    unknown: integer("unknown").notNull().default(0),
    problems: integer("problems").notNull().default(0),
    /** Domains on their way: neither assigned nor closed, and not waiting for a person. */
    moving: integer("moving").notNull().default(0),
    needsPassword: integer("needs_password").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.mailServerId, table.serverId, table.kind] })],
);

export const runs = pgTable(
  "runs",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    kind: text("kind").$type<RunKind>().notNull(),
    serverId: integer("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    /** No foreign key: a run outlives the role. */
    mailServerId: integer("mail_server_id").notNull(),
    startedBy: text("started_by").notNull(),
    startedAt: now("started_at"),
    finishedAt: at("finished_at"),
    outcome: text("outcome").$type<RunOutcome>(),
    /** Accounts looked at, remote changes made, operations that failed. */
    looked: integer("looked").notNull().default(0),
    changed: integer("changed").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    // Progress while it runs.
    step: text("step"),
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    error: text("error"),
  },
  (table) => [
    index("runs_started").on(table.startedAt),
    index("runs_server").on(table.serverId, table.startedAt),
    index("runs_mail_server").on(table.mailServerId, table.startedAt),
    index("runs_open").on(table.mailServerId).where(sql`${table.finishedAt} is null`),
    index("runs_finished").on(table.finishedAt),
  ],
);

/** Each remote change: committed as an intent before it is made, settled by reading back. */
export const operations = pgTable(
  "operations",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    runId: bigint("run_id", { mode: "number" })
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    accountId: bigint("account_id", { mode: "number" }),
    /** The server that is changed. */
    serverId: integer("server_id").notNull(),
    kind: text("kind").notNull(),
    /** What is changed, in words: "add MX 10 mail1.provider.example to acme.example". */
    summary: text("summary").notNull(),
    reason: text("reason").notNull(),
    /** It changes how mail flows; what was found as wanted already changed nothing. */
    disruptive: boolean("disruptive").notNull().default(false),
    state: text("state").$type<OperationState>().notNull().default("intended"),
    error: text("error"),
    startedAt: now("started_at"),
    settledAt: at("settled_at"),
  },
  (table) => [
    index("operations_run").on(table.runId, table.id),
    index("operations_account").on(table.accountId, table.id),
    index("operations_disruptive").on(table.startedAt, table.serverId).where(sql`${table.disruptive}`),
  ],
);

/**
 * Opened by itself when changes of mail flow fail again and again; while open nothing is changed there. Closed by a
 * person alone, and kept as history.
 */
export const breakers = pgTable(
  "breakers",
  {
    id: serial("id").primaryKey(),
    /** Null: the whole fleet. */
    serverId: integer("server_id").references(() => servers.id, { onDelete: "cascade" }),
    openedAt: now("opened_at"),
    why: text("why").notNull(),
    closedAt: at("closed_at"),
    closedBy: text("closed_by"),
  },
  (table) => [
    uniqueIndex("breakers_open").on(sql`coalesce(${table.serverId}, 0)`).where(sql`${table.closedAt} is null`),
    index("breakers_opened").on(table.openedAt),
  ],
);

/** What a program may call the console's HTTP API with. Only its hash is kept; it ends with its administrator. */
export const apiTokens = pgTable("api_tokens", {
  id: serial("id").primaryKey(),
  name: text("name").notNull(),
  hash: text("hash").notNull().unique(),
  scope: text("scope").$type<ApiScope>().notNull(),
  administratorId: integer("administrator_id")
    .notNull()
    .references(() => administrators.id, { onDelete: "cascade" }),
  createdAt: now("created_at"),
  expiresAt: at("expires_at").notNull(),
  usedAt: at("used_at"),
  usedFrom: text("used_from"),
  revokedAt: at("revoked_at"),
});

/** Where people are told of trouble while they are not looking. */
export const channels = pgTable("channels", {
  id: serial("id").primaryKey(),
  kind: text("kind").$type<ChannelKind>().notNull(),
  name: text("name").notNull(),
  /** What people see of where it leads: the address, or the webhook's host; the rest of its URL may be a secret. */
  leadsTo: text("leads_to").notNull(),
  /** A webhook's URL and what it is signed with, sealed for the worker in the context `channels.target:<seal>`. */
  sealedTarget: text("sealed_target"),
  seal: uuid("seal").notNull().defaultRandom(),
  /** Only of what stops mail or changes, not of everything that needs a person. */
  graveOnly: boolean("grave_only").notNull().default(false),
  createdBy: text("created_by").notNull(),
  createdAt: now("created_at"),
  sentAt: at("sent_at"),
  failingSince: at("failing_since"),
  failure: text("failure"),
});

/** Trouble that is there, or was until just now, and whether people were told of it. */
export const told = pgTable("told", {
  /** What it is about: `net:12`, `guard:breaker:3`, `problem:dns-elsewhere:12`. */
  key: text("key").primaryKey(),
  title: text("title").notNull(),
  detail: text("detail").notNull(),
  path: text("path").notNull(),
  grave: boolean("grave").notNull(),
  since: at("since").notNull(),
  seenAt: now("seen_at"),
  /** Null: it may yet pass by itself. */
  toldAt: at("told_at"),
  /** When it was first looked for and not there. */
  goneAt: at("gone_at"),
});

/** What was done, in events of `db/audit-events.ts`: written in the same transaction as the deed. */
export const auditTrail = pgTable(
  "audit_trail",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    at: now("at"),
    actor: text("actor").notNull(),
    /** A dotted code: `server.registered`, `mail-server.removed`, `session.signed-in` … */
    event: text("event").notNull(),
    target: text("target").notNull().default(""),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [index("audit_trail_at").on(table.at)],
);

/**
 * What makes the trail tamper-evident: each entry's hash holds the one before it. A trigger writes it when the entry's
 * transaction commits, so that places follow the order of commits and writers wait for each other for that moment alone.
 */
export const auditChain = pgTable("audit_chain", {
  place: bigint("place", { mode: "number" }).primaryKey(),
  entryId: bigint("entry_id", { mode: "number" }).notNull().unique(),
  /** SHA-256 of the hash before and the entry, in hex. */
  hash: text("hash").notNull(),
});

/** One row: how the last check of the whole chain ended. */
export const auditCheck = pgTable("audit_check", {
  id: integer("id").primaryKey().default(1),
  checkedAt: now("checked_at"),
  entries: bigint("entries", { mode: "number" }).notNull(),
  /** A sentence about the first thing that is wrong; null when nothing is. */
  fault: text("fault"),
});

/**
 * What a page needs from a panel at once: asked by the web process, answered by the worker. Credentials travel in
 * `sealed` (to the worker's key, context `questions.sealed:<id>`); a secret answer travels in `sealedAnswer`, to the key pair that the asking process made for
 * this question alone, so a one-time session token is never stored in the open.
 */
export const questions = pgTable("questions", {
  id: uuid("id").primaryKey().defaultRandom(),
  kind: text("kind").notNull(),
  payload: jsonb("payload").$type<Record<string, unknown>>().notNull().default({}),
  sealed: text("sealed"),
  replyKey: text("reply_key"),
  askedBy: text("asked_by").notNull(),
  askedAt: now("asked_at"),
  /** Words for people while it is worked on. */
  step: text("step"),
  answeredAt: at("answered_at"),
  answer: jsonb("answer").$type<Record<string, unknown>>(),
  sealedAnswer: text("sealed_answer"),
  error: text("error"),
});

/** Latency history, one row a probe; kept for two days. */
export const probeHistory = pgTable(
  "probe_history",
  {
    serverId: integer("server_id")
      .notNull()
      .references(() => servers.id, { onDelete: "cascade" }),
    at: now("at"),
    status: text("status").$type<NetStatus>().notNull(),
    latency: integer("latency"),
    cause: text("cause"),
  },
  (table) => [primaryKey({ columns: [table.serverId, table.at] })],
);
