import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { type Account, getAccount } from "./account";
import type { Db } from "./client";
import { accounts, claims } from "./schema";

/** A name that two assigned servers have, and the other account of this name. Of a domain, it is the one that is handled. */
export interface Holder {
  /** The name as DNS has it; a domain's own, or one of its aliases. */
  ascii: string;
  account: Account;
}

/**
 * Another client with the same login on the same mail server; null when there is none. Both are kept: the later one got a
 * login of its own there.
 */
export async function getNamesake(db: Db, { id, kind, ascii, mailServerId }: Account): Promise<Holder | null> {
  if (kind !== "client" || mailServerId === null) return null;
  const [other] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(
      and(
        eq(accounts.mailServerId, mailServerId),
        eq(accounts.kind, "client"),
        eq(accounts.ascii, ascii),
        ne(accounts.id, id),
      ),
    )
    .orderBy(accounts.id)
    .limit(1);
  const account = other ? await getAccount(db, other.id) : null;
  return account ? { ascii, account } : null;
}

/** Who holds a name that this account would need; null when nobody else does. */
export async function getHolder(db: Db, { id, ascii, source }: Account): Promise<Holder | null> {
  const aliases = sql<string>`(select value #>> '{}' from jsonb_path_query(${JSON.stringify(source ?? {})}::text::jsonb, '$.aliases[*].ascii') as value)`;
  const [claim] = await db
    .select()
    .from(claims)
    .where(and(sql`(${eq(claims.ascii, ascii)} or ${inArray(claims.ascii, aliases)})`, ne(claims.accountId, id)))
    .orderBy(sql`${claims.ascii} <> ${ascii}`)
    .limit(1);
  const account = claim ? await getAccount(db, claim.accountId) : null;
  return claim && account ? { ascii: claim.ascii, account } : null;
}
