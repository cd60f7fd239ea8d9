import type { RunKind, RunOutcome, Wish } from "@/db/schema";
import { newAccount } from "@/lib/sync/cases";
import type {
  Account,
  AddressRow,
  AssignmentRow,
  Entry,
  Gate,
  Intent,
  NewAccount,
  Settlement,
  SnapshotPart,
} from "@/lib/sync/world";
import { copyOf } from "./copy";
import { type Guards, isBroken, noGuards } from "./guards";

/**
 * The database, as data: what `db/` keeps, with the same rules. `store.ts` gives runs their view of it; the same
 * tests go over that view and over the real one.
 */
export interface Ledger extends Guards {
  servers: Map<number, ServerState>;
  assignments: Map<number, AssignmentRow>;
  accounts: Map<number, Account & { serverId: number }>;
  addresses: Map<number, Map<string, AddressRow>>;
  snapshots: Kept[];
  /** When each print was last concluded from, by "server print". */
  prints: Map<string, number>;
  /** Who handles a name. */
  claims: Map<string, number>;
  operations: OperationRow[];
  runs: { id: number; serverId: number; kind: RunKind; by: string; outcome: RunOutcome | null; error: string | null }[];
  stopped: boolean;
  nextId: number;
}

export interface ServerState {
  epoch: number;
  leaseUntil: number;
  holder: unknown;
  maintenance: boolean;
  /** It showed another certificate, and no person has confirmed one since. */
  otherCertificate: boolean;
}

export const newServer = (): ServerState => ({
  ...{ epoch: 0, leaseUntil: 0, holder: null },
  ...{ maintenance: false, otherCertificate: false },
});

/** A change as it was recorded before it was made: of a run for `serverId`, to be made on the server `on`. */
export interface OperationRow extends Intent {
  id: number;
  serverId: number;
  on: number;
  runId: number;
  startedAt: number;
  state: Settlement["state"] | "intended";
}

export interface Kept extends SnapshotPart {
  accountId: number;
  restored: boolean;
  /** What was written, to be compared with what is there: nobody may alter it. */
  sealed: string;
}

export const emptyLedger = (): Ledger => ({
  ...noGuards(),
  servers: new Map(),
  assignments: new Map(),
  accounts: new Map(),
  addresses: new Map(),
  snapshots: [],
  prints: new Map(),
  claims: new Map(),
  operations: [],
  runs: [],
  stopped: false,
  nextId: 1,
});

/** The right to reconcile a server; null while somebody else has it. */
export function takeLease(
  ledger: Ledger,
  serverId: number,
  holder: unknown,
  now: number,
  milliseconds: number,
): number | null {
  const server = serverOf(ledger, serverId);
  if (server.leaseUntil > now) return null;
  server.leaseUntil = now + milliseconds;
  server.holder = holder;
  server.epoch += 1;
  return server.epoch;
}

export function releaseLease(ledger: Ledger, serverId: number, epoch: number): void {
  const server = serverOf(ledger, serverId);
  if (server.epoch === epoch) server.leaseUntil = 0;
}

export function serverOf(ledger: Ledger, serverId: number) {
  const server = ledger.servers.get(serverId);
  if (!server) throw new Error(`no server ${serverId}`);
  return server;
}

export function readGate(
  ledger: Ledger,
  {
    serverId,
    centralId,
    epoch,
    generation,
  }: { serverId: number; centralId: number; epoch: number; generation: number },
  until: number,
): Gate {
  const server = serverOf(ledger, serverId);
  if (server.epoch !== epoch || server.leaseUntil === 0) return { open: false, why: "lease-lost" };
  server.leaseUntil = until;
  if (ledger.stopped) return { open: false, why: "stopped" };
  if (isBroken(ledger, [serverId, centralId])) return { open: false, why: "breaker" };
  const central = serverOf(ledger, centralId);
  if (server.otherCertificate || central.otherCertificate) return { open: false, why: "certificate" };
  if (server.maintenance || central.maintenance) return { open: false, why: "maintenance" };
  return ledger.assignments.get(serverId)?.generation === generation
    ? { open: true }
    : { open: false, why: "wish-changed" };
}

