import { and, eq, gt, sql } from "drizzle-orm";
import { type AccountFilter, accountsThat } from "./accounts";
import type { Db } from "./client";
import { accounts, mailServers } from "./schema";

/** What the wanted records of a domain are made of. Names are punycode. */
export interface WantedZone {
  id: number;
  domain: string;
  aliases: string[];
  mxHost: string;
}

const zone = {
  id: accounts.id,
  domain: accounts.ascii,
  aliases: sql<
    string[]
  >`coalesce(jsonb_path_query_array(${accounts.source}, '$.aliases[*] ? (@.mail == true).ascii'), '[]'::jsonb)`,
  mxHost: mailServers.mxHost,
};

/** Null for a client, and for what is closed. */
export async function getWantedZone(db: Db, accountId: number): Promise<WantedZone | null> {
  const [row] = await db
    .select(zone)
    .from(accounts)
    .innerJoin(mailServers, eq(mailServers.id, accounts.mailServerId))
    .where(and(eq(accounts.id, accountId), eq(accounts.kind, "domain")));
  return row ?? null;
}

/** The domains of a filter, in the order of their ids; the list goes on behind `after`. */
export async function listWantedZones(
  db: Db,
  filter: AccountFilter,
  { after, limit }: { after?: number; limit: number },
): Promise<{ rows: WantedZone[]; more: boolean }> {
  const found = await db
    .select(zone)
    .from(accounts)
    .innerJoin(mailServers, eq(mailServers.id, accounts.mailServerId))
    .where(
      and(
        eq(accounts.kind, "domain"),
        await accountsThat(db, filter),
        after === undefined ? undefined : gt(accounts.id, after),
      ),
    )
    .orderBy(accounts.id)
    .limit(limit + 1);
  return { rows: found.slice(0, limit), more: found.length > limit };
}
