import { sql } from "drizzle-orm";
import type { Db } from "./client";
import type { AccountKind, Difference, Stage, SyncStatus } from "./schema";

/** An account as the worker keeps it. Rows go to the database as one JSON text a batch: one statement, one plan. */
export interface LedgerAccount {
  id: number;
  kind: AccountKind;
  sourceId: number;
  sourceGuid: string;
  name: string;
  ascii: string;
  label: string;
  clientId: number | null;
  parentId: number | null;
  sourceDigest: string | null;
  centralDigest: string | null;
  written: Record<string, unknown> | null;
  centralId: number | null;
  centralGuid: string | null;
  /** False once closed. */
  counted: boolean;
  syncStatus: SyncStatus;
  differences: Difference[];
  stage: Stage | null;
  stageSince: Date | null;
  stageUntil: Date | null;
  stageTimes: Partial<Record<Stage, string>>;
  waiting: string | null;
  problem: string | null;
  problemDetail: string | null;
  problemSince: Date | null;
  missingSince: Date | null;
  /** A person's answer to the problem. */
  solution: "enforce" | "take" | "close" | null;
  /** Set by the run when the answer that it read has been followed; one that came meanwhile stands. */
  solved: boolean;
  /** When a person wished just this one synchronized, as the database writes it: only ever compared there. */
  synchronizeWanted: string | null;
  /** Set by the run when the wish that it read has been followed; a later one stands. */
  followed: boolean;
  addressCount: number;
  needsPassword: number;
  /** Set by the run: what was seen, to be stored; undefined leaves the stored value. */
  source?: Record<string, unknown>;
  central?: Record<string, unknown> | null;
}

/** An account in short. */
export interface LedgerEntry {
  id: number;
  kind: AccountKind;
  sourceGuid: string;
  centralId: number | null;
  addressCount: number;
  /** Nothing is going on with it as far as its row tells. */
  resting: boolean;
  /** A digest of what its row knows of both sides: any change of that makes another. */
  print: string;
}

export interface Owner {
  serverId: number;
  mailServerId: number;
  /** The Plesk server that is the mail server: ids on another one mean nothing here. */
  centralServerId: number;
}

const BATCH = 500;

// What an update leaves in these two columns: not every run has seen both sides.
const newSource = sql`coalesce(x.source, a.source)`;
const newCentral = sql`case when x.sees then nullif(x.central, 'null'::jsonb) else a.central end`;

/**
 * An account that waits or has a problem is written by every run: it has changed where what people see of it has. Not
 * among that is the text of what it waits for or of its problem, which names times, numbers and name servers that come
 * and go while nothing happens to the account.
 */
const changed = sql`
  (x."syncStatus", x.differences, x.stage, x.problem, ${newSource}, ${newCentral})
    is distinct from (a.sync_status, a.differences, a.stage, a.problem, a.source, a.central)`;

const columns = (owner: Owner) => sql`
  id, kind, source_id as "sourceId", source_guid as "sourceGuid", name, ascii, label, client_id as "clientId",
  parent_id as "parentId", source_digest as "sourceDigest",
  case when central_server_id = ${owner.centralServerId} then central_digest end as "centralDigest",
  case when central_server_id = ${owner.centralServerId} or central_server_id is null then written end as written,
  case when central_server_id = ${owner.centralServerId} then central_id end as "centralId",
  case when central_server_id = ${owner.centralServerId} then central_guid end as "centralGuid",
  mail_server_id is not null as counted, sync_status as "syncStatus", differences, stage, stage_since as "stageSince",
  stage_until as "stageUntil", stage_times as "stageTimes", waiting, problem, problem_detail as "problemDetail",
  problem_since as "problemSince", missing_since as "missingSince", solution,
  synchronize_wanted_at::text as "synchronizeWanted", address_count as "addressCount",
  needs_password as "needsPassword"`;

type Row = Record<Exclude<keyof LedgerAccount, "solved" | "followed">, unknown>;

/** Every account that this assigned server has or had. */
export async function readLedger(db: Db, { serverId, centralServerId }: Owner): Promise<LedgerEntry[]> {
  const there = sql`central_server_id = ${centralServerId}`;
  const rows = await db.execute<LedgerEntry & Record<string, unknown>>(sql`
    select id::float8, kind, source_guid as "sourceGuid", case when ${there} then central_id end as "centralId",
      address_count as "addressCount",
      (stage = 'assigned' and sync_status = 'synchronized' and problem is null and solution is null and waiting is null
        and missing_since is null and synchronize_wanted_at is null and central_id is not null and ${there}) is true as resting,
      md5(row(source_id, name, ascii, label, client_id, parent_id, source_digest, central_digest, central_server_id, central_id,
        mail_server_id, stage, sync_status, problem, solution, waiting, missing_since)::text) as print
    from accounts where server_id = ${serverId}`);
  return [...rows];
}

