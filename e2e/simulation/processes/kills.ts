import { setTimeout as sleep } from "node:timers/promises";
import { isNull } from "drizzle-orm";
import { closeBreaker } from "@/db/breakers";
import { breakers } from "@/db/schema";
import { closeAll, closeLater } from "@/e2e/bench/closing";
import type { PleskServer } from "@/e2e/fleet/model";
import { judge } from "../play";
import { startSenders } from "../senders";
import type { Failure } from "../tasks";
import { newToll, type Toll } from "./disturbances";
import { prepare, type Stage } from "./stage";
import { stopSwitch } from "./stopped";
import { DISTURBANCES, learn, trip } from "./trip";

/** Servers that are moved at the same time. */
const HOMES = 4;
/** At most so many milliseconds between two messages. */
const PAUSE = 120;
/** Milliseconds that messages on their way may still take at the end. */
const POST = 5_000;

export interface Killed extends Toll {
  tried: number;
  messages: number;
  lost: number;
  bounced: number;
  doubled: number;
  failures: Failure[];
  seconds: number;
}

/**
 * Real workers are killed, stopped and cut off in the middle of moves, at points drawn from seeds, until `count`
 * disturbances have happened; then the stop switch is tried. Stops everything that it started.
 */
export async function kills({ count, from, tell }: { count: number; from: number; tell: boolean }): Promise<Killed> {
  const start = performance.now();
  try {
    const stage = await prepare(from, HOMES);
    const toll = newToll();
    const failures: Failure[] = [];
    const underWay = new Map<PleskServer, number>();
    note(stage, underWay, failures);
    if (tell) tellAll(stage);
    startSenders(stage.sim, PAUSE);
    closeBreakers(stage, toll);
    try {
      await disturb(stage, toll, underWay, { count, from });
      await stopSwitch(stage, stage.sim.homes[0] as PleskServer, toll);
      await settle(stage);
    } catch (error) {
      stage.sim.ground.report("broke off", error instanceof Error ? error.message : String(error));
    }
    await sleep(50);
    if (failures.length > 0) console.log([...stage.sim.story, ...stage.workers.said].join("\n"));
    const { sent, lost, bounced, doubled } = stage.sim.oracle.fates;
    return {
      ...toll,
      tried: metIn(toll),
      messages: sent,
      lost: lost.length,
      bounced: bounced.length,
      doubled: doubled.length,
      failures,
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    await closeAll();
  }
}

const metIn = ({ met }: Toll): number => Object.values(met).reduce((sum, each) => sum + each, 0);

/** Every server goes on trips of its own, each drawn from the next seed. */
async function disturb(
  stage: Stage,
  toll: Toll,
  underWay: Map<PleskServer, number>,
  { count, from }: { count: number; from: number },
): Promise<void> {
  let next = from;
  const enough = () => metIn(toll) >= count;
  const [first] = stage.sim.homes;
  if (!first) throw new Error("there is nobody to move");
  // What one passes on its way the others pass as well: the same kinds of domains live on all of them.
  const passed = await learn(stage, first, toll);
  const lane = async (home: PleskServer) => {
    while (!enough()) {
      const seed = next++;
      underWay.set(home, seed);
      await trip(stage, home, { seed, toll, passed, enough });
      underWay.delete(home);
    }
  };
  await Promise.all(stage.sim.homes.map(lane));
}

/** Ends the sending, and judges as every simulation is judged. */
async function settle({ sim, mirror }: Stage): Promise<void> {
  sim.rest = true;
  for (const end = Date.now() + POST; sim.oracle.waiting() > 0 && Date.now() < end; ) await sleep(50);
  await mirror.refresh();
  judge(sim, 1);
}

/** A person closes what opens; the patience with a server that was held up begins anew then. */
function closeBreakers({ server, sim }: Stage, toll: Toll): void {
  const look = async () => {
    const open = await server.ask((db) => db.select().from(breakers).where(isNull(breakers.closedAt)));
    for (const { id, why } of open) {
      await server.ask((db) => closeBreaker(db, id, "berta"));
      toll.breakers += 1;
      toll.quietSince = Date.now();
      sim.log(`berta closes a breaker: ${why}`);
    }
  };
  const asks = setInterval(() => void look().catch(() => undefined), 1_000);
  closeLater(async () => clearInterval(asks));
}

/** Says what happens when it happens. */
function tellAll({ sim }: Stage): void {
  let told = 0;
  sim.time.watch(() => {
    for (; told < sim.story.length; told++) console.log(sim.story[told]);
  });
}

/** Every violation is kept with the trips that were under way. */
function note({ sim }: Stage, underWay: ReadonlyMap<PleskServer, number>, failures: Failure[]): void {
  sim.time.watch(() => {
    while (failures.length < sim.violations.length) {
      const { invariant, what, at } = sim.violations[failures.length] ?? { invariant: "", what: "", at: "" };
      const again = `--kills ${DISTURBANCES * HOMES} --seed ${Math.min(...underWay.values(), 1_000_000)}`;
      failures.push({ invariant, what: `${what} (${at.slice(11, 23)})`, replay: again });
    }
  });
}
