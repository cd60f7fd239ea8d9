import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { readAccounts as readInFull, readLedger } from "@/db/ledger";
import { assignments, servers, snapshots } from "@/db/schema";
import { checkSettled } from "../invariants";
import { newServer } from "../ledger";
import type { Line } from "../line";
import type { Simulation } from "../simulation";
import type { Server } from "./postgres";

/** A run, as far as the checks know it: told by the name under which it holds its lease. */
export type Run = Pick<Line, "late" | "canaries">;

/** The console's database as the simulation's ledger, read anew when somebody is about to look at it. */
export interface Mirror {
  refresh(): Promise<void>;
  /** Who is assigned and who has which lease, alone. */
  readServers(): Promise<void>;
  /** Asks whether all that is called done by now is so. */
  checkDone(): Promise<void>;
  /** The run that holds a server's lease; `expired`: it has passed, and nobody has it yet. */
  holder(serverId: number): { name: string; run: Run; expired: boolean } | null;
}

export function createMirror(sim: Simulation, { ask }: Server): Mirror {
  const { ledger } = sim;
  const runs = new Map<string, Run>();
  const holders = new Map<number, { name: string; run: Run; expired: boolean }>();
  const sealed = new Map<number, string>();
  const seen = new Set<number>();
  const [centralId = 0, ...homeIds] = sim.ids.values();

  function runNamed(name: string): Run {
    const run = runs.get(name) ?? { late: false, canaries: 0 };
    runs.set(name, run);
    return run;
  }

  let turn = Promise.resolve();
  /** One after the other: an answer that comes late must not hide a newer one. */
  function readServers(): Promise<void> {
    const mine = turn.then(readNow);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function readNow(): Promise<void> {
    const assigned = await ask((db) => db.select().from(assignments));
    ledger.assignments = new Map(assigned.map((row) => [row.serverId, row]));
    const columns = { id: servers.id, epoch: servers.epoch, name: servers.leaseHolder, left: leftOf };
    const rows = await ask((db) => db.select(columns).from(servers));
    for (const { id, epoch, name, left } of rows) {
      const held = name === null ? null : { name, run: runNamed(name), expired: left <= 0 };
      if (held) holders.set(id, held);
      else holders.delete(id);
      ledger.servers.set(id, { ...newServer(), epoch, leaseUntil: left, holder: held?.run ?? null });
    }
  }

  async function readSnapshots(): Promise<void> {
    const rows = await ask((db) => db.select().from(snapshots).orderBy(snapshots.id));
    ledger.snapshots = rows.map(({ id, accountId, part, data, restoredAt }) => {
      const first = sealed.get(id) ?? JSON.stringify(data);
      sealed.set(id, first);
      return { accountId, part, data, restored: restoredAt !== null, sealed: first };
    });
  }

  async function readAccounts(): Promise<void> {
    for (const serverId of homeIds) {
      const owner = { serverId, mailServerId: 1, centralServerId: centralId };
      const ids = (await ask((db) => readLedger(db, owner))).map(({ id }) => id);
      for (const account of await ask((db) => readInFull(db, owner, ids)))
        ledger.accounts.set(account.id, { ...account, serverId });
    }
  }

  return {
    holder: (serverId) => holders.get(serverId) ?? null,
    readServers,
    refresh: async () => void (await Promise.all([readServers(), readSnapshots(), readAccounts()])),
    async checkDone() {
      const fresh = (await ask(readDone)).filter(({ id }) => !seen.has(id));
      const wrong: { id: number; say: () => void }[] = [];
      for (const operation of fresh) {
        const { id, serverId } = operation;
        seen.add(id);
        ledger.operations = [
          {
            ...operation,
            on: serverId,
            startedAt: 0,
            state: "done",
            disruptive: false,
            side: serverId === centralId ? "central" : "source",
          },
        ];
        const report = (...said: [string, string]) => wrong.push({ id, say: () => sim.ground.report(...said) });
        checkSettled({ ...sim.ground, report }, id, "done");
      }
      if (wrong.length === 0) return;
      // What was overtaken between the answer and the look at the servers is no lie.
      const still = new Set((await ask(readDone)).map(({ id }) => id));
      for (const { id, say } of wrong) if (still.has(id)) say();
    },
  };
}

/** Milliseconds. */
const leftOf = sql<number>`coalesce(extract(epoch from ${servers.leaseUntil} - now()) * 1000, 0)::float8`;

/** What was called done lately, and no later operation of the same account can have undone. */
const readDone = (db: Database) =>
  db.execute<{
    id: number;
    runId: number;
    accountId: number;
    serverId: number;
    kind: string;
    summary: string;
    reason: string;
  }>(sql`
    select o.id::int, o.run_id::int as "runId", o.account_id::int as "accountId", o.server_id as "serverId", o.kind,
      o.summary, o.reason
    from operations o where o.state = 'done' and o.settled_at > now() - interval '20 seconds' and not exists (
      select from operations later where later.account_id = o.account_id and later.started_at > o.settled_at)`);
