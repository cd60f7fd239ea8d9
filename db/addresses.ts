import { and, asc, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "./client";
import { along, asPage, type Turn } from "./paging";
import { accountCounts, accounts, addresses, mailServers, servers } from "./schema";

/** The addresses of a domain on either side, by name, from behind `after` on, and how many there are in `all`. */
export async function listAddresses(db: Db, accountId: number, { after, limit }: { after?: string; limit: number }) {
  const found = await db
    .select({
      name: addresses.name,
      source: addresses.source,
      central: addresses.central,
      written: addresses.written,
      needsPassword: addresses.needsPassword,
      missingSince: addresses.missingSince,
    })
    .from(addresses)
    .where(and(eq(addresses.accountId, accountId), after === undefined ? undefined : gt(addresses.name, after)))
    .orderBy(asc(addresses.name))
    .limit(limit + 1);
  const all = await db.$count(addresses, eq(addresses.accountId, accountId));
  return { rows: found.slice(0, limit), more: found.length > limit, all };
}

export type AddressRow = Awaited<ReturnType<typeof listAddresses>>["rows"][number];

export interface PasswordFilter {
  serverId?: number;
  accountId?: number;
}

const central = alias(servers, "central");

/** Mailboxes whose password nobody knows yet, domain by domain. */
export async function listNeedingPassword(
  db: Db,
  filter: PasswordFilter,
  turn: Turn<{ accountId: number; name: string }>,
) {
  const keys = [addresses.accountId, addresses.name];
  const { beyond, order } = along(keys, false, turn, ({ accountId, name }) => sql`(${accountId}::bigint, ${name})`);
  const found = await db
    .select({
      accountId: addresses.accountId,
      name: addresses.name,
      domain: accounts.name,
      serverId: accounts.serverId,
      server: servers.name,
      mailServerId: accounts.mailServerId,
      mailServer: central.name,
      centralServerId: mailServers.serverId,
    })
    .from(addresses)
    .innerJoin(accounts, eq(accounts.id, addresses.accountId))
    .innerJoin(servers, eq(servers.id, accounts.serverId))
    .innerJoin(mailServers, eq(mailServers.id, accounts.mailServerId))
    .innerJoin(central, eq(central.id, mailServers.serverId))
    .where(and(eq(addresses.needsPassword, true), isNotNull(accounts.mailServerId), narrowed(filter), beyond))
    .orderBy(...order)
    .limit(turn.limit + 1);
  return asPage(found, turn);
}

export async function countNeedingPassword(db: Db, filter: PasswordFilter): Promise<number> {
  if (filter.accountId) {
    const [row] = await db
      .select({ count: accounts.needsPassword })
      .from(accounts)
      .where(and(eq(accounts.id, filter.accountId), isNotNull(accounts.mailServerId)));
    return row?.count ?? 0;
  }
  const [row] = await db
    .select({ count: sql<number>`coalesce(sum(${accountCounts.needsPassword}), 0)::int` })
    .from(accountCounts)
    .where(filter.serverId ? eq(accountCounts.serverId, filter.serverId) : undefined);
  return row?.count ?? 0;
}

/** Somebody set the passwords of these mailboxes. Returns the addresses that had needed one. */
export async function passwordsWereSet(
  db: Db,
  chosen: readonly { accountId: number; name: string }[],
): Promise<string[]> {
  const done: string[] = [];
  // In the accounts' order, so that two people who do this at once never wait for each other in a circle.
  for (const accountId of [...new Set(chosen.map((one) => one.accountId))].sort((a, b) => a - b)) {
    const names = chosen.filter((one) => one.accountId === accountId).map((one) => one.name);
    const [account] = await db
      .select({ domain: accounts.name })
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .for("update");
    if (!account) continue;
    const rows = await db
      .update(addresses)
      .set({ needsPassword: false })
      .where(and(eq(addresses.accountId, accountId), eq(addresses.needsPassword, true), inArray(addresses.name, names)))
      .returning({ name: addresses.name });
    const left = sql`(select count(*) from ${addresses} where ${addresses.accountId} = ${accountId} and ${addresses.needsPassword})`;
    await db.update(accounts).set({ needsPassword: left }).where(eq(accounts.id, accountId));
    done.push(...rows.map((row) => `${row.name}@${account.domain}`));
  }
  return done;
}

const narrowed = (filter: PasswordFilter) =>
  and(
    filter.serverId ? eq(accounts.serverId, filter.serverId) : undefined,
    filter.accountId ? eq(accounts.id, filter.accountId) : undefined,
  );
