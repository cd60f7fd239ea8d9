import type { Db } from "./client";
import { accounts, addresses, assignments, mailServers, operations, runs, servers } from "./schema";

/** Rows for tests: each function adds one object with ordinary values, and takes what the test is about. */

export async function addServer(db: Db, name: string, values: Partial<typeof servers.$inferInsert> = {}) {
  const [row] = await db
    .insert(servers)
    .values({
      name,
      host: name,
      fingerprint: "AA:BB",
      guid: `guid of ${name}`,
      sealedKey: "sealed",
      registeredBy: "ada",
      protocol: "1.6.9.1",
      version: "18.0.72",
      netStatus: "online",
      ...values,
    })
    .returning({ id: servers.id });
  return idOf(row);
}

export async function addMailServer(db: Db, id: number, values: Partial<typeof servers.$inferInsert> = {}) {
  const serverId = await addServer(db, `mail${id}.provider.example`, values);
  await db.insert(mailServers).values({ id, serverId, mxHost: `mail${id}.provider.example`, definedBy: "ada" });
  return id;
}

export async function addAssigned(
  db: Db,
  name: string,
  mailServerId: number,
  values: Partial<typeof assignments.$inferInsert> = {},
) {
  const serverId = await addServer(db, name);
  await db.insert(assignments).values({ serverId, mailServerId, wishedBy: "ada", lookedAt: new Date(), ...values });
  return serverId;
}

let nextSourceId = 1;

/** A domain unless said otherwise. */
export async function addAccount(
  db: Db,
  place: { serverId: number; mailServerId: number | null },
  name: string,
  values: Partial<typeof accounts.$inferInsert> = {},
) {
  const sourceId = nextSourceId++;
  const [row] = await db
    .insert(accounts)
    .values({
      kind: "domain",
      ...place,
      sourceId,
      sourceGuid: `guid ${sourceId}`,
      name,
      ascii: name.toLowerCase(),
      syncStatus: "synchronized",
      stage: values.kind === "client" ? null : "assigned",
      ...values,
    })
    .returning({ id: accounts.id });
  return idOf(row);
}

export async function addAddress(db: Db, accountId: number, name: string, needsPassword = false) {
  await db.insert(addresses).values({ accountId, name, needsPassword });
}

export async function addRun(
  db: Db,
  place: { serverId: number; mailServerId: number },
  values: Partial<typeof runs.$inferInsert> = {},
) {
  const [row] = await db
    .insert(runs)
    .values({ kind: "synchronize", startedBy: "ada", ...place, ...values })
    .returning({ id: runs.id });
  return idOf(row);
}

export async function addOperation(
  db: Db,
  runId: number,
  values: Partial<typeof operations.$inferInsert> & { serverId: number },
) {
  await db
    .insert(operations)
    .values({ runId, kind: "mx", summary: "add MX", reason: "wanted", state: "done", ...values });
}

function idOf(row: { id: number } | undefined): number {
  if (!row) throw new Error("The row was not stored.");
  return row.id;
}
