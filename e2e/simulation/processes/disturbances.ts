import { setTimeout as sleep } from "node:timers/promises";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import { runs } from "@/db/schema";
import type { PleskServer } from "@/e2e/fleet/model";
import type { Random } from "@/e2e/fleet/random";
import { whatIsOpen } from "./open";
import { type Place, places } from "./points";
import { LEASE, type Stage } from "./stage";

/** What is done to a worker, or to its way to the database, in the middle of a move. */
export type Deed = "kill" | "freeze" | "crash" | "acknowledgement" | "cut" | "hold";

export interface Disturbance {
  deed: Deed;
  place: Place;
  /** Of what an undisturbed move has passed there by then. */
  after: number;
}

/** What the disturbances came to. */
export interface Toll {
  met: Record<Deed, number>;
  /** The longest time from a kill until another run had the server, in milliseconds. */
  takeover: number;
  /** How many milliseconds at most a busy machine held those up who take over; not in `takeover`. */
  late: number;
  /** How many were measured: where nothing else happened meanwhile. */
  measured: number;
  /** When the last disturbance was over: from then on nobody may need more than two runs that go wrong. */
  quietSince: number;
  /** A worker stands still now. */
  frozen: boolean;
  /** Breakers that a person has closed: answers that are lost again and again are what they open for. */
  breakers: number;
}

export const newToll = (): Toll => ({
  met: { kill: 0, freeze: 0, crash: 0, acknowledgement: 0, cut: 0, hold: 0 },
  takeover: 0,
  late: 0,
  measured: 0,
  quietSince: 0,
  frozen: false,
  breakers: 0,
});

/** How often each is drawn, of a hundred. */
const often: [Deed, number][] = [
  ["kill", 64],
  ["freeze", 16],
  ["crash", 6],
  ["acknowledgement", 6],
  ["cut", 4],
  ["hold", 4],
];

export function draw(random: Random, latest: number): Disturbance {
  let lot = random.below(100);
  const deed = often.find(([, share]) => {
    lot -= share;
    return lot < 0;
  })?.[0] as Deed;
  const place = deed === "acknowledgement" ? "after a commit" : random.pick(places);
  return { deed, place, after: random.next() * latest };
}

/** Milliseconds: a lease, and the longest call that may go on under it. */
export const TAKEOVER = LEASE * 1000 * (1 + 2 / 3);
/** Beyond this nobody has taken over, and the harness goes on to say so. */
const PATIENCE = 30_000;
/** Held longer than the gate waits, some of the time. */
const HELD = 2_500;

/** What is done, and what then happens until the worker's server is in good hands again. */
export interface Act {
  /** At once; false keeps what passes from arriving. */
  now(pid: number): Promise<boolean>;
  /** Resolves when nothing is out of order any more but what workers have to mend. */
  over: Promise<void>;
}

export function prepareAct(stage: Stage, { deed: drawn, place }: Disturbance, random: Random, toll: Toll): Act {
  const { workers, server, wire, sim, lateness } = stage;
  let deed = drawn;
  const held = Math.floor(random.next() * HELD);
  let began: (pid: number) => void = () => {};
  const over = new Promise<number>((resolve) => {
    began = resolve;
  }).then((pid) => follow(pid, leasesOf(pid)));

  /** Every assigned server whose lease the process has, with its epoch. */
  function leasesOf(pid: number) {
    return sim.homes
      .filter((home) => stage.atWork(home) === pid)
      .map((home) => ({ home, epoch: epochOf(stage, home), since: Date.now() }));
  }

  async function follow(pid: number, leases: ReturnType<typeof leasesOf>): Promise<void> {
    const quiet = toll.quietSince;
    if (deed === "crash") await crashed.then(() => sim.log("PostgreSQL is back"));
    if (deed === "kill" || deed === "freeze") await Promise.all(leases.map((lease) => takenOver(pid, lease, quiet)));
    if (deed === "freeze") await thaw(pid, leases);
    if (deed !== "kill") toll.quietSince = Date.now();
  }

  async function takenOver(pid: number, { home, epoch, since }: ReturnType<typeof leasesOf>[number], quiet: number) {
    const ends = since + LEASE * 1000;
    let before = lateness.read();
    for (const end = since + PATIENCE; epochOf(stage, home) === epoch && stillAssigned(stage, home); await sleep(5)) {
      const now = Date.now();
      if (now > end)
        return sim.ground.report(
          "S16",
          `nobody took ${home.key} over after a ${deed} of ${pid}: ${await whatIsOpen(stage, home)}`,
        );
      // Nobody can be late before the lease has ended.
      if (now > ends - 500 && now < ends) before = lateness.read();
    }
    // Whatever else happened meanwhile may have hit the one who was about to take over.
    if (deed !== "kill" || toll.quietSince !== quiet) return;
    const late = lateness.read().since(before, stage.atWork(home));
    const took = Date.now() - since - late;
    toll.measured += 1;
    toll.takeover = Math.max(toll.takeover, took);
    toll.late = Math.max(toll.late, late);
    if (took > TAKEOVER)
      sim.ground.report(
        "takeover",
        `${home.key} was taken over after ${took} ms, not counting ${late} of a busy machine`,
      );
  }

  /** Once others have its servers, what it says of its runs must not count any more. */
  async function thaw(pid: number, leases: ReturnType<typeof leasesOf>): Promise<void> {
    const before = await Promise.all(leases.map(({ home }) => finishedRuns(stage, home)));
    workers.send(pid, "SIGCONT");
    toll.frozen = false;
    await sleep(300);
    const after = await Promise.all(leases.map(({ home }) => finishedRuns(stage, home)));
    for (const [index, list] of before.entries())
      if (JSON.stringify(after[index]?.slice(0, list.length)) !== JSON.stringify(list))
        sim.ground.report("S13", `${leases[index]?.home.key}: a run was rewritten by a worker that had stood still`);
  }

  let crashed = Promise.resolve();
  return {
    over,
    async now(pid) {
      // Somebody must be left to take over.
      if (deed === "freeze" && toll.frozen) deed = "kill";
      toll.met[deed] += 1;
      toll.quietSince = Date.now();
      if (deed === "kill") workers.send(pid, "SIGKILL");
      else if (deed === "freeze") {
        toll.frozen = true;
        workers.send(pid, "SIGSTOP");
      } else if (deed === "crash") crashed = server.crash();
      else if (deed === "cut") wire.cut((client) => stage.ownerOf(client) === pid);
      else if (deed === "hold") await sleep(held);
      began(pid);
      return (
        deed === "freeze" || deed === "cut" || deed === "hold" || (deed === "crash" && /packet|change/.test(place))
      );
    },
  };
}

const epochOf = ({ sim }: Stage, home: PleskServer): number =>
  sim.ledger.servers.get(sim.ids.get(home) ?? 0)?.epoch ?? 0;

const stillAssigned = ({ sim }: Stage, home: PleskServer): boolean =>
  sim.ledger.assignments.has(sim.ids.get(home) ?? 0);

const finishedRuns = ({ server, sim }: Stage, home: PleskServer) =>
  server.ask((db) =>
    db
      .select()
      .from(runs)
      .where(and(eq(runs.serverId, sim.ids.get(home) ?? 0), isNotNull(runs.finishedAt)))
      .orderBy(asc(runs.finishedAt)),
  );