export function addAccounts(ledger: Ledger, serverId: number, fresh: readonly NewAccount[]): Account[] {
  const known = new Set([...ledger.accounts.values()].filter((a) => a.serverId === serverId).map(keyOf));
  return fresh.flatMap((seen) => {
    if (known.has(keyOf(seen))) return [];
    const account = { ...newAccount(seen, ledger.nextId++), serverId };
    ledger.accounts.set(account.id, account);
    return [account];
  });
}

const keyOf = ({ kind, sourceGuid }: Pick<Account, "kind" | "sourceGuid">) => `${kind} ${sourceGuid}`;

/** Every account of a server, with what its row concludes of it. */
export function entriesOf(ledger: Ledger, serverId: number): Entry[] {
  return [...ledger.accounts.values()]
    .filter((account) => account.serverId === serverId)
    .map((account) => {
      const { id, kind, sourceGuid, centralId, addressCount, stage, syncStatus, problem, solution } = account;
      const quiet = problem === null && solution === null && account.waiting === null && account.missingSince === null;
      const resting = quiet && stage === "assigned" && syncStatus === "synchronized" && centralId !== null;
      return { id, kind, sourceGuid, centralId, addressCount, resting, print: JSON.stringify(account) };
    });
}

const DAY = 24 * 3_600_000;

export function knownPrints(ledger: Ledger, serverId: number, now: number): Set<string> {
  const mine = `${serverId} `;
  const fresh = [...ledger.prints].filter(([key, at]) => key.startsWith(mine) && at > now - DAY);
  return new Set(fresh.map(([key]) => key.slice(mine.length)));
}

/** First come, first served; gives up what the accounts no longer have. */
export function claimNames(ledger: Ledger, names: readonly { ascii: string; accountId: number }[]) {
  const wanted = new Set(names.map(({ ascii, accountId }) => `${accountId} ${ascii}`));
  const claimants = new Set(names.map(({ accountId }) => accountId));
  for (const [ascii, accountId] of ledger.claims)
    if (claimants.has(accountId) && !wanted.has(`${accountId} ${ascii}`)) ledger.claims.delete(ascii);
  const held = new Map<string, { accountId: number; server: string }>();
  for (const { ascii, accountId } of names) {
    const holder = ledger.claims.get(ascii);
    if (holder === undefined) ledger.claims.set(ascii, accountId);
    else if (!wanted.has(`${holder} ${ascii}`))
      held.set(ascii, { accountId: holder, server: `server ${ledger.accounts.get(holder)?.serverId}` });
  }
  return held;
}

export function addSnapshots(ledger: Ledger, parts: readonly (SnapshotPart & { accountId: number })[]): void {
  for (const { accountId, part, data } of parts) {
    const open = ledger.snapshots.some((k) => k.accountId === accountId && k.part === part && !k.restored);
    if (!open)
      ledger.snapshots.push({
        accountId,
        part,
        data: copyOf(data),
        restored: false,
        sealed: JSON.stringify(data),
      });
  }
}

export function closeSnapshots(ledger: Ledger, accountIds: readonly number[]): void {
  for (const kept of ledger.snapshots) if (accountIds.includes(kept.accountId)) kept.restored = true;
}

/** What a person says: the newest wish counts, and each makes a new generation. */
export function wish(ledger: Ledger, serverId: number, wanted: Wish, by: string): void {
  const assignment = ledger.assignments.get(serverId);
  if (assignment) Object.assign(assignment, { wish: wanted, wishedBy: by, generation: assignment.generation + 1 });
  else if (wanted === "assigned") ledger.assignments.set(serverId, newAssignment(by));
}

const newAssignment = (by: string): AssignmentRow => ({
  wish: "assigned",
  generation: 1,
  wishedBy: by,
  refreshWantedAt: null,
  refreshWantedBy: null,
  synchronizeWantedAt: null,
  synchronizeWantedBy: null,
  releaseWantedAt: null,
  synchronizedAt: null,
  lookedAt: null,
  lastClients: null,
  lastDomains: null,
  quarantinedAt: null,
  quarantineReason: null,
  buttonIds: [],
});
