import { homeOf } from "@/e2e/fleet/home";
import { seededRandom } from "@/e2e/fleet/random";
import { box } from "@/e2e/fleet/seed/household";
import { plant } from "@/e2e/fleet/seed/plant";
import type { Account } from "@/lib/sync/world";
import { edit } from "./edits";
import { type FaultName, faultsFor, happensTo } from "./faults";
import { bareFleet, type Fleet, TTL } from "./fleet";
import { emptyLedger, type Ledger, wish } from "./ledger";
import type { Outside } from "./line";
import { judge } from "./play";
import { startSenders } from "./senders";
import { createSimulation, type Simulation, type Violation } from "./simulation";
import { createWorkers } from "./workers";

/** What is tried with every fault at every call: how it is begun, in a world that the one before left behind. */
export const OPERATIONS = ["assign", "synchronize", "deassign", "return"] as const;
export type OperationName = (typeof OPERATIONS)[number];

const begin: Record<OperationName, (sim: Simulation) => void> = {
  assign: (sim) => wish(sim.ledger, 2, "assigned", "anna"),
  synchronize(sim) {
    for (const [what, a] of [
      ["add-address", 0],
      ["change-address", 0],
      ["add-alias", 0],
      ["set-unknown", 0],
      ["add-domain", 1],
    ] as const)
      edit(what, sceneOf(sim), a, 1);
  },
  deassign: (sim) => wish(sim.ledger, 2, "deassigned", "anna"),
  /** Assigned anew while what was recorded is still there, with a domain that moved on meanwhile. */
  return: (sim) => wish(sim.ledger, 2, "assigned", "berta"),
};

const sceneOf = (sim: Simulation) => ({
  home: sim.homes[0] as Simulation["homes"][number],
  central: sim.central,
  population: sim.population,
  who: { login: "admin", address: "203.0.113.9", now: sim.time.now(), bytes: sim.random.bytes },
  ttl: TTL,
  now: sim.time.now(),
});

/** A second name server is told so soon that waiting for it does not fill the list of calls, in milliseconds. */
const LAG = 8_000;

/** A world between two operations, to be taken up as often as wanted. */
interface Saved {
  fleet: Fleet;
  ledger: Ledger;
  now: number;
}

export interface Case {
  operation: OperationName;
  /** Calls counted from 1 over all runs of the operation, each with what happens to it. */
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
  /** Every call that each operation makes when nothing goes wrong. */
  calls: Record<OperationName, Outside[]>;
  /** One for each call and each fault that can happen to it. */
  singles(all?: boolean): Generator<Case>;
  try(each: Case, tell?: boolean): Promise<Outcome>;
}

/** Runs each operation once without faults, to know its calls and to have the worlds in which they begin. */
export async function createLoop(): Promise<Loop> {
  const calls = {} as Record<OperationName, Outside[]>;
  const fleet = smallFleet();
  const worlds = {} as Record<OperationName, Saved>;
  const ends = {} as Record<OperationName, string>;
  let world: Saved = { fleet, ledger: emptyLedger(), now: Date.UTC(2026, 2, 2, 8) };
  for (const operation of OPERATIONS) {
    worlds[operation] = world;
    const made: Outside[] = [];
    const sim = takeUp(world, false);
    const workers = createWorkers(sim, (call) => {
      made.push(call);
      return null;
    });
    begin[operation](sim);
    startSenders(sim);
    workers.sweep();
    await workers.rest(1);
    judge(sim, workers.figures.faults);
    const [violation] = sim.violations;
    if (violation) throw new Flawed(operation, violation);
    // The sweeps after it is done call too; what goes wrong there is what goes wrong in any quiet look.
    calls[operation] = made;
    for (const row of sim.ledger.servers.values()) Object.assign(row, { holder: null, leaseUntil: 0 });
    world = { fleet: { central: sim.central, homes: sim.homes }, ledger: sim.ledger, now: sim.time.now() };
    ends[operation] = endOf(sim);
  }

  async function attempt({ operation, faults }: Case, tell = false): Promise<Outcome> {
    const sim = takeUp(
      worlds[operation],
      faults.some(({ name }) => name === "stale-read"),
      tell,
    );
    let count = 0;
    let met = 0;
    let since = 0;
    const workers = createWorkers(sim, (call) => {
      count += 1;
      const fault = faults.find(({ at }) => at === count);
      if (!fault || !happensTo(fault.name, call)) return null;
      met += 1;
      since = workers.outcomes.length;
      return fault.name;
    });
    begin[operation](sim);
    startSenders(sim);
    workers.sweep();
    await workers.rest(1);
    judge(sim, workers.figures.faults);
    // The run that met the fault may fail, and the one after it; then nobody has to help any more.
    const after = workers.outcomes.slice(since + 2).find((outcome) => outcome === "failed" || outcome === "broken-off");
    if (after && faults.length === 1) sim.ground.report("S16", `a run still ended ${after} after the two that may`);
    if (!faults.some(({ name }) => name === "wish-turned") && endOf(sim) !== ends[operation])
      sim.ground.report("S16", `not as without a fault: ${firstDifference(ends[operation], endOf(sim))}`);
    return {
      violations: sim.violations,
      calls: count,
      messages: sim.oracle.fates.sent,
      met,
      story: sim.story,
      accounts: [...sim.ledger.accounts.values()],
    };
  }

  function* singles(all = false): Generator<Case> {
    for (const operation of OPERATIONS)
      for (const [index, call] of calls[operation].entries())
        for (const name of faultsFor(call, all)) yield { operation, faults: [{ at: index + 1, name }] };
  }

  return { calls, singles, try: attempt };
}

function takeUp({ fleet, ledger, now }: Saved, remember: boolean, tell = false): Simulation {
  const copy = structuredClone({ fleet, ledger });
  return createSimulation({ seed: 7, fleet: copy.fleet, ledger: copy.ledger, start: now, lag: LAG, remember, tell });
}

/**
 * What both servers are in the end, but for ids: the same whatever went wrong on the way. A button that a panel made long
 * after nobody waited for it any more stands there twice, until the way back takes all of them away.
 */
const endOf = ({ homes, central }: Simulation): string =>
  JSON.stringify([...homes, central].map(homeOf).map((home) => ({ ...home, buttons: [...new Set(home.buttons)] })));

function firstDifference(wanted: string, is: string): string {
  let place = 0;
  while (place < wanted.length && wanted[place] === is[place]) place += 1;
  return `${wanted.slice(place - 40, place + 60)} became ${is.slice(place - 40, place + 60)}`;
}

/** Of every kind one: a client's domain with an alias, a catch-all, forwards; few calls, all of them different. */
function smallFleet(): Fleet {
  const random = seededRandom(11);
  const fleet = bareFleet(random, 1);
  const [home] = fleet.homes;
  if (!home) throw new Error("a fleet has a home");
  plant(
    home,
    {
      client: { kind: "customer", login: "anders", contactName: "Anders", company: "" },
      domains: [
        {
          name: "one.test",
          addresses: [box("info", { aliases: ["desk"] }), { name: "away", forward: ["someone@outside.test"] }],
          aliases: [{ name: "uno.test", mail: true }],
          nonexistentUser: { kind: "forward", address: "all@outside.test" },
        },
      ],
    },
    { random, ttl: TTL },
  );
  return fleet;
}
