import { and, eq, inArray, isNotNull, isNull, notInArray, or, type SQL, sql } from "drizzle-orm";
import { alias, type PgColumn } from "drizzle-orm/pg-core";
import { wording } from "./account-names";
import type { Db } from "./client";
import { along, asPage, type Turn } from "./paging";
import { type AccountKind, accountCounts, accounts, mailServers, type Stage, type SyncStatus, servers } from "./schema";

export interface AccountFilter {
  /** Part of a name, a login, a person or company, or a whole address. */
  q?: string;
  kind?: AccountKind;
  serverId?: number;
  mailServerId?: number;
  /** The client that owns a domain. */
  clientId?: number;
  /** As lists show it: unknown where the mail server cannot be looked at, whatever was seen last. */
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

export interface AccountPage extends Turn<string> {
  order: AccountOrder;
  descending: boolean;
}

/** Where an account stands in a list, as `listAccounts` names it: its id, behind what the list was ordered by. */
export const accountPlace = /^(?:(\d{1,16})-)?(\d{1,15})$/;

const orders: Record<AccountOrder, PgColumn[]> = {
  // Led by kind, as the index is: clients first, then domains.
  name: [accounts.kind, accounts.ascii, accounts.id],
  addresses: [accounts.addressCount, accounts.id],
  changed: [accounts.changedAt, accounts.id],
};

/** Time as a number loses nothing only in millionths of a second, which is what the database keeps. */
const places: Record<AccountOrder, SQL<string>> = {
  name: sql`${accounts.id}::text`,
  addresses: sql`${accounts.addressCount} || '-' || ${accounts.id}`,
  changed: sql`(extract(epoch from ${accounts.changedAt}) * 1000000)::bigint || '-' || ${accounts.id}`,
};

/**
 * A place is where the account stood when the page was read: it may have changed since, and whoever goes on from where it
 * is now would see rows twice, or never. An id alone is the account as it is now.
 */
function placed(order: AccountOrder, place: string): SQL {
  const [, value, id = "0"] = accountPlace.exec(place) ?? [];
  if (value === undefined || order === "name")
    return sql`(select ${sql.join(orders[order], sql`, `)} from ${accounts} where ${accounts.id} = ${id}::bigint)`;
  const since = sql`timestamptz 'epoch' + ${value}::float8 * interval '1 microsecond'`;
  return sql`(${order === "changed" ? since : sql`${value}::bigint`}, ${id}::bigint)`;
}

const central = alias(servers, "central");
const owner = alias(accounts, "owner");

/** One page of the accounts that a mail server handles; closed accounts are in no list. */
export async function listAccounts(db: Db, filter: AccountFilter, page: AccountPage) {
  const { beyond, order } = along(orders[page.order], page.descending, page, (place) => placed(page.order, place));
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
      place: places[page.order],
    })
    .from(accounts)
    .innerJoin(servers, eq(servers.id, accounts.serverId))
    .innerJoin(mailServers, eq(mailServers.id, accounts.mailServerId))
    .innerJoin(central, eq(central.id, mailServers.serverId))
    .leftJoin(owner, eq(owner.id, accounts.clientId))
    .where(and(that, beyond))
    .orderBy(...order)
    .limit(page.limit + 1);
  const { rows, more, earlier } = asPage(found, page);
  return { rows, before: earlier ? rows[0]?.place : undefined, after: more ? rows.at(-1)?.place : undefined };
}

export type AccountRow = Awaited<ReturnType<typeof listAccounts>>["rows"][number];

/** The capped count reads at most this many rows. */
export const countedUpTo = 10_000;

/** How many accounts match. Read from the kept counts where the filter allows it; else counted up to the cap. */
export async function countAccounts(db: Db, filter: AccountFilter): Promise<{ count: number; capped: boolean }> {
  const column = keptColumn(filter, filter.status ? (await sight(db)).dark : []);
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

function keptColumn(filter: AccountFilter, dark: number[]): SQL | PgColumn | undefined {
  if (filter.q || filter.clientId !== undefined || (filter.problem && filter.problem !== "any")) return undefined;
  if (filter.ids || filter.stage) return undefined;
  const narrowed = [filter.status, filter.problem, filter.moving].filter(Boolean).length;
  if (narrowed > 1) return undefined;
  if (filter.problem) return accountCounts.problems;
  if (filter.moving) return accountCounts.moving;
  const { total, outdated, unknown } = accountCounts;
  if (!filter.status) return total;
  const seen = { outdated, unknown, synchronized: sql`${total} - ${outdated} - ${unknown}` }[filter.status];
  if (dark.length === 0) return seen;
  const unseen = filter.status === "unknown" ? total : sql`0`;
  return sql`case when ${inArray(accountCounts.mailServerId, dark)} then ${unseen} else ${seen} end`;
}

interface Sight {
  bright: number[];
  /** Those that cannot be looked at now. */
  dark: number[];
}

/**
 * The mail servers, by whether they can be looked at. They are few, and asked for by themselves: with their ids in it a
 * query of 200 000 accounts keeps to its indexes, and with none of them dark it is the one of every other day.
 */
async function sight(db: Db): Promise<Sight> {
  const rows = await db
    .select({ id: mailServers.id, net: central.netStatus })
    .from(mailServers)
    .innerJoin(central, eq(central.id, mailServers.serverId));
  const those = (online: boolean) => rows.flatMap(({ id, net }) => ((net === "online") === online ? [id] : []));
  return { bright: those(true), dark: those(false) };
}

function shows(status: SyncStatus, { bright, dark }: Sight): SQL | undefined {
  const seen = eq(accounts.syncStatus, status);
  if (dark.length === 0) return seen;
  return status === "unknown"
    ? or(seen, inArray(accounts.mailServerId, dark))
    : and(seen, inArray(accounts.mailServerId, bright));
}

/** What the accounts of a filter have in common, for any query of `accounts`; closed ones never match. */
export async function accountsThat(db: Db, filter: AccountFilter): Promise<SQL | undefined> {
  return and(
    filter.mailServerId ? eq(accounts.mailServerId, filter.mailServerId) : isNotNull(accounts.mailServerId),
    filter.kind ? eq(accounts.kind, filter.kind) : undefined,
    filter.serverId ? eq(accounts.serverId, filter.serverId) : undefined,
    filter.clientId ? eq(accounts.clientId, filter.clientId) : undefined,
    filter.status ? shows(filter.status, await sight(db)) : undefined,
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
