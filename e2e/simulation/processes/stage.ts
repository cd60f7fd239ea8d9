import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { mailServers } from "@/db/schema";
import { closeLater } from "@/e2e/bench/closing";
import { type Fleet, startFleet } from "@/e2e/fleet/fleet";
import type { PleskServer } from "@/e2e/fleet/model";
import type { Around } from "@/e2e/fleet/panel/serve";
import { readRequest, readSteps } from "@/e2e/fleet/panel/steps";
import { seededRandom } from "@/e2e/fleet/random";
import { plant } from "@/e2e/fleet/seed/plant";
import { makeKeyPair } from "@/lib/secrets";
import { migrateDatabase } from "@/lib/start/migrate";
import { bundleWorker } from "../bundle";
import { checkAnswered, checkChange } from "../invariants";
import { createSimulation, type Simulation } from "../simulation";
import { startClock } from "./clock";
import { householdsOf } from "./households";
import { type Lateness, watchLateness } from "./lateness";
import { createMirror, type Mirror } from "./mirror";
import { ownerOf } from "./owner";
import { createPoints, type Points } from "./points";
import { openServer, type Server } from "./postgres";
import { openWire, type Wire } from "./wire";
import { startWorkers, type Workers } from "./workers";

/** Seconds: a worker's calls end within two thirds of the lease. */
export const LEASE = 4;
const TTL = 1;
const WORKERS = 3;
/** Milliseconds that a packet may be held up for a look at the database. */
const LATE = 800;

/** A real fleet, a real database, real workers and a way between them where anything can happen to them. */
export interface Stage {
  sim: Simulation;
  server: Server;
  workers: Workers;
  wire: Wire;
  points: Points;
  mirror: Mirror;
  lateness: Lateness;
  /** The process that has a server's lease; 0 when none has. */
  atWork(home: PleskServer): number;
  ownerOf(socket: Socket): number;
  /** Changing packets that were executed. */
  changes(): number;
}

export async function prepare(seed: number, homes: number): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "kills-"));
  closeLater(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const server = await openServer(folder);
  closeLater(() => server.stop());
  await migrateDatabase(server.url);

  const points = createPoints();
  let around: Around = async (_arrival, execute) => execute();
  const fleet = await startFleet({
    servers: 1 + homes,
    domains: 0,
    empty: true,
    ttl: TTL,
    seed,
    around: (...at) => around(...at),
  });
  closeLater(() => fleet.stop());
  const [central, ...web] = fleet.servers.map(({ model }) => model) as [PleskServer, ...PleskServer[]];
  const plan = { random: seededRandom(seed), ttl: TTL };
  for (const [index, home] of web.entries())
    for (const household of householdsOf(index + 1)) plant(home, household, plan);
  await fleet.sync();
  const settings = await introduce(server, fleet, folder);

  const clock = startClock();
  closeLater(async () => clock.end());
  const sim = createSimulation({ seed, fleet: { central, homes: web }, time: clock, lag: 0, tell: true });
  // Of operations the mirror has those that are done, and lately.
  sim.ground.disrupted = null;
  const mirror = createMirror(sim, server);
  let changes = 0;
  around = async ({ server: panel, body, changing, socket }, execute) => {
    const pid = ownerOf(socket, workers.pids());
    const pass = async (when: "before" | "after") =>
      (await points.pass(`${when} a packet`, pid)) && (!changing || (await points.pass(`${when} a change`, pid)));
    if (!(await pass("before"))) throw new Error("this packet does not arrive");
    if (changing) {
      changes += 1;
      await checkPacket(sim, mirror, { panel, body, pid });
    }
    const answer = execute();
    clock.look();
    await pass("after");
    return answer;
  };

  const wire = await openWire(server.port, {
    before: async (sql, client) => {
      const pid = ownerOf(client, workers.pids());
      return (
        (await points.pass("before a statement", pid)) &&
        (sql !== "commit" || (await points.pass("before a commit", pid)))
      );
    },
    after: async (tag, client) => {
      const pid = ownerOf(client, workers.pids());
      return (
        (await points.pass("after a statement", pid)) &&
        (tag !== "COMMIT" || (await points.pass("after a commit", pid)))
      );
    },
  });
  closeLater(() => wire.close());
  const database = Object.assign(new URL(server.url), { port: wire.port }).href;
  const script = await bundleWorker();
  const workers = startWorkers(script, { ...settings, DATABASE_URL: database }, WORKERS);
  closeLater(() => workers.stop());
  follow(mirror);
  const lateness = watchLateness(workers.pids);
  closeLater(async () => lateness.end());
  return {
    sim,
    server,
    workers,
    wire,
    points,
    mirror,
    lateness,
    atWork: (home) => pidIn(mirror.holder(sim.ids.get(home) ?? 0)?.name),
    ownerOf: (socket) => ownerOf(socket, workers.pids()),
    changes: () => changes,
  };
}

