import type { Database, Db } from "@/db/client";
import { fenced, LeaseMoved, readGate, releaseLease, takeLease } from "@/db/lease";
import { addToLedger, readAccounts, readLedger, saveLedger } from "@/db/ledger";
import {
  addSnapshots,
  claimNames,
  closeSnapshots,
  readLedgerAddresses,
  readSnapshots,
  releaseClaims,
  saveLedgerAddresses,
} from "@/db/ledger-parts";
import { endAssignment, type PairRow, recordObserved } from "@/db/pair";
import { readPrints, savePrints } from "@/db/prints";
import {
  closeRun,
  openRun,
  readUnsettled,
  readUnsettledButton,
  recordIntents,
  recordProgress,
  settleIntents,
} from "@/db/run-record";
import type { Address } from "@/lib/plesk/objects";
import { LeaseLost, type Pair, type Store } from "@/lib/sync/world";
import { leaseTerms } from "./lease";
import { checkDatabase, raising } from "./watermark";

/** How often somebody asks for a turn that another holds, in milliseconds. */
const TURN_PAUSE = 100;

/** The database as one reconcile of one assigned server sees it, under the lease with `epoch`. */
export function createStore(
  db: Database,
  row: PairRow,
  pair: Pair,
  epoch: number,
  holder: string,
  stopping?: AbortSignal,
): Store {
  const owner = { serverId: row.source.id, mailServerId: row.mailServer.id, centralServerId: row.central.id };
  const terms = leaseTerms();
  let runId = 0;
  /** Since when the mail server's turn is ours, while it is. */
  let turn: number | null = null;
  const write = async <T>(work: (tx: Db) => Promise<T>): Promise<T> => {
    try {
      return await fenced(db, owner.serverId, epoch, work);
    } catch (error) {
      throw error instanceof LeaseMoved ? new LeaseLost(error.message) : error;
    }
  };
  return {
    pair,
    async gate() {
      // Before the lease is kept for another call: this process has little time left.
      if (stopping?.aborted) return { open: false, why: "stopping" };
      const asked = turn ?? performance.now();
      const now = await readGate(db, owner.serverId, epoch, terms.seconds);
      // A process that stood still meanwhile hears a yes that may long be somebody else's.
      if (!now || performance.now() - asked > terms.patience) return { open: false, why: "lease-lost" };
      if (now.restored) return { open: false, why: "restored" };
      if (now.stopped) return { open: false, why: "stopped" };
      if (now.broken) return { open: false, why: "breaker" };
      if (now.otherCertificate) return { open: false, why: "certificate" };
      if (now.maintenance) return { open: false, why: "maintenance" };
      if (now.generation !== pair.assignment.generation) return { open: false, why: "wish-changed" };
      return { open: true };
    },
    async withTurn(work) {
      const taken = await takeTurn(db, owner.centralServerId, holder, terms.seconds);
      turn = taken.since;
      try {
        return await work();
      } finally {
        turn = null;
        await releaseLease(db, owner.centralServerId, taken.epoch);
      }
    },
    ledger: () => readLedger(db, owner),
    accounts: (ids) => readAccounts(db, owner, ids),
    addAccounts: (fresh) => write((tx) => addToLedger(tx, owner, fresh)),
    saveAccounts: (accounts) => (accounts.length === 0 ? done : write((tx) => saveLedger(tx, owner, accounts))),
    prints: () => readPrints(db, owner.serverId),
    savePrints: (prints) => (prints.length === 0 ? done : write((tx) => savePrints(tx, owner.serverId, prints))),
    claim: (names) => write((tx) => claimNames(tx, names)),
    addressRows: (ids) => readLedgerAddresses<Address>(db, ids),
    saveAddresses: (accounts) => write((tx) => saveLedgerAddresses(tx, accounts)),
    snapshots: (ids) => readSnapshots(db, ids),
    move: ({ accounts, superseded, records, closed }) =>
      write(async (tx) => {
        await closeSnapshots(tx, superseded);
        await addSnapshots(tx, records);
        await saveLedger(tx, owner, accounts);
        await closeSnapshots(tx, closed);
        await releaseClaims(tx, closed);
      }),
    intend: (intents) =>
      raising(db, pair.installation, write, (tx) =>
        recordIntents(
          tx,
          runId,
          intents.map(({ side, ...rest }) => ({
            ...rest,
            serverId: side === "central" ? owner.centralServerId : owner.serverId,
          })),
        ),
      ),
    unsettled: (ids) => readUnsettled(db, ids),
    unsettledButton: () => readUnsettledButton(db, owner.serverId),
    settle: (settlements) => write((tx) => settleIntents(tx, settlements)),
    async startRun(kind, startedBy) {
      await checkDatabase(db);
      runId = await write((tx) =>
        openRun(tx, { kind, serverId: owner.serverId, mailServerId: owner.mailServerId, startedBy }),
      );
    },
    progress: (progress) => write((tx) => recordProgress(tx, runId, progress)),
    finishRun: (result) => write((tx) => closeRun(tx, runId, result)),
    observed: (seen) => write((tx) => recordObserved(tx, owner.serverId, { ...seen, at: pair.readAt })),
    finishDeassign: () => write((tx) => endAssignment(tx, owner.serverId, pair.assignment.generation)),
  };
}

const done = Promise.resolve();

/** The mail server takes changes from one run at a time; the turn is a short lease on its row. */
async function takeTurn(db: Database, serverId: number, holder: string, seconds: number) {
  for (;;) {
    const since = performance.now();
    const epoch = await takeLease(db, serverId, holder, seconds);
    if (epoch !== null) return { epoch, since };
    await new Promise((resolve) => setTimeout(resolve, TURN_PAUSE));
  }
}
