import type { DomainCase } from "./cases";
import { mxView } from "./mx";
import type { World } from "./world";

/**
 * Which server an MX host of one of the domain's names is: told by its address, since any name may lead to either. What the
 * assigned server itself publishes needs nobody to be asked. Throws when nobody can tell its address now.
 */
export async function serverOf(
  world: World,
  c: DomainCase,
  name: string,
  host: string,
): Promise<"home" | "central" | "other"> {
  const { pair } = world.store;
  const { source, central } = pair;
  if (host === central.mxHost) return "central";
  if (host === source.name) return "home";
  if (host === "") return "other";
  const zone = c.source?.zones.find(({ ascii }) => ascii === name);
  const target = zone?.mx.find((mx) => mx.host === host)?.target;
  if (zone && target && target !== "elsewhere" && mxView(c, zone, pair).published) return target;
  const addresses = await world.dns.addresses(host);
  const isAt = ({ ipAddresses }: { ipAddresses: readonly string[] }) =>
    addresses.some((address) => ipAddresses.includes(address));
  return isAt(central) ? "central" : isAt(source) ? "home" : "other";
}

/**
 * Notes which of the MX hosts that were answered are the mail server under another name: whoever is told of one of them is
 * told of the mail server. A name of which that cannot be told now counts as not asked.
 */
export async function noteOtherNames(world: World, c: DomainCase): Promise<void> {
  for (const [name, answer] of c.publicMx ?? []) {
    if ("failed" in answer) continue;
    const hosts = new Set(answer.servers.flatMap(({ mx }) => mx?.map(({ host }) => host) ?? []));
    // Named by its own name it is named.
    if (hosts.has(world.store.pair.central.mxHost)) continue;
    const central = new Set<string>();
    try {
      for (const host of hosts) if ((await serverOf(world, c, name, host)) === "central") central.add(host);
      if (central.size > 0) c.publicMx?.set(name, { ...answer, central });
    } catch (error) {
      c.publicMx?.set(name, { failed: error instanceof Error ? error.message : String(error), again: true });
    }
  }
}
