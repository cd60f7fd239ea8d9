import { homeOf } from "@/e2e/fleet/home";
import type { Account } from "@/lib/sync/world";
import { type FaultName, faultsFor, happensTo } from "./faults";
import type { Fleet } from "./fleet";
import { emptyLedger, type Ledger } from "./ledger";
import type { Outside } from "./line";
import { begin, OPERATIONS, type OperationName, smallFleet } from "./operations";
import { judge } from "./play";
import { startSenders } from "./senders";
import { createSimulation, type Past, pastOf, type Simulation, type Violation } from "./simulation";
import { createWorkers, type Due, type Workers } from "./workers";

/** A second name server is told so soon that waiting for it does not fill the list of calls, in milliseconds. */
const LAG = 8_000;

/** A world as it is before an operation or before one of its runs, to be taken up as often as wanted. */
interface Saved {
  fleet: Fleet;
  ledger: Ledger;
  past?: Past;
  now: number;
  /** What the workers of an operation under way are about to do; left out where it is yet to begin. */
  due?: Due;
}

/** One run of an operation, and what follows until the next begins. */
interface Stretch {
  from: Saved;
  /** How many calls the operation made before, when nothing went wrong. */
  before: number;
}

export interface Case {
  operation: OperationName;
  /** What happens to the first call that it can happen to, from this one on; counted from 1 over all runs of the operation. */
  faults: { at: number; name: FaultName }[];
}

export interface Outcome {
  violations: Simulation["violations"];
  messages: number;
  calls: number;
  /** Faults that met a call. */
  met: number;
  story: string[];
  accounts: Account[];
}

/** An operation goes wrong without any fault. */
export class Flawed extends Error {
  override name = "Flawed";
  constructor(
    operation: OperationName,
    readonly violation: Violation,
  ) {
    super(`${operation} without any fault: ${violation.invariant} ${violation.what}`);
  }
}

export interface Loop {
  /** How many calls each operation makes when nothing goes wrong, by what they reach out to. */
  calls: Record<OperationName, Outside[]>;
  /** One for each call and each fault that can happen to it, of these operations; of those that come to the same one. */
  singles(operations?: readonly OperationName[]): AsyncGenerator<Case>;
  try(each: Case, tell?: boolean): Promise<Outcome>;
}

/**
 * Runs each operation once without faults, to know its calls and to have the worlds in which its runs begin: a fault is
 * tried from the beginning of the run that meets it, for what comes before it is the same every time.
 */
export async function createLoop(): Promise<Loop> {
  const calls = {} as Record<OperationName, Outside[]>;
  const stretches = {} as Record<OperationName, Stretch[]>;
  const ends = {} as Record<OperationName, string>;
  let world: Saved = { fleet: smallFleet(), ledger: emptyLedger(), now: Date.UTC(2026, 2, 2, 8) };
  for (const operation of OPERATIONS) {
    const flawless = await undisturbed(operation, { from: world, before: 0 });
    calls[operation] = flawless.made;
    stretches[operation] = flawless.stretches;
    ends[operation] = endOf(flawless.sim);
    world = worldOf(flawless.sim);
  }

  /** The stretch in which a call comes, counted from 1 over all runs of the operation. */
  function stretchOf(operation: OperationName, at: number): Stretch {
    const found = stretches[operation].findLast(({ before }) => before < at);
    if (!found) throw new Error(`${operation} makes no call ${at}`);
    return found;
  }

  async function attempt({ operation, faults }: Case, tell = false): Promise<Outcome> {
    const { from, before } = stretchOf(operation, Math.min(...faults.map(({ at }) => at)));
    const remember = faults.some(({ name }) => name === "stale-read");
    const { sim, due } = takeUp(from, { before, remember, tell });
    const coming = [...faults];
    let count = before;
    let since = 0;
    const workers = createWorkers(sim, (call) => {
      count += 1;
      const place = coming.findIndex(({ at, name }) => at <= count && happensTo(name, call));
      const [fault] = place < 0 ? [] : coming.splice(place, 1);
      if (!fault) return null;
      since = workers.outcomes.length;
      return fault.name;
    });
    await goOn(sim, workers, operation, due);
    // The run that met the fault may fail, and the one after it; then nobody has to help any more.
    const after = workers.outcomes.slice(since + 2).find((outcome) => outcome === "failed" || outcome === "broken-off");
    if (after && faults.length === 1) sim.ground.report("S16", `a run still ended ${after} after the two that may`);
    if (!faults.some(({ name }) => name === "wish-turned") && endOf(sim) !== ends[operation])
      sim.ground.report("S16", `not as without a fault: ${firstDifference(ends[operation], endOf(sim))}`);
    return {
      violations: sim.violations,
      calls: count - before,
      messages: sim.oracle.fates.sent,
      met: faults.length - coming.length,
      story: sim.story,
      accounts: [...sim.ledger.accounts.values()],
    };
  }

  async function* singles(operations: readonly OperationName[] = OPERATIONS): AsyncGenerator<Case> {
    for (const operation of operations)
      for (const stretch of stretches[operation])
        for (const [place, names] of (await faultsOf(operation, stretch)).entries())
          for (const name of names) yield { operation, faults: [{ at: stretch.before + place + 1, name }] };
  }

  return { calls, singles, try: attempt };
}

