import type { Database } from "@/db/client";
import { readAccounts, readLedger } from "@/db/ledger";
import { readClaims, readLedgerAddresses, readSnapshots } from "@/db/ledger-parts";
import { getPair, getProspect, type PairRow } from "@/db/pair";
import { readPrints } from "@/db/prints";
import { readUnsettled } from "@/db/run-record";
import type { Address } from "@/lib/plesk/objects";
import type { ParsedPayload } from "@/lib/questions";
import { newAccount } from "@/lib/sync/cases";
import { preview as look } from "@/lib/sync/preview";
import { cut, type Preview } from "@/lib/sync/preview-shape";
import { type Account, type Store, Untrusted } from "@/lib/sync/world";
import type { Handler } from "./question";
import { Refusal } from "./refusal";
import { createWorld, pairOf } from "./world";

/** What an assignment, its way back or a synchronization of some servers would do. Reads only, on both sides. */
export const preview: Handler<"preview"> = async ({ db, payload, tell }) => {
  const servers: Preview[] = [];
  // Two servers that are assigned together may have one domain: the first of them would get it.
  const names = new Map<string, { accountId: number; server: string }>();
  for (const serverId of payload.serverIds) {
    const row = await rowFor(db as Database, serverId, payload);
    const world = createWorld(db as Database, row, 0, "preview");
    try {
      servers.push(await look({ ...world, store: readOnly(db as Database, row, names) }, tell));
    } catch (error) {
      throw error instanceof Untrusted ? new Refusal(error.message) : error;
    } finally {
      await world.close();
    }
  }
  return { servers: cut(servers) };
};

async function rowFor(
  db: Database,
  serverId: number,
  { mailServerId, wish }: ParsedPayload<"preview">,
): Promise<PairRow> {
  const assigned = await getPair(db, serverId);
  if (assigned && assigned.mailServer.id !== mailServerId)
    throw new Refusal(`${assigned.source.name} is assigned to ${assigned.central.name}. Deassign it there first.`);
  const row = assigned ?? (wish === "assigned" ? await getProspect(db, serverId, mailServerId) : null);
  if (!row) throw new Refusal("That server no longer exists, or is not assigned here.");
  // Synchronizing goes on with what is wished of each server, so one that is being deassigned goes on with its way back.
  return wish === "synchronize" ? row : { ...row, assignment: { ...row.assignment, wish } };
}

/** The database without its writes: what is new gets an account that is kept nowhere. */
function readOnly(db: Database, row: PairRow, promised: Map<string, { accountId: number; server: string }>): Store {
  const owner = { serverId: row.source.id, mailServerId: row.mailServer.id, centralServerId: row.central.id };
  const refuse = (): never => {
    throw new Error("a preview writes nothing");
  };
  const made = new Map<number, Account>();
  // Beyond every real id: what is new comes last.
  let next = 2 ** 50;
  return {
    pair: pairOf(row),
    ledger: () => readLedger(db, owner),
    accounts: async (ids) => [...(await readAccounts(db, owner, ids)), ...ids.flatMap((id) => made.get(id) ?? [])],
    addAccounts: async (fresh) =>
      fresh.map((seen) => {
        const account = newAccount(seen, next++);
        made.set(account.id, account);
        return account;
      }),
    prints: () => readPrints(db, owner.serverId),
    addressRows: (ids) => readLedgerAddresses<Address>(db, ids),
    snapshots: (ids) => readSnapshots(db, ids),
    unsettled: (ids) => readUnsettled(db, ids),
    claim: async (names) => {
      const held = await readClaims(
        db,
        names.map(({ ascii }) => ascii),
      );
      for (const { ascii } of names) {
        const promise = promised.get(ascii);
        if (promise && promise.server !== row.source.name) held.set(ascii, promise);
        else promised.set(ascii, { accountId: 0, server: row.source.name });
      }
      const own = new Set((await readLedger(db, owner)).map((account) => account.id));
      return new Map([...held].filter(([, holder]) => !own.has(holder.accountId)));
    },
    gate: refuse,
    withTurn: refuse,
    saveAccounts: refuse,
    savePrints: refuse,
    saveAddresses: refuse,
    move: refuse,
    intend: refuse,
    settle: refuse,
    unsettledButton: refuse,
    startRun: refuse,
    progress: refuse,
    finishRun: refuse,
    observed: refuse,
    finishDeassign: refuse,
  };
}
