import {
  and,
  asc,
  desc,
  eq,
  ilike,
  inArray,
  isNotNull,
  isNull,
  like,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import { alias, type PgColumn } from "drizzle-orm/pg-core";
import type { Db } from "./client";
import { type AccountKind, accountCounts, accounts, mailServers, type Stage, type SyncStatus, servers } from "./schema";

export interface AccountFilter {
  /** Part of a name, a login, a person or company, or a whole address. */
  q?: string;
  kind?: AccountKind;
  serverId?: number;
  mailServerId?: number;
  /** The client that owns a domain. */
  clientId?: number;
  status?: SyncStatus;
  /** A problem's code, or "any". */
  problem?: string;
  /** Domains on their way out or back. */
  moving?: boolean;
  stage?: Stage;
  /** These alone, whatever else is asked for. */
  ids?: readonly number[];
}

export type AccountOrder = "name" | "addresses" | "changed";

export interface AccountPage {
  order: AccountOrder;
  descending: boolean;
  /** The list goes on behind, or ends before, the account with this id. */
  after?: number;
  before?: number;
  limit: number;
}

const orders: Record<AccountOrder, PgColumn[]> = {
  // Led by kind, as the index is: clients first, then domains.
  name: [accounts.kind, accounts.ascii, accounts.id],
  addresses: [accounts.addressCount, accounts.id],
  changed: [accounts.changedAt, accounts.id],
};

const central = alias(servers, "central");
const owner = alias(accounts, "owner");

/** One page of the accounts that a mail server handles; closed accounts are in no list. */
export async function listAccounts(db: Db, filter: AccountFilter, page: AccountPage) {
  const keys = orders[page.order];
  const backwards = page.after === undefined && page.before !== undefined;
  const turned = page.descending !== backwards;
  const that = await accountsThat(db, filter);
  const found = await db
    .select({
      id: accounts.id,
      kind: accounts.kind,
      name: accounts.name,
      label: accounts.label,
      ownerId: accounts.clientId,
      owner: owner.name,
      serverId: accounts.serverId,
      server: servers.name,
      mailServerId: accounts.mailServerId,
      mailServer: central.name,
      netStatus: central.netStatus,
      syncStatus: accounts.syncStatus,
      differences: sql<number>`jsonb_array_length(${accounts.differences})`,
      stage: accounts.stage,
      waiting: accounts.waiting,
      problem: accounts.problem,
      problemDetail: accounts.problemDetail,
      problemSince: accounts.problemSince,
      addressCount: accounts.addressCount,
      needsPassword: accounts.needsPassword,
      changedAt: accounts.changedAt,
    })
    .from(accounts)
    .innerJoin(servers, eq(servers.id, accounts.serverId))
    .innerJoin(mailServers, eq(mailServers.id, accounts.mailServerId))
    .innerJoin(central, eq(central.id, mailServers.serverId))
    .leftJoin(owner, eq(owner.id, accounts.clientId))
    .where(and(that, beyond(keys, turned, backwards ? page.before : page.after)))
    .orderBy(...keys.map((key) => (turned ? desc(key) : asc(key))))
    .limit(page.limit + 1);
  const more = found.length > page.limit;
  const rows = found.slice(0, page.limit);
  if (backwards) rows.reverse();
  return {
    rows,
    before: rows.length > 0 && (backwards ? more : page.after !== undefined) ? rows[0]?.id : undefined,
    after: rows.length > 0 && (backwards || more) ? rows.at(-1)?.id : undefined,
  };
}

export type AccountRow = Awaited<ReturnType<typeof listAccounts>>["rows"][number];

/** The capped count reads at most this many rows. */
export const countedUpTo = 10_000;

/** How many accounts match. Read from the kept counts where the filter allows it; else counted up to the cap. */
export async function countAccounts(db: Db, filter: AccountFilter): Promise<{ count: number; capped: boolean }> {
  const column = keptColumn(filter);
  if (column) {
    const [row] = await db
      .select({ count: sql<number>`coalesce(sum(${column}), 0)::int` })
      .from(accountCounts)
      .where(
        and(
          filter.kind ? eq(accountCounts.kind, filter.kind) : undefined,
          filter.serverId ? eq(accountCounts.serverId, filter.serverId) : undefined,
          filter.mailServerId ? eq(accountCounts.mailServerId, filter.mailServerId) : undefined,
        ),
      );
    return { count: row?.count ?? 0, capped: false };
  }
  const few = db
    .select({ id: accounts.id })
    .from(accounts)
    .where(await accountsThat(db, filter))
    .limit(countedUpTo + 1)
    .as("few");
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(few);
  const count = row?.count ?? 0;
  return { count: Math.min(count, countedUpTo), capped: count > countedUpTo };
}

function keptColumn(filter: AccountFilter): SQL | PgColumn | undefined {
  if (filter.q || filter.clientId !== undefined || (filter.problem && filter.problem !== "any")) return undefined;
  if (filter.ids || filter.stage) return undefined;
  const narrowed = [filter.status, filter.problem, filter.moving].filter(Boolean).length;
  if (narrowed > 1) return undefined;
  if (filter.problem) return accountCounts.problems;
  if (filter.moving) return accountCounts.moving;
  if (filter.status === "outdated") return accountCounts.outdated;
  if (filter.status === "unknown") return accountCounts.unknown;
  if (filter.status) return sql`${accountCounts.total} - ${accountCounts.outdated} - ${accountCounts.unknown}`;
  return accountCounts.total;
}

/** What the accounts of a filter have in common, for any query of `accounts`; closed ones never match. */
export async function accountsThat(db: Db, filter: AccountFilter): Promise<SQL | undefined> {
  return and(
    filter.mailServerId ? eq(accounts.mailServerId, filter.mailServerId) : isNotNull(accounts.mailServerId),
    filter.kind ? eq(accounts.kind, filter.kind) : undefined,
    filter.serverId ? eq(accounts.serverId, filter.serverId) : undefined,
    filter.clientId ? eq(accounts.clientId, filter.clientId) : undefined,
    filter.status ? eq(accounts.syncStatus, filter.status) : undefined,
    filter.problem === "any" ? isNotNull(accounts.problem) : undefined,
    filter.problem && filter.problem !== "any" ? eq(accounts.problem, filter.problem) : undefined,
    filter.moving
      ? and(eq(accounts.kind, "domain"), notInArray(accounts.stage, ["assigned", "closed"]), isNull(accounts.problem))
      : undefined,
    filter.stage ? eq(accounts.stage, filter.stage) : undefined,
    filter.ids ? inArray(accounts.id, [...filter.ids]) : undefined,
    await wording(db, filter.q),
  );
}

/**
 * A rare word is looked up in an index that holds nothing but names, so that a search reads a few megabytes of 200 000
 * accounts. A common one is compared row by row in the list's own order, which finds a page of them at once.
 */
async function wording(db: Db, q: string | undefined): Promise<SQL | undefined> {
  // Of an address, the domain is what an account is named by.
  const text = (q?.split("@").pop() ?? "").trim();
  if (!text) return undefined;
  const candidate = alias(accounts, "candidate");
  const found = sql`(select ${candidate.id} from ${accounts} as candidate where ${names(candidate, text)}
    union all select ${candidate.id} from ${accounts} as candidate where ${people(candidate, text)})`;
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from (select 1 from ${found} as found limit ${rareUpTo + 1}) as few`,
  );
  return row && row.count > rareUpTo
    ? or(names(accounts, text), people(accounts, text))
    : sql`${accounts.id} in ${found}`;
}

const rareUpTo = 2_000;

type Names = { kind: PgColumn; ascii: PgColumn; name: PgColumn; label: PgColumn };

/** Names in other scripts are kept as punycode in `ascii`: only those are compared as people write them. */
function names(table: Names, text: string): SQL | undefined {
  return /[^ -~]/.test(text)
    ? and(like(table.ascii, "%xn--%"), ilike(table.name, part(text)))
    : like(table.ascii, part(text.toLowerCase()));
}

function people(table: Names, text: string): SQL | undefined {
  return and(eq(table.kind, "client"), ne(table.label, ""), ilike(table.label, part(text)));
}

const part = (text: string) => `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;

function beyond(keys: PgColumn[], turned: boolean, id: number | undefined): SQL | undefined {
  if (id === undefined) return undefined;
  const row = sql.join(keys, sql`, `);
  const mark = sql`(select ${row} from ${accounts} where ${accounts.id} = ${id})`;
  return turned ? sql`(${row}) < ${mark}` : sql`(${row}) > ${mark}`;
}
