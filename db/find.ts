import { and, asc, eq, isNotNull } from "drizzle-orm";
import { names } from "./account-names";
import { listAccounts } from "./accounts";
import type { Db } from "./client";
import { accounts, addresses, servers } from "./schema";
import { listServers } from "./servers";

/** What has a name like `q`: a few of each kind, found in indexes or among few rows. */
export async function findByName(db: Db, q: string, each: number) {
  const page = { order: "name", descending: false, limit: each } as const;
  const [found, clients, domains, mailboxes] = await Promise.all([
    listServers(db, { q }, { sort: "name", descending: false, offset: 0, limit: each }),
    listAccounts(db, { q, kind: "client" }, page),
    listAccounts(db, { q, kind: "domain" }, page),
    findAddresses(db, q, each),
  ]);
  return { servers: found, clients: clients.rows, domains: domains.rows, addresses: mailboxes };
}

export type FoundByName = Awaited<ReturnType<typeof findByName>>;

/** The part before the @ is compared as a whole, because that is what the index of a million addresses can do. */
async function findAddresses(db: Db, q: string, limit: number) {
  const [local = "", domain = ""] = q.toLowerCase().split("@");
  if (!local.trim()) return [];
  return db
    .select({ accountId: accounts.id, name: addresses.name, domain: accounts.name, server: servers.name })
    .from(addresses)
    .innerJoin(accounts, eq(accounts.id, addresses.accountId))
    .innerJoin(servers, eq(servers.id, accounts.serverId))
    .where(and(eq(addresses.name, local.trim()), isNotNull(accounts.mailServerId), names(accounts, domain.trim())))
    .orderBy(asc(accounts.ascii))
    .limit(limit);
}
