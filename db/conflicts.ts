import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { type Account, getAccount } from "./account";
import type { Db } from "./client";
import { claims } from "./schema";

/** A name that two assigned servers have, and the account that has it first: that one's mail is handled. */
export interface Holder {
  /** The name as DNS has it; a domain's own, or one of its aliases. */
  ascii: string;
  account: Account;
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
