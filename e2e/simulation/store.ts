import { type Account, type Intent, LeaseLost, type Move, type Pair, type Store } from "@/lib/sync/world";
import { copyOf } from "./copy";
import { failedOn, roomFor, tripBreakers } from "./guards";
import {
  addAccounts,
  addSnapshots,
  claimNames,
  closeSnapshots,
  entriesOf,
  knownPrints,
  type Ledger,
  readGate,
  releaseLease,
  serverOf,
  takeLease,
} from "./ledger";
import type { CallKind, Line } from "./line";

/** As long as the real one's. */
export const LEASE = 180_000;
const TURN_PAUSE = 2_000;

export interface StoreOptions {
  ledger: Ledger;
  line: Line;
  /** By the database's clock. */
  now(): number;
  pair: Pair;
  epoch: number;
  /** Told after each intent was committed and after each was settled. */
  settled?(operationId: number, state: string): void;
  /** Asked before a move is written. */
  moving?(move: Move): void;
}

/** The database was not there, or nobody knows whether it was. */
export class DatabaseLost extends Error {
  override name = "DatabaseLost";
}

/** One run's view of the ledger, under its epoch. What goes in and out is a copy, as over a connection. */
export function createStore({ ledger, line, now, pair, epoch, settled, moving }: StoreOptions): Store {
  const serverId = pair.source.id;
  const centralId = pair.central.id;
  let runId = 0;

  async function statement<T>(kind: CallKind, what: string, work: () => T): Promise<T> {
    const fault = await line.begin(kind, what);
    if (fault === "database-gone" || fault === "serialization-failure" || fault === "disk-full")
      throw new DatabaseLost(`${what}: ${fault}`);
    const result = copyOf(work());
    if (fault === "killed-after") line.kill();
    await line.end();
    if (fault === "commit-unknown") throw new DatabaseLost(`${what}: committed, nobody said so`);
    return result;
  }
  const read = <T>(what: string, work: () => T) => statement("database.read", what, work);
  /** One transaction that nobody with a newer epoch can overlap. */
  const checkEpoch = () => {
    if (serverOf(ledger, serverId).epoch !== epoch) throw new LeaseLost(`epoch ${epoch} has passed`);
  };
  const write = <T>(what: string, work: () => T) =>
    statement("database.write", what, () => {
      checkEpoch();
      return work();
    });
  const rowOf = () => ledger.assignments.get(serverId);

  return {
    pair,
    gate: () =>
      statement("database.write", "gate", () => {
        const { generation } = pair.assignment;
        const gate = readGate(ledger, { serverId, centralId, epoch, generation }, now() + LEASE);
        if (gate.open) line.openGate();
        return gate;
      }),
    async withTurn(work) {
      for (;;) {
        const turn = await statement("database.write", "take turn", () =>
          takeLease(ledger, centralId, line, now(), LEASE),
        );
        if (turn === null) {
          await line.pass(TURN_PAUSE);
          continue;
        }
        try {
          return await work();
        } finally {
          await statement("database.write", "end turn", () => releaseLease(ledger, centralId, turn));
        }
      }
    },
    ledger: () => read("ledger", () => entriesOf(ledger, serverId)),
    accounts: (ids) => read("accounts", () => ids.flatMap((id) => ledger.accounts.get(id) ?? [])),
    prints: () => read("prints", () => knownPrints(ledger, serverId, now())),
    savePrints: (prints) =>
      write("save prints", () => {
        for (const print of prints) ledger.prints.set(`${serverId} ${print}`, now());
      }),
    addAccounts: (fresh) => write("add accounts", () => addAccounts(ledger, serverId, fresh)),
    saveAccounts: (accounts) => write("save accounts", () => saveAccounts(ledger, serverId, accounts)),
    claim: (names) => write("claim", () => claimNames(ledger, names)),
    addressRows: (ids) =>
      read("addresses", () => new Map(ids.map((id) => [id, [...(ledger.addresses.get(id)?.values() ?? [])]]))),
    saveAddresses: (accounts) =>
      write("save addresses", () => {
        for (const { accountId, rows } of accounts) {
          const kept = ledger.addresses.get(accountId) ?? new Map();
          ledger.addresses.set(accountId, kept);
          for (const row of rows) kept.set(row.name, copyOf(row));
        }
      }),
    snapshots: (ids) =>
      read(
        "snapshots",
        () =>
          new Map(
            ids.map((id) => [
              id,
              ledger.snapshots
                .filter((k) => k.accountId === id && !k.restored)
                .map(({ part, data }) => ({ part, data })),
            ]),
          ),
      ),
    move: (move) =>
      write("move", () => {
        const { accounts, superseded, records, closed } = move;
        moving?.(move);
        closeSnapshots(ledger, superseded);
        addSnapshots(ledger, records);
        saveAccounts(ledger, serverId, accounts);
        closeSnapshots(ledger, closed);
        for (const [ascii, id] of ledger.claims) if (closed.includes(id)) ledger.claims.delete(ascii);
      }),
    intend: (intents) => write("intend", () => intend(ledger, { serverId, centralId, runId, now: now() }, intents)),
    unsettled: (ids) =>
      read("unsettled", () => {
        const open = ledger.operations.filter(
          (o) => o.disruptive && (o.state === "intended" || o.state === "unknown") && ids.includes(o.accountId ?? 0),
        );
        return new Map(open.map((o) => [o.accountId ?? 0, o.startedAt]));
      }),
    unsettledButton: () =>
      read("unsettled-button", () => {
        const open = ledger.operations.filter(
          (o) =>
            o.kind === "create-button" && o.serverId === serverId && (o.state === "intended" || o.state === "unknown"),
        );
        return open.at(-1)?.startedAt ?? null;
      }),
    settle: (settlements) =>
      write("settle", () => {
        const of = new Map(settlements.map(({ id, state }) => [id, state]));
        const touched = ledger.operations.filter(({ id }) => of.has(id));
        for (const operation of touched) operation.state = of.get(operation.id) ?? operation.state;
        tripBreakers(ledger, failedOn(touched), now());
        for (const { id, state } of settlements) settled?.(id, state);
      }),
    startRun: (kind, by) =>
      write("start run", () => {
        const left = ledger.operations.filter((o) => o.serverId === serverId && o.state === "intended");
        for (const operation of left) operation.state = "unknown";
        tripBreakers(ledger, failedOn(left), now());
        runId = ledger.nextId++;
        ledger.runs.push({ id: runId, serverId, kind, by, outcome: null, error: null });
      }),
    progress: () => statement("database.note", "progress", () => checkEpoch()),
    finishRun: ({ outcome, error }) =>
      write("finish run", () => {
        const run = ledger.runs.find(({ id }) => id === runId);
        if (run) Object.assign(run, { outcome, error });
      }),
    observed: (seen) => write("observed", () => observed(rowOf(), seen, pair.readAt)),
    finishDeassign: () =>
      write("finish deassign", () => {
        const row = rowOf();
        if (row?.generation === pair.assignment.generation && row.wish === "deassigned")
          ledger.assignments.delete(serverId);
      }),
  };
}

