import type { PleskServer } from "@/e2e/fleet/model";
import { reconcile } from "@/lib/sync/reconcile";
import type { Clock, Pair, World } from "@/lib/sync/world";
import { copyOf } from "./copy";
import { createDnsPort } from "./dns-port";
import { checkMove, checkSettled } from "./invariants";
import { releaseLease, takeLease } from "./ledger";
import { createLine, type Line, type LineOptions } from "./line";
import { panelOver } from "./panel";
import type { Simulation } from "./simulation";
import { smtpOver } from "./smtp";
import { createStore, DatabaseLost, LEASE } from "./store";

/** Seconds: as in the product, the margin covers resolvers that overstay. */
const DRAIN_MARGIN = 120;

export interface Ran {
  line: Line;
  /** Milliseconds since 1970; null when nothing waits for time. */
  nextAt: number | null;
  outcome: string;
}

/**
 * The reconcile job for one assigned server, as a worker does it: lease, the newest wish, a run, the lease given back.
 * Null when the server is not assigned or somebody else has it. Never settles when its process is killed.
 */
export async function work(sim: Simulation, home: PleskServer, plan: LineOptions["plan"]): Promise<Ran | null> {
  const { ledger, time, random } = sim;
  const serverId = sim.ids.get(home) ?? 0;
  const line = createLine({ time, random, plan });
  const assignment = ledger.assignments.get(serverId);
  const epoch = assignment && takeLease(ledger, serverId, line, time.now() + sim.clocks.database, LEASE);
  if (!assignment || epoch === null || epoch === undefined) return null;
  const store = createStore({
    ledger,
    line,
    now: () => time.now() + sim.clocks.database,
    pair: pairOf(sim, home),
    epoch,
    moving: (move) => checkMove(sim.ground, move),
    settled: (id, state) => line.lied || line.late || checkSettled(sim.ground, id, state),
  });
  const world: World = {
    source: panelOver(sim, line, "home", home),
    central: panelOver(sim, line, "central", sim.central),
    dns: createDnsPort(sim.dns, line),
    smtp: smtpOver(line, { home, central: sim.central }),
    store,
    clock: clockOf(sim),
    password: () => `Aa7!${Buffer.from(random.bytes(12)).toString("hex")}`,
    limits: { drainMargin: DRAIN_MARGIN, nameServerPatience: 10, lateEffect: (LEASE * 3) / 1000 },
  };
  try {
    const { outcome, nextAt: byDatabase } = await reconcile(world);
    // The queue compares with the same clock that the run was told the time by.
    const nextAt = byDatabase === null ? null : byDatabase - sim.clocks.database;
    sim.log(`run for ${home.key}: ${outcome}${errorOf(sim, serverId)}`);
    return { line, nextAt, outcome };
  } catch (error) {
    if (!(error instanceof DatabaseLost)) {
      sim.ground.report("bug", error instanceof Error ? `${error.message}` : String(error));
      throw error;
    }
    sim.log(`run for ${home.key} broke off: ${error.message}`);
    return { line, nextAt: null, outcome: "broken-off" };
  } finally {
    releaseLease(ledger, serverId, epoch);
  }
}

/** As the worker makes it: the database's time of the beginning, going on by a clock that nobody sets. */
function clockOf({ time, clocks, leaps }: Simulation): Clock {
  const wrong = clocks.database;
  const now = () => time.now() + wrong;
  return { now, doubt: Math.abs(clocks.database - clocks.worker), leaps: leaps.note(now()) };
}

function pairOf({ central, ids, ledger, time, ground, clocks }: Simulation, home: PleskServer): Pair {
  const row = (server: PleskServer) => ({
    id: ids.get(server) ?? 0,
    name: server.name,
    guid: ground.guids.get(server) ?? "",
    ipAddresses: [server.ipAddress],
  });
  const serverId = ids.get(home) ?? 0;
  const assignment = ledger.assignments.get(serverId);
  if (!assignment) throw new Error(`${home.key} is not assigned`);
  return {
    source: row(home),
    central: { ...row(central), mailServerId: 1, mxHost: central.name, automatic: true },
    installation: "sim",
    buttonUrl: `https://console.test/go/${serverId}`,
    assignment: copyOf(assignment),
    aloneBy: null,
    readAt: new Date(time.now() + clocks.database),
  };
}

function errorOf({ ledger }: Simulation, serverId: number): string {
  const run = ledger.runs.findLast((r) => r.serverId === serverId);
  return run?.error ? ` (${run.error})` : "";
}
