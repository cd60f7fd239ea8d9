import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Db } from "./client";
import { batches } from "./ledger";

/** What belongs to accounts beside their own row: names claimed, addresses, snapshots. */

export interface LedgerAddress<Shape = unknown> {
  name: string;
  source: Shape | null;
  central: Shape | null;
  written: Shape | null;
  needsPassword: boolean;
  missingSince: Date | null;
}

/**
 * Claims names for accounts, first come first served, and gives up the ones they no longer have. Returns the names that
 * another account holds, with that account and its server.
 */
export async function claimNames(
  db: Db,
  names: readonly { ascii: string; accountId: number }[],
): Promise<Map<string, { accountId: number; server: string }>> {
  const held = new Map<string, { accountId: number; server: string }>();
  const json = JSON.stringify(names);
  const x = sql`jsonb_to_recordset(${json}::text::jsonb) as x(ascii text, "accountId" bigint)`;
  await db.execute(sql`
    delete from claims c using (select distinct "accountId" from ${x}) as mine
    where c.account_id = mine."accountId" and not exists (select from ${x} where x.ascii = c.ascii and x."accountId" = c.account_id)`);
  await db.execute(
    sql`insert into claims (ascii, account_id) select ascii, "accountId" from ${x} order by ascii on conflict do nothing`,
  );
  const rows = await db.execute<{ ascii: string; account_id: string; server: string }>(sql`
    select c.ascii, c.account_id, s.name as server from claims c
    join accounts a on a.id = c.account_id join servers s on s.id = a.server_id
    where c.ascii in (select ascii from ${x}) and not exists (select from ${x} where x.ascii = c.ascii and x."accountId" = c.account_id)`);
  for (const row of rows) held.set(row.ascii, { accountId: Number(row.account_id), server: row.server });
  return held;
}

/** Who holds these names, without claiming them. */
export async function readClaims(
  db: Db,
  names: readonly string[],
): Promise<Map<string, { accountId: number; server: string }>> {
  const rows = await db.execute<{ ascii: string; account_id: string; server: string }>(sql`
    select c.ascii, c.account_id, s.name as server from claims c
    join accounts a on a.id = c.account_id join servers s on s.id = a.server_id
    where c.ascii in (select jsonb_array_elements_text(${JSON.stringify(names)}::text::jsonb))`);
  return new Map(rows.map((row) => [row.ascii, { accountId: Number(row.account_id), server: row.server }]));
}

export async function releaseClaims(db: Db, accountIds: readonly number[]): Promise<void> {
  if (accountIds.length === 0) return;
  await db.execute(
    sql`delete from claims where account_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(accountIds)}::text::jsonb))`,
  );
}

export async function readLedgerAddresses<Shape>(
  db: Db,
  accountIds: readonly number[],
): Promise<Map<number, LedgerAddress<Shape>[]>> {
  const found = new Map<number, LedgerAddress<Shape>[]>();
  for (const batch of batches(accountIds)) {
    const rows = await db.execute<{
      account_id: string;
      name: string;
      source: Shape | null;
      central: Shape | null;
      written: Shape | null;
      needs_password: boolean;
      missing_since: string | null;
    }>(sql`
      select account_id, name, source, central, written, needs_password, missing_since from addresses
      where account_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(batch)}::text::jsonb))`);
    for (const row of rows) {
      const id = Number(row.account_id);
      const list = found.get(id) ?? [];
      list.push({
        name: row.name,
        source: row.source,
        central: row.central,
        written: row.written,
        needsPassword: row.needs_password,
        missingSince: row.missing_since === null ? null : new Date(row.missing_since),
      });
      found.set(id, list);
    }
  }
  return found;
}

/**
 * Writes what was seen of addresses. A mark "needs a password" is only ever set here, by the row that was just made: a
 * person who clears it meanwhile is not overruled by an older reading. Missing is one that was at home before: what was
 * made on the mail server never was.
 */
export async function saveLedgerAddresses(
  db: Db,
  accounts: readonly { accountId: number; rows: readonly LedgerAddress[] }[],
): Promise<void> {
  const all = accounts.flatMap(({ accountId, rows }) => rows.map((row) => ({ accountId, ...row })));
  for (const batch of batches(all)) {
    await db.execute(sql`
      insert into addresses as a (account_id, name, source, central, written, needs_password)
      select "accountId", name, nullif(source, 'null'::jsonb), nullif(central, 'null'::jsonb), nullif(written, 'null'::jsonb),
             "needsPassword"
      from jsonb_to_recordset(${JSON.stringify(batch)}::text::jsonb)
        as x("accountId" bigint, name text, source jsonb, central jsonb, written jsonb, "needsPassword" boolean)
      on conflict (account_id, name) do update set
        source = excluded.source, central = excluded.central, written = excluded.written,
        needs_password = a.needs_password or (excluded.needs_password and a.written is null),
        missing_since = case when excluded.source is null then case when a.source is null then a.missing_since else now() end end`);
  }
  await countPasswords(
    db,
    accounts.map(({ accountId }) => accountId),
  );
}

/** Brings the accounts' number of addresses that need a password to what the rows say. */
export async function countPasswords(db: Db, accountIds: readonly number[]): Promise<void> {
  for (const batch of batches(accountIds))
    await db.execute(sql`
      update accounts a set needs_password = n.count
      from (select i.value::bigint as id, (select count(*) from addresses d where d.account_id = i.value::bigint and d.needs_password) as count
            from jsonb_array_elements_text(${JSON.stringify(batch)}::text::jsonb) i) as n
      where a.id = n.id and a.needs_password <> n.count`);
}

export async function readSnapshots(db: Db, accountIds: readonly number[]) {
  const found = new Map<number, { part: string; data: Record<string, unknown> }[]>();
  for (const batch of batches(accountIds)) {
    const rows = await db.execute<{
      account_id: string;
      part: string;
      data: Record<string, unknown>;
      hash: string;
    }>(sql`
      select account_id, part, data, hash from snapshots where restored_at is null
      and account_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(batch)}::text::jsonb))`);
    for (const row of rows) {
      if (row.hash !== hashOf(row.data))
        throw new Error(`The snapshot ${row.part} of account ${row.account_id} was altered.`);
      const id = Number(row.account_id);
      found.set(id, [...(found.get(id) ?? []), { part: row.part, data: row.data }]);
    }
  }
  return found;
}

export async function addSnapshots(
  db: Db,
  parts: readonly { accountId: number; part: string; data: Record<string, unknown> }[],
): Promise<void> {
  for (const batch of batches(parts.map((part) => ({ ...part, hash: hashOf(part.data) }))))
    await db.execute(sql`
      insert into snapshots (account_id, part, data, hash)
      select "accountId", part, data, hash from jsonb_to_recordset(${JSON.stringify(batch)}::text::jsonb)
        as x("accountId" bigint, part text, data jsonb, hash text)
      on conflict (account_id, part) where restored_at is null do nothing`);
}

export async function closeSnapshots(db: Db, accountIds: readonly number[]): Promise<void> {
  if (accountIds.length === 0) return;
  await db.execute(sql`
    update snapshots set restored_at = now() where restored_at is null
    and account_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(accountIds)}::text::jsonb))`);
}

/** Keys in order: jsonb does not keep the order in which they were written. */
function hashOf(value: unknown): string {
  const canonical = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(canonical);
    if (each === null || typeof each !== "object") return each;
    return Object.fromEntries(
      Object.entries(each)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, canonical(inner)]),
    );
  };
  return createHash("sha256")
    .update(JSON.stringify(canonical(value)))
    .digest("hex");
}