/** What is tried with each call of a stretch's run. */
async function faultsOf(operation: OperationName, stretch: Stretch): Promise<FaultName[][]> {
  const run: Outside[] = [];
  const faults: FaultName[][] = [];
  let over = false;
  // What a fault would change is asked for when the call is made: afterwards all has moved on.
  await undisturbed(operation, stretch, (call) => {
    over ||= call.number === 1 && run.length > 0;
    if (over) return;
    faults.push(faultsFor(call, run));
    run.push(call);
  });
  return faults;
}

/** An operation, or what is left of it, when nothing goes wrong. Throws `Flawed`. */
async function undisturbed(operation: OperationName, { from, before }: Stretch, heard?: (call: Outside) => void) {
  const made: Outside[] = [];
  const stretches: Stretch[] = [];
  const { sim, due } = takeUp(from, { before, remember: true });
  const workers = createWorkers(
    sim,
    (call) => {
      made.push(call);
      heard?.(call);
      return null;
    },
    () => stretches.push({ from: stretches.length === 0 ? from : worldOf(sim, workers.due()), before: made.length }),
  );
  await goOn(sim, workers, operation, due);
  const [violation] = sim.violations;
  if (violation) throw new Flawed(operation, violation);
  return { sim, made, stretches };
}

/** Begins an operation, or goes on with one, until all is at rest and judged. */
async function goOn(sim: Simulation, workers: Workers, operation: OperationName, due?: Due): Promise<void> {
  if (due) workers.resume(due);
  else {
    begin[operation](sim);
    workers.sweep();
  }
  startSenders(sim);
  await workers.rest();
  judge(sim, workers.figures.faults);
}

/** A copy, because what it is taken of goes on. Nobody has a lease when it is taken. */
function worldOf(sim: Simulation, due?: Due): Saved {
  const { central, homes, ledger, time } = sim;
  for (const row of ledger.servers.values()) Object.assign(row, { holder: null, leaseUntil: 0 });
  const world = { fleet: { central, homes }, ledger, now: time.now() };
  return structuredClone(due ? { ...world, past: pastOf(sim), due } : world);
}

function takeUp(
  { now, ...saved }: Saved,
  { before, remember, tell = false }: { before: number; remember: boolean; tell?: boolean },
): { sim: Simulation; due: Due | undefined } {
  const world = { ...saved, ...(saved.past && { past: { ...saved.past } }) };
  // The larger half of a world, needed for answers from the past alone.
  if (!remember) delete world.past?.earlier;
  const { fleet, ledger, past, due } = structuredClone(world);
  // Another seed for each place to go on from: guids must not come twice.
  const sim = createSimulation({ seed: 7 + before, fleet, ledger, past, start: now, lag: LAG, remember, tell });
  return { sim, due };
}

/** What both servers are in the end, but for ids: the same whatever went wrong on the way. */
const endOf = ({ homes, central }: Simulation): string => JSON.stringify([...homes, central].map(homeOf));

function firstDifference(wanted: string, is: string): string {
  let place = 0;
  while (place < wanted.length && wanted[place] === is[place]) place += 1;
  return `${wanted.slice(place - 40, place + 60)} became ${is.slice(place - 40, place + 60)}`;
}
