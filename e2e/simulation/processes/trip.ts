import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, gt, inArray, isNotNull, isNull } from "drizzle-orm";
import { assignServers, deassignServers } from "@/db/assignments";
import { enqueueReconcile } from "@/db/jobs";
import { accounts, assignments, runs, type Wish } from "@/db/schema";
import { homeOf } from "@/e2e/fleet/home";
import type { PleskServer } from "@/e2e/fleet/model";
import { seededRandom } from "@/e2e/fleet/random";
import { type Disturbance, draw, prepareAct, type Toll } from "./disturbances";
import { whatIsOpen } from "./open";
import type { Place } from "./points";
import type { Stage } from "./stage";

/** How often an undisturbed move passes each place. */
export type Passed = Record<Wish, Record<Place, number>>;

/** Milliseconds that a move may take from the last disturbance on. */
const PATIENCE = 60_000;
/** Milliseconds between two looks whether a move has reached its end. */
const LOOK = 200;
/** Runs that may go wrong after the last disturbance. */
const RUNS = 2;
/** A later disturbance meets the run that mends the one before, which has less to do. */
const LATEST = [0.9, 0.3, 0.2, 0.15, 0.1];
export const DISTURBANCES = 2 * LATEST.length;

/** Assigns a server and sends it home again, each time with some disturbances; at the end it must be as it was. */
export async function trip(
  stage: Stage,
  home: PleskServer,
  { seed, toll, passed, enough }: { seed: number; toll: Toll; passed: Passed; enough(): boolean },
): Promise<void> {
  const random = seededRandom(seed);
  const before = homeOf(home);
  for (const wish of ["assigned", "deassigned"] as const) {
    await wishFor(stage, home, wish);
    for (const latest of LATEST) {
      const disturbance = draw(random, latest);
      if (enough()) continue;
      const nth = 1 + Math.floor(disturbance.after * passed[wish][disturbance.place]);
      await meet(stage, home, wish, disturbance, nth, prepareAct(stage, disturbance, random, toll));
    }
    await arrive(stage, home, wish, toll);
  }
  compare(stage, home, before);
}

/** One undisturbed round trip, to know how much passes where. */
export async function learn(stage: Stage, home: PleskServer, toll: Toll): Promise<Passed> {
  const before = homeOf(home);
  const passed: Partial<Passed> = {};
  for (const wish of ["assigned", "deassigned"] as const) {
    const counts = stage.points.count((pid) => pid !== 0 && pid === stage.atWork(home));
    await wishFor(stage, home, wish);
    await arrive(stage, home, wish, toll);
    passed[wish] = { ...counts };
  }
  compare(stage, home, before);
  return passed as Passed;
}

export async function wishFor({ server, sim }: Stage, home: PleskServer, wish: Wish): Promise<void> {
  const serverId = sim.ids.get(home) ?? 0;
  const wanted = { mailServerId: 1, serverIds: [serverId], by: "simulation" };
  await server.ask((db) =>
    db.transaction(async (tx) => {
      if (wish === "assigned") await assignServers(tx, wanted);
      else await deassignServers(tx, wanted);
      await enqueueReconcile(tx, serverId);
    }),
  );
}

/** Waits until the disturbance has happened and is over, or the move has reached its end before. */
async function meet(
  stage: Stage,
  home: PleskServer,
  wish: Wish,
  { deed, place }: Disturbance,
  nth: number,
  act: ReturnType<typeof prepareAct>,
): Promise<void> {
  let met = false;
  const giveUp = stage.points.arm(
    place,
    nth,
    (pid) => pid !== 0 && pid === stage.atWork(home),
    (pid) => {
      met = true;
      stage.sim.log(`${home.key}, ${wish}: ${deed} ${place} (${nth})`);
      return act.now(pid);
    },
  );
  for (const end = Date.now() + PATIENCE; !met && Date.now() < end && !(await isThere(stage, home, wish)); )
    await sleep(LOOK);
  giveUp();
  if (met) await act.over;
}

/** Waits for the end of a move; nobody helps. */
export async function arrive(stage: Stage, home: PleskServer, wish: Wish, toll: Toll): Promise<void> {
  const { report } = stage.sim.ground;
  const since = Date.now();
  while (!(await isThere(stage, home, wish))) {
    if (Date.now() > Math.max(since, toll.quietSince) + PATIENCE)
      throw new Error(`${home.key} does not get to be ${wish}: ${await whatIsOpen(stage, home)}`);
    await sleep(LOOK);
  }
  const wrong = await stage.server.ask((db) =>
    db
      .select()
      .from(runs)
      .where(
        and(
          eq(runs.serverId, stage.sim.ids.get(home) ?? 0),
          gt(runs.startedAt, new Date(toll.quietSince)),
          isNotNull(runs.finishedAt),
          inArray(runs.outcome, ["failed", "stopped"]),
        ),
      ),
  );
  if (wrong.length > RUNS)
    report("S16", `${home.key}: ${wrong.length} runs went wrong, at last: ${wrong.at(-1)?.error}`);
}

/** The whole server is where the wish wants it, and nobody is at work there. */
async function isThere({ server, sim }: Stage, home: PleskServer, wish: Wish): Promise<boolean> {
  const serverId = sim.ids.get(home) ?? 0;
  return await server.ask(async (db) => {
    if (wish === "deassigned") return (await db.$count(assignments, eq(assignments.serverId, serverId))) === 0;
    const domains = and(eq(accounts.serverId, serverId), eq(accounts.kind, "domain"));
    const there = and(domains, eq(accounts.stage, "assigned"), isNull(accounts.problem));
    const [all, arrived] = [home.domains.length, await db.$count(accounts, there)];
    return arrived === all && (await db.$count(runs, and(eq(runs.serverId, serverId), isNull(runs.finishedAt)))) === 0;
  });
}

function compare({ sim }: Stage, home: PleskServer, before: ReturnType<typeof homeOf>): void {
  if (JSON.stringify(homeOf(home)) !== JSON.stringify(before)) sim.ground.report("S11", `${home.key} is not as it was`);
}
