import { isLocal } from "./oracle";
import type { Living } from "./population";
import type { Simulation } from "./simulation";

/** At most so many milliseconds between two messages. */
const PAUSE = 40_000;

/** The world writes to addresses all the time, from resolvers that keep answers and from the servers themselves. */
export function startSenders(sim: Simulation, pause = PAUSE): void {
  const { time, random, population, oracle, central } = sim;

  /** A new mailbox is known at first on one side only: everybody whom senders may find has it. */
  function isReached({ name, home, taken }: Living): boolean {
    const hosts = sim.ground.served.hosts(name, time.now());
    const servers = hosts.map((host) => sim.dns.serverAt(host)).filter((at) => at === home || at === central);
    return servers.length > 0 && servers.every((at) => at !== null && taken.has(at));
  }

  function send(): void {
    const all = [...population.living.values()];
    const living = all.length > 0 ? random.pick(all) : null;
    if (living && isReached(living)) {
      const on = random.pick([living.home, central]);
      const local = random.chance(0.2) && (living.taken.has(on) || !isLocal(on, living.name));
      oracle.send(living.address, local ? { on } : { resolver: random.below(4) });
    }
    if (!sim.rest) time.after(random.below(pause), send);
  }
  time.after(0, send);
}