/** Records what is about to be done, as far as the change budget goes. */
function intend(
  ledger: Ledger,
  { serverId, centralId, runId, now }: { serverId: number; centralId: number; runId: number; now: number },
  wanted: readonly Intent[],
) {
  const intents = wanted.map((intent) => ({ ...intent }));
  const onServer = ({ side }: Intent) => (side === "central" ? centralId : serverId);
  const later = new Map<Intent, { later: Date; why: string }>();
  let granted = 0;
  for (const on of new Set(intents.map(onServer))) {
    const bounded = intents.filter((intent) => intent.disruptive && onServer(intent) === on);
    if (bounded.length === 0) continue;
    const room = roomFor(ledger, runId, on, now);
    const left = Math.max(0, room.left - granted);
    granted += Math.min(left, bounded.length);
    for (const intent of bounded.slice(left)) later.set(intent, { later: room.later, why: room.why });
  }
  return intents.map((intent) => {
    const waits = later.get(intent);
    if (waits) return waits;
    const id = ledger.nextId++;
    ledger.operations.push({ ...intent, id, serverId, on: onServer(intent), runId, startedAt: now, state: "intended" });
    return { id };
  });
}

function saveAccounts(ledger: Ledger, serverId: number, accounts: readonly Account[]): void {
  for (const account of accounts) {
    const stored = ledger.accounts.get(account.id);
    if (stored?.serverId !== serverId) continue;
    const solution = account.solved && stored.solution === account.solution ? null : stored.solution;
    const next = copyOf(account);
    ledger.accounts.set(account.id, { ...stored, ...next, solution, solved: false, serverId });
  }
}

function observed(
  row: ReturnType<Ledger["assignments"]["get"]>,
  seen: Parameters<Store["observed"]>[0],
  at: Date,
): void {
  if (!row) return;
  if (seen.looked) row.lookedAt = at;
  if (seen.synchronized) row.synchronizedAt = at;
  if (seen.clients !== undefined) row.lastClients = seen.clients;
  if (seen.domains !== undefined) row.lastDomains = seen.domains;
  if (seen.buttonIds) row.buttonIds = [...seen.buttonIds];
  if (seen.quarantine === undefined) return;
  row.quarantineReason = seen.quarantine;
  row.quarantinedAt = seen.quarantine === null ? null : (row.quarantinedAt ?? at);
}
