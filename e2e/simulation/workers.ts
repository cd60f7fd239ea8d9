import type { PleskServer } from "@/e2e/fleet/model";
import { createLeaps } from "@/lib/sync/leaps";
import { type FaultName, happensTo } from "./faults";
import { closeBreakers, noGuards } from "./guards";
import { checkKnown } from "./known";
import { serverOf, wish } from "./ledger";
import type { Line, Outside } from "./line";
import type { Simulation } from "./simulation";
import { restless, unended } from "./unrest";
import { work } from "./work";

export interface Workers {
  figures: { faults: number; calls: number };
  /** Looks at every assigned server now, and again in each period until the world rests. */
  sweep(): void;
  /** What is due and when, for workers that go on from here. */
  due(): Due;
  /** Goes on where others stood when a run was about to begin, with that run. */
  resume(due: Due): void;
  /** Whoever comes first gets the server; the others find it taken. */
  start(home: PleskServer): void;
  kill(home: PleskServer): void;
  /** Outcomes of all runs so far, newest last. */
  outcomes: string[];
  /** Breaks something now and mends it after so many seconds, at the end at the latest. */
  broken(seconds: number, mend: () => void): void;
  setStop(seconds: number): void;
  setMaintenance(home: PleskServer, seconds: number): void;
  /** Only so many changes of mail flow are allowed for so many seconds. */
  setBudget(most: number, seconds: number): void;
  /** Worker's and database's are wrong by so many milliseconds for a while. */
  setClocks(wrong: number): void;
  turn(home: PleskServer): void;
  /** Mends what is broken now. */
  mend(): void;
  /** Goes on until a sweep had nothing left to do. */
  rest(): Promise<void>;
}

/** Milliseconds since 1970. */
export interface Due {
  sweep: number;
  runs: Map<PleskServer, number>;
}

/** Seconds; twice as long as in the product, because most sweeps find nothing. */
const SWEEP = 600;
const MINUTE = 60_000;
/** Seconds that a clock is wrong for: longer than MX takes to run out of every cache, and right again before a sweep. */
const WRONG = 540;
/** Seconds for which a person holds everything up: the next sweep finds it so. */
const HELD = 700;
/** A world that does not rest within so many sweeps is told by what is left open. */
const PATIENCE = 24;
/** Those in which something waits for a TTL to run out are not counted, but for two days at most. */
const LONGEST = 300;

/**
 * `plan` names what goes wrong with a call; what a fault does around a call is done here. `begins` is told before each
 * run while no other is under way.
 */