/** These accounts in full. */
export async function readAccounts(db: Db, owner: Owner, ids: readonly number[]): Promise<LedgerAccount[]> {
  const found: LedgerAccount[] = [];
  for (const batch of batches(ids)) {
    const rows = await db.execute<Row>(sql`
      select ${columns(owner)} from accounts where server_id = ${owner.serverId}
      and id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(batch)}::text::jsonb)) order by id`);
    found.push(...rows.map(toAccount));
  }
  return found;
}

export async function addToLedger(
  db: Db,
  owner: Owner,
  fresh: readonly Pick<LedgerAccount, "kind" | "sourceId" | "sourceGuid" | "name" | "ascii" | "label">[],
): Promise<LedgerAccount[]> {
  const added: LedgerAccount[] = [];
  for (const batch of batches(fresh)) {
    const rows = await db.execute<Row>(sql`
      insert into accounts (kind, server_id, mail_server_id, source_id, source_guid, name, ascii, label, sync_status)
      select kind, ${owner.serverId}, ${owner.mailServerId}, "sourceId", "sourceGuid", name, ascii, label, 'outdated'
      from jsonb_to_recordset(${JSON.stringify(batch)}::text::jsonb)
        as x(kind text, "sourceId" int, "sourceGuid" text, name text, ascii text, label text)
      on conflict (server_id, kind, source_guid) do nothing returning ${columns(owner)}`);
    added.push(...rows.map(toAccount));
  }
  return added;
}

/** Writes what the worker observed of these accounts. `needsPassword` is counted by `saveLedgerAddresses`. */
export async function saveLedger(db: Db, owner: Owner, accounts: readonly LedgerAccount[]): Promise<void> {
  for (const batch of batches(accounts)) {
    const json = JSON.stringify(
      batch.map((account) => ({ ...account, sees: "central" in account, central: account.central ?? null })),
    );
    await db.execute(sql`
      update accounts a set
        mail_server_id = case when x.counted then ${owner.mailServerId}::int end,
        source_id = x."sourceId", name = x.name, ascii = x.ascii, label = x.label, client_id = x."clientId",
        parent_id = x."parentId", source = ${newSource}, source_digest = x."sourceDigest",
        central = ${newCentral},
        central_digest = x."centralDigest", written = x.written, central_id = x."centralId",
        central_guid = x."centralGuid", central_server_id = ${owner.centralServerId},
        sync_status = x."syncStatus", differences = x.differences, stage = x.stage, stage_since = x."stageSince",
        stage_until = x."stageUntil", stage_times = x."stageTimes", waiting = x.waiting, problem = x.problem,
        problem_detail = x."problemDetail", problem_since = x."problemSince", missing_since = x."missingSince",
        solution = case when x.solved and a.solution = x.solution then null else a.solution end,
        synchronize_wanted_at = case when x.followed and a.synchronize_wanted_at = x."synchronizeWanted" then null
          else a.synchronize_wanted_at end,
        address_count = x."addressCount", changed_at = case when ${changed} then now() else a.changed_at end
      from jsonb_to_recordset(${json}::text::jsonb) as x(
        id bigint, "sourceId" int, name text, ascii text, label text, "clientId" bigint, "parentId" bigint, source jsonb,
        "sourceDigest" text, sees boolean, central jsonb, "centralDigest" text, written jsonb, "centralId" int,
        "centralGuid" text, counted boolean, "syncStatus" text, differences jsonb, stage text, "stageSince" timestamptz,
        "stageUntil" timestamptz, "stageTimes" jsonb, waiting text, problem text, "problemDetail" text,
        "problemSince" timestamptz, "missingSince" timestamptz, solution text, solved boolean,
        "synchronizeWanted" timestamptz, followed boolean, "addressCount" int)
      where a.id = x.id and a.server_id = ${owner.serverId}`);
  }
}

const day = (value: unknown): Date | null => (value === null ? null : new Date(value as string));

/** The row itself becomes the account: copies would double what a look at a large server needs. */
function toAccount(row: Row): LedgerAccount {
  return Object.assign(row as unknown as LedgerAccount, {
    id: Number(row.id),
    solved: false,
    followed: false,
    clientId: row.clientId === null ? null : Number(row.clientId),
    parentId: row.parentId === null ? null : Number(row.parentId),
    stageSince: day(row.stageSince),
    stageUntil: day(row.stageUntil),
    problemSince: day(row.problemSince),
    missingSince: day(row.missingSince),
  });
}

export function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH);
}
