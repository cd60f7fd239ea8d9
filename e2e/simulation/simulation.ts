import type { PleskServer } from "@/e2e/fleet/model";
import { type Random, seededRandom } from "@/e2e/fleet/random";
import { createLeaps } from "@/lib/sync/leaps";
import { createDns, type DnsPast, type PublicDns } from "./dns";
import type { Fleet } from "./fleet";
import { checkAnswered, checkChange, checkForbidden, checkLedger, checkWorld, type Ground } from "./invariants";
import { emptyLedger, type Ledger, newServer } from "./ledger";
import { createOracle, type Oracle, type OraclePast } from "./oracle";
import { createPackets, type Packets } from "./packets";
import { createPopulation, type Population, type PopulationPast } from "./population";
import { createServed, type ServedPast } from "./served";
import { createTime, type Time } from "./time";

export interface Violation {
  invariant: string;
  what: string;
  at: string;
}

/** What a world remembers besides its servers and its database. */
export interface Past {
  dns: DnsPast;
  served: ServedPast;
  population: PopulationPast;
  oracle: OraclePast;
  /** Left out where nobody is to answer from the past. */
  earlier?: Map<PleskServer, PleskServer>;
}

/** One small world: servers, the public's DNS, senders, the console's database; and all that must never happen in it. */
export interface Simulation extends Fleet {
  random: Random;
  time: Time;
  ledger: Ledger;
  /** Milliseconds by which each machine's clock is wrong. */
  clocks: { worker: number; database: number };
  /** What the worker's process has seen of them; a new process has seen nothing. */
  leaps: ReturnType<typeof createLeaps>;
  dns: PublicDns;
  population: Population;
  oracle: Oracle;
  packets: Packets;
  ground: Ground;
  violations: Violation[];
  /** Database ids by server; the mail server is 1. */
  ids: Map<PleskServer, number>;
  servers: PleskServer[];
  /** Nothing more is sent and nobody sweeps any more. */
  rest: boolean;
  /** What happened, for people who read a failing case; empty unless asked for. */
  log(what: string): void;
  story: string[];
}

export interface Settings {
  seed: number;
  fleet: Fleet;
  /** As another simulation left it; empty when left out. */
  ledger?: Ledger;
  /** What that one remembered. */
  past?: Past | undefined;
  /** Milliseconds since 1970. */
  start?: number;
  /** How much later a second name server may know, in milliseconds. */
  lag?: number;
  /** A clock that is there already; one of its own when left out. */
  time?: Time;
  /** Keep copies for answers from the past. */
  remember?: boolean;
  tell?: boolean;
}

/** What a world remembers, as it is now: to be copied together with its servers, whom it names. */
export const pastOf = ({ dns, ground, population, oracle, packets }: Simulation): Past => ({
  dns: dns.past,
  served: ground.served.past,
  population: population.past,
  oracle: oracle.past,
  earlier: packets.past,
});

/** A Monday morning; nothing depends on which. */
const START = Date.UTC(2026, 2, 2, 8);

export function createSimulation(settings: Settings): Simulation {
  const { seed, fleet, ledger = emptyLedger(), past, start = START, remember = false, tell = false } = settings;
  const random = seededRandom(seed);
  const servers = [fleet.central, ...fleet.homes];
  const time = settings.time ?? createTime(random, start);
  const ids = new Map(servers.map((server, index) => [server, index + 1]));
  for (const id of ids.values()) if (!ledger.servers.has(id)) ledger.servers.set(id, newServer());
  const dns = createDns(servers, time, random, settings.lag, past?.dns);
  const population = createPopulation(fleet.homes, fleet.central, past?.population);
  const violations: Violation[] = [];
  const story: string[] = [];
  const log = (what: string) => {
    if (tell) story.push(`${new Date(time.now()).toISOString().slice(11, 19)}  ${what}`);
  };
  const told = new Set<string>();
  const report = (invariant: string, what: string) => {
    // A state that goes on being wrong is one violation.
    if (told.has(`${invariant} ${what}`)) return;
    told.add(`${invariant} ${what}`);
    violations.push({ invariant, what, at: new Date(time.now()).toISOString() });
    log(`VIOLATION ${invariant}: ${what}`);
  };
  const ground: Ground = {
    central: fleet.central,
    homes: fleet.homes,
    ids,
    guids: new Map(servers.map((server) => [server, server.guid])),
    ledger,
    population,
    served: createServed(dns, past?.served),
    dns,
    now: time.now,
    jumped: false,
    editedAt: Number.NEGATIVE_INFINITY,
    disrupted: new Map(
      servers.map((server) => [
        server,
        ledger.operations.filter((o) => o.disruptive && o.on === ids.get(server)).length,
      ]),
    ),
    report,
  };
  const oracle = createOracle({ time, random, dns, population, central: fleet.central, past: past?.oracle });
  const packets = createPackets({
    now: time.now,
    before: (change) => checkChange(ground, change),
    after: () => checkForbidden(ground),
    answered: checkAnswered,
    remember,
    past: past?.earlier,
  });

  let revision = -1;
  time.watch(() => {
    const now = servers.reduce((sum, server) => sum + server.next.event, dns.version());
    if (now === revision) return;
    revision = now;
    dns.spread();
    checkWorld(ground);
    checkLedger(ground);
  });

  return {
    ...fleet,
    random,
    time,
    ledger,
    clocks: { worker: 0, database: 0 },
    leaps: createLeaps(time.now),
    dns,
    population,
    oracle,
    packets,
    ground,
    violations,
    ids,
    servers,
    rest: false,
    log,
    story,
  };
}