export function createWorkers(
  sim: Simulation,
  plan: (call: Outside) => FaultName | null,
  begins?: () => void,
): Workers {
  const { time, ledger, homes, oracle } = sim;
  const figures = { faults: 0, calls: 0 };
  const outcomes: string[] = [];
  const busy = new Map<PleskServer, Line>();
  const appointments = new Map<PleskServer, number>();
  const repairs = new Set<() => void>();
  let nextSweep = time.now();
  let quiet = false;

  function broken(seconds: number, mend: () => void): void {
    const once = () => {
      if (repairs.delete(once)) mend();
    };
    repairs.add(once);
    time.after(seconds * 1000, once);
  }

  function setStop(seconds: number): void {
    ledger.stopped = true;
    broken(seconds, () => {
      ledger.stopped = false;
    });
  }

  function setMaintenance(home: PleskServer, seconds: number): void {
    const row = serverOf(ledger, sim.ids.get(home) ?? 0);
    row.maintenance = true;
    broken(seconds, () => {
      row.maintenance = false;
    });
  }

  function setBudget(most: number, seconds: number): void {
    const { budget } = noGuards();
    ledger.budget = { run: most, server: most + 1, fleet: most + 2 };
    broken(seconds, () => {
      ledger.budget = budget;
    });
  }

  function setClock(whose: "worker" | "database", wrong: number): void {
    sim.clocks[whose] = wrong;
    // Whoever has a lease by the database's clock may lose it to the jump.
    if (whose === "database") sim.ground.jumped = true;
    broken(WRONG, () => {
      sim.clocks[whose] = 0;
    });
  }

  /** Both are on one machine, whose clock is set. */
  function setClocks(wrong: number): void {
    for (const whose of ["worker", "database"] as const) setClock(whose, wrong);
  }

  /** Another process goes on. None is assumed to begin between a clock's being set forward and its being put right. */
  function forget(): void {
    if (sim.clocks.worker === 0 || sim.clocks.database === 0) sim.leaps = createLeaps(time.now);
  }

  function turn(home: PleskServer): void {
    const id = sim.ids.get(home) ?? 0;
    wish(ledger, id, ledger.assignments.get(id)?.wish === "assigned" ? "deassigned" : "assigned", "berta");
  }

  function faultOf(home: PleskServer, call: Outside, line: Line): FaultName | null {
    figures.calls += 1;
    busy.set(home, line);
    const name = quiet ? null : plan(call);
    if (name === null || !happensTo(name, call)) return null;
    figures.faults += 1;
    if (name === "killed-before" || name === "killed-after") forget();
    sim.log(`fault ${name} at call ${call.number}, ${call.kind} ${call.what}`);
    if (name === "clock-ahead") setClock("worker", 60 * MINUTE);
    else if (name === "clock-behind") setClock("worker", -24 * 60 * MINUTE);
    else if (name === "database-clock-ahead") setClock("database", 60 * MINUTE);
    else if (name === "database-clock-behind") setClock("database", -24 * 60 * MINUTE);
    else if (name === "stop-switch") setStop(HELD);
    else if (name === "maintenance") setMaintenance(home, HELD);
    else if (name === "wish-turned") turn(home);
    else if (name === "second-worker") start(home);
    else return name;
    return null;
  }

  /** A run that breaks down by a bug has been reported as a violation by then. */
  function start(home: PleskServer): void {
    if (busy.size === 0 && isAssigned(home)) begins?.();
    const began = time.now();
    let lied = false;
    const disturb = (call: Outside, line: Line) => {
      const fault = faultOf(home, call, line);
      lied ||= fault === "stale-read";
      return fault;
    };
    work(sim, home, disturb).then(
      (ran) => {
        busy.delete(home);
        if (!ran) return;
        outcomes.push(ran.outcome);
        // Whoever was told of the past knows nothing of what has come since.
        if (!lied && (ran.outcome === "done" || ran.outcome === "waiting")) checkKnown(sim.ground, home, began);
        if (ran.nextAt !== null) wake(home, ran.nextAt);
      },
      () => busy.delete(home),
    );
  }

  /** One appointment for each server, as one job for each: the newest counts. */
  function wake(home: PleskServer, at: number): void {
    appointments.set(home, at);
    time.after(Math.max(0, at - time.now()), () => {
      if (appointments.get(home) !== at) return;
      appointments.delete(home);
      start(home);
    });
  }

  const isAssigned = (home: PleskServer) => ledger.assignments.has(sim.ids.get(home) ?? 0);

  function sweep(): void {
    if (quiet) return;
    sweepAt(time.now() + SWEEP * 1000);
    for (const home of homes) if (isAssigned(home)) start(home);
  }

  function sweepAt(at: number): void {
    nextSweep = at;
    time.after(at - time.now(), sweep);
  }

  return {
    figures,
    outcomes,
    sweep,
    due: () => ({ sweep: nextSweep, runs: new Map(appointments) }),
    resume(due) {
      sweepAt(due.sweep);
      for (const [home, at] of due.runs) wake(home, at);
      for (const home of homes) if (isAssigned(home)) start(home);
    },
    start,
    kill(home) {
      busy.get(home)?.kill();
      forget();
    },
    broken,
    setStop,
    setMaintenance,
    setBudget,
    setClocks,
    turn,
    mend() {
      for (const mend of repairs) mend();
    },
    async rest() {
      let before = "";
      // Whatever held runs up was there for the last of them.
      let held = true;
      for (let idle = false, turns = 0, all = 0; !idle && turns < PATIENCE && all < LONGEST; all++) {
        // What was broken before may open a breaker only when the next run counts it.
        closeBreakers(ledger, time.now() + sim.clocks.database);
        const { faults } = figures;
        await time.run(time.now() + SWEEP * 1000);
        const after = JSON.stringify([...ledger.accounts.values()].map(({ stage, problem }) => [stage, problem]));
        const free = !held;
        held = repairs.size > 0 || [...ledger.servers.values()].some(({ otherCertificate }) => otherCertificate);
        idle =
          after === before &&
          // Whoever was lied to says little of what will be.
          figures.faults === faults &&
          free &&
          !held &&
          oracle.waiting() === 0 &&
          restless(ledger).length + unended(ledger).length === 0;
        before = after;
        const now = time.now() + sim.clocks.database;
        if (!restless(ledger).some(({ stageUntil }) => (stageUntil?.getTime() ?? 0) > now)) turns += 1;
      }
      quiet = true;
      sim.rest = true;
      await time.run(time.now() + 30 * MINUTE);
    },
  };
}