/** Registers the fleet's servers, the first one as mail server 1, and says how workers find everything. */
async function introduce({ db }: Server, fleet: Fleet, folder: string): Promise<Record<string, string>> {
  const keys = makeKeyPair();
  const settings = {
    WORKER_KEY_FILE: join(folder, "worker.key"),
    WORKER_PUBLIC_KEY: keys.publicKey,
    WORKER_CONCURRENCY: "2",
    ALLOWED_NETWORKS: "127.0.0.0/8",
    DNS_RESOLVER: `${fleet.dns.host}:${fleet.dns.port}`,
    DNS_PORT: String(fleet.dns.port),
    LEASE_SECONDS: String(LEASE),
    SWEEP_SECONDS: "3",
    PROBE_SECONDS: "3600",
    HINT_SECONDS: "3600",
    DRAIN_MARGIN_SECONDS: "1",
    LOG_LEVEL: "warn",
  };
  await writeFile(settings.WORKER_KEY_FILE, keys.privateKey, { mode: 0o600 });
  Object.assign(process.env, settings);
  const { register } = await import("@/lib/worker/register");
  for (const each of fleet.servers) {
    const { host, port, fingerprint, login, password, smtpPort, imapPort, pop3Port } = each.describe();
    await register({
      db,
      by: "simulation",
      payload: { host, port, fingerprint, login, smtpPort, imapPort, pop3Port },
      credential: { password },
      tell: async () => {},
      answerInSecret: () => {},
    });
  }
  const mxHost = fleet.servers[0]?.model.name ?? "";
  await db.insert(mailServers).values({ id: 1, serverId: 1, mxHost, definedBy: "simulation" });
  return settings;
}

/** A holder's name is its machine, its process and its run. */
const pidIn = (holder = ""): number => Number(holder.split(":")[1] ?? 0);

/** Where a change went by while nobody could look at the database. */
const unseen = new Set<PleskServer>();

/** What must hold when a changing packet is about to be executed. */
async function checkPacket(
  sim: Simulation,
  mirror: Mirror,
  { panel, body, pid }: { panel: PleskServer; body: string; pid: number },
): Promise<void> {
  // While the database is down nobody can tell, and a packet that is under way waits for nobody.
  const known = await Promise.race([mirror.refresh().then(() => true), sleep(LATE)]).catch(() => undefined);
  if (!known) return void unseen.add(panel);
  const holder = mirror.holder(sim.ids.get(panel) ?? 0);
  // A process that was killed since cannot be found any more: its packet counts as its lease's.
  const ours = holder !== null && (pid === 0 || pidIn(holder.name) === pid);
  if (!ours) sim.log(`${panel.key} is changed by process ${pid}, its lease is with ${holder?.name ?? "nobody"}`);
  const line = ours ? holder.run : { late: false, canaries: 0 };
  // What went by unseen may have been the canary.
  if (unseen.delete(panel)) line.canaries += 1;
  const side = panel === sim.central ? "central" : "home";
  const change = { line, side, server: panel, gated: true, steps: readSteps(readRequest(body)) } as const;
  checkChange(sim.ground, change);
  checkAnswered(change);
  if (ours && holder.expired) sim.ground.report("S13", `${panel.key} is changed after the lease has passed`);
}

/** Knows the leases at every moment, and looks at what is called done, for as long as the process lives. */
function follow(mirror: Mirror): void {
  let ended = false;
  closeLater(async () => {
    ended = true;
  });
  const look = async () => {
    for (let turn = 0; !ended; turn++) {
      await mirror.readServers().catch(() => undefined);
      if (turn % 10 === 0) await mirror.checkDone().catch(() => undefined);
      await sleep(50);
    }
  };
  void look();
}
