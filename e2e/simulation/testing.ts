import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { closeBreaker } from "@/db/breakers";
import { type Budget, setBudget } from "@/db/budget";
import { confirmCertificate, noteOtherCertificate } from "@/db/certificates";
import type { Database } from "@/db/client";
import { takeLease as takeRealLease } from "@/db/lease";
import { getPair } from "@/db/pair";
import { getPanelAccess } from "@/db/panels";
import { addAssigned, addMailServer } from "@/db/sample";
import { assignments, breakers, operations, servers } from "@/db/schema";
import { allowChanges, stopChanges } from "@/db/stop-switch";
import { seededRandom } from "@/e2e/fleet/random";
import type { Store } from "@/lib/sync/world";
import { createStore as createRealStore } from "@/lib/worker/store";
import { pairOf } from "@/lib/worker/world";
import { closeBreakers } from "./guards";
import { emptyLedger, newServer, serverOf, takeLease, wish } from "./ledger";
import { createLine } from "./line";
import { createStore, LEASE } from "./store";
import { createTime } from "./time";

/** A database that a run works with, and what others do to it meanwhile: the real one or the simulated one. */
export interface Bench {
  /** A new run's store, under a new lease. */
  open(): Promise<Store>;
  /** The lease ends early, as by its holder's long silence, and somebody else takes it. */
  supersede(): Promise<void>;
  wishAnew(): Promise<void>;
  setStop(on: boolean): Promise<void>;
  setMaintenance(which: "source" | "central", on: boolean): Promise<void>;
  /** The worker sees another certificate, or a person confirms one. */
  setOtherCertificate(which: "source" | "central", on: boolean): Promise<void>;
  setBudget(budget: Budget): Promise<void>;
  closeBreakers(): Promise<void>;
  isAssigned(): Promise<boolean>;
  /** By the database's clock, milliseconds since 1970. */
  now(): number;
  /** Lets what waits come to its end. */
  settle<T>(promise: Promise<T>): Promise<T>;
}

let names = 0;

export async function realBench(db: Database): Promise<Bench> {
  process.env.WORKER_KEY_FILE ??= join(mkdtempSync(join(tmpdir(), "bench-")), "worker.key");
  names += 1;
  // Guards count over the whole fleet: what an earlier test made must not count here.
  await db.delete(operations);
  await db.delete(breakers);
  await setBudget(db, { run: 500, server: 2_000, fleet: 10_000 });
  const mail = await addMailServer(db, names);
  const source = await addAssigned(db, `web${names}.provider.example`, mail);
  const central = (await getPair(db, source))?.central.id ?? 0;
  let epoch = 0;
  const take = async (holder: string) => {
    await db.update(servers).set({ leaseUntil: null }).where(eq(servers.id, source));
    epoch = (await takeRealLease(db, source, holder, 60)) ?? 0;
  };
  return {
    async open() {
      await take("bench");
      const row = await getPair(db, source);
      if (!row) throw new Error("not assigned");
      return createRealStore(db, row, pairOf(row), epoch, "bench");
    },
    supersede: () => take("somebody else"),
    async wishAnew() {
      await db.update(assignments).set({ generation: 77, wish: "deassigned" }).where(eq(assignments.serverId, source));
    },
    setStop: async (on) => void (await (on ? stopChanges(db, "ada") : allowChanges(db))),
    async setMaintenance(which, on) {
      const id = which === "source" ? source : central;
      await db.update(servers).set({ maintenance: on }).where(eq(servers.id, id));
    },
    async setOtherCertificate(which, on) {
      const server = await getPanelAccess(db, which === "source" ? source : central);
      if (!server) throw new Error(`no ${which}`);
      await (on ? noteOtherCertificate(db, server, "CC:DD") : confirmCertificate(db, server.id, server));
    },
    setBudget: (budget) => setBudget(db, budget),
    async closeBreakers() {
      for (const { id } of await db.select().from(breakers)) await closeBreaker(db, id, "ada");
    },
    isAssigned: async () => (await getPair(db, source)) !== null,
    now: Date.now,
    settle: (promise) => promise,
  };
}

export function simulatedBench(): Bench {
  const random = seededRandom(1);
  const time = createTime(random, Date.UTC(2026, 2, 2));
  const ledger = emptyLedger();
  for (const id of [1, 2]) ledger.servers.set(id, newServer());
  wish(ledger, 2, "assigned", "ada");
  const row = (id: number) => ({ id, name: `server ${id}`, guid: `guid ${id}`, ipAddresses: [] });
  const take = (holder: string) => {
    serverOf(ledger, 2).leaseUntil = 0;
    return takeLease(ledger, 2, holder, time.now(), LEASE) ?? 0;
  };
  return {
    async open() {
      const assignment = ledger.assignments.get(2);
      if (!assignment) throw new Error("not assigned");
      const line = createLine({ time, random, plan: () => null });
      const central = { ...row(1), mailServerId: 1, mxHost: "mail.example", automatic: true };
      const pair = {
        source: row(2),
        central,
        installation: "sim",
        buttonUrl: "",
        assignment: structuredClone(assignment),
        aloneBy: null,
        readAt: new Date(time.now()),
      };
      return createStore({ ledger, line, now: time.now, pair, epoch: take("bench") });
    },
    supersede: async () => void take("somebody else"),
    wishAnew: async () => wish(ledger, 2, "deassigned", "berta"),
    setStop: async (on) => {
      ledger.stopped = on;
    },
    async setMaintenance(which, on) {
      serverOf(ledger, which === "source" ? 2 : 1).maintenance = on;
    },
    async setOtherCertificate(which, on) {
      serverOf(ledger, which === "source" ? 2 : 1).otherCertificate = on;
    },
    async setBudget(budget) {
      ledger.budget = budget;
    },
    closeBreakers: async () => closeBreakers(ledger, time.now()),
    isAssigned: async () => ledger.assignments.has(2),
    now: time.now,
    async settle(promise) {
      // Errors belong to whoever awaits the promise, not to the clock.
      promise.catch(() => {});
      await time.run(time.now() + 60_000);
      return promise;
    },
  };
}
