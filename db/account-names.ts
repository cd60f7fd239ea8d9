import { and, eq, ilike, like, ne, or, type SQL, sql } from "drizzle-orm";
import { alias, type PgColumn } from "drizzle-orm/pg-core";
import type { Db } from "./client";
import { accounts, addresses } from "./schema";

/**
 * The accounts that are named like `q`; of an address, the domain is what an account is named by. A rare word is looked up
 * in an index that holds nothing but names, so that a search reads a few megabytes of 200 000 accounts. A common one is
 * compared row by row in the list's own order, which finds a page of them at once.
 */
export async function wording(db: Db, q: string | undefined): Promise<SQL | undefined> {
  if (!q?.trim()) return undefined;
  const text = (q.split("@").pop() ?? "").trim();
  // As much of an address as has no domain yet: whoever types on narrows these.
  if (!text) return withAddress(q.slice(0, q.lastIndexOf("@")).trim().toLowerCase());
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

/** The domains that have an address with this before its @: none without anything there. */
const withAddress = (local: string): SQL =>
  sql`${accounts.id} in (select ${addresses.accountId} from ${addresses} where ${addresses.name} = ${local})`;

type Names = { kind: PgColumn; ascii: PgColumn; name: PgColumn; label: PgColumn };

/** Names in other scripts are kept as punycode in `ascii`: only those are compared as people write them. */
export function names(table: Pick<Names, "ascii" | "name">, text: string): SQL | undefined {
  return /[^ -~]/.test(text)
    ? and(like(table.ascii, "%xn--%"), ilike(table.name, part(text)))
    : like(table.ascii, part(text.toLowerCase()));
}

function people(table: Names, text: string): SQL | undefined {
  return and(eq(table.kind, "client"), ne(table.label, ""), ilike(table.label, part(text)));
}

/** For a pattern that takes its signs for themselves. */
export const part = (text: string) => `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
