import { isNull, sql } from "drizzle-orm";
import type { Db } from "./client";
import { countMailServers } from "./mail-servers";
import { isRegistered } from "./registered";
import { accountCounts, breakers, servers, settings } from "./schema";

/** The numbers of the start page and the navigation. All from kept counts: they cost the same with 200 000 accounts. */
export async function getStats(db: Db) {
  const sum = (column: "total" | "problems" | "moving" | "needsPassword", kind?: "client" | "domain") =>
    sql<number>`coalesce(sum(${accountCounts[column]}) ${
      kind ? sql`filter (where ${accountCounts.kind} = ${kind})` : sql``
    }, 0)::int`;
  const [counts] = await db
    .select({
      accounts: sum("total"),
      domains: sum("total", "domain"),
      clients: sum("total", "client"),
      problemAccounts: sum("problems"),
      problemDomains: sum("problems", "domain"),
      problemClients: sum("problems", "client"),
      moving: sum("moving"),
      needsPassword: sum("needsPassword"),
    })
    .from(accountCounts);
  if (!counts) throw new Error("An aggregate answered without a row.");
  return {
    ...counts,
    servers: await countMailServers(db),
    problemServers: await countMailServers(db, { problem: true }),
    breakers: await db.$count(breakers, isNull(breakers.closedAt)),
    pleskServers: await db.$count(servers, isRegistered),
  };
}

export type Stats = Awaited<ReturnType<typeof getStats>>;

/** When and by whom all remote changes were stopped; null while they are allowed. */
export async function getStop(db: Db): Promise<{ at: Date; by: string } | null> {
  const [row] = await db.select({ at: settings.stoppedAt, by: settings.stoppedBy }).from(settings);
  return row?.at ? { at: row.at, by: row.by ?? "" } : null;
}
