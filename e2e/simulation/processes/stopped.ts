import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, gt, sql } from "drizzle-orm";
import { runs } from "@/db/schema";
import { allowChanges, stopChanges } from "@/db/stop-switch";
import { homeOf } from "@/e2e/fleet/home";
import type { PleskServer } from "@/e2e/fleet/model";
import type { Toll } from "./disturbances";
import { LEASE, type Stage } from "./stage";
import { arrive, wishFor } from "./trip";

/** At which changing packet of the move the switch is set. */
const NTH = 4;

/**
 * Sets the stop switch while a changing packet is under way: no other may follow, also not after everything was killed
 * and has begun anew; once changes are allowed again the move goes on to its end, and home again.
 */
export async function stopSwitch(stage: Stage, home: PleskServer, toll: Toll): Promise<void> {
  const { server, workers, points, sim } = stage;
  const before = homeOf(home);
  const set = new Promise<number>((resolve) => {
    points.arm(
      "before a change",
      NTH,
      (pid) => pid !== 0 && pid === stage.atWork(home),
      async () => {
        await server.ask((db) => stopChanges(db, "simulation"));
        resolve(stage.changes() + 1);
        return true;
      },
    );
  });
  await wishFor(stage, home, "assigned");
  const changes = await set;
  const check = (when: string) => {
    if (stage.changes() !== changes)
      sim.ground.report("S22", `${stage.changes() - changes} packets changed something ${when}`);
  };
  await sleep(2_000);
  check("after the stop switch was set");
  workers.killAll();
  await server.crash();
  await stoppedRun(stage, home);
  check("after everything was started again with the stop switch set");
  await server.ask((db) => allowChanges(db));
  toll.quietSince = Date.now();
  await arrive(stage, home, "assigned", toll);
  await wishFor(stage, home, "deassigned");
  await arrive(stage, home, "deassigned", toll);
  if (JSON.stringify(homeOf(home)) !== JSON.stringify(before)) sim.ground.report("S11", `${home.key} is not as it was`);
}

/** Waits until a new worker has looked and found the switch. */
async function stoppedRun({ server, sim }: Stage, home: PleskServer): Promise<void> {
  const [now] = await server.ask((db) => db.execute<{ at: string }>(sql`select now() as at`));
  const since = new Date(now?.at ?? 0);
  const found = and(eq(runs.serverId, sim.ids.get(home) ?? 0), eq(runs.outcome, "stopped"), gt(runs.startedAt, since));
  for (const end = Date.now() + 10 * LEASE * 1000; Date.now() < end; await sleep(50))
    if ((await server.ask((db) => db.$count(runs, found))) > 0) return;
  sim.ground.report("S16", `nobody looked at ${home.key} after everything was started again`);
}
