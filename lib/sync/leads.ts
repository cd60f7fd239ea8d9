import type { DomainCase, NotAsked, PublicMx } from "./cases";
import { type Mx, mailZones } from "./facts";
import { mxView } from "./mx";
import type { World } from "./world";

/**
 * Where mail to a domain goes now, as its name servers tell: to one of the two servers, to a third place, or nobody can
 * tell. `why` is a clause; `again`: another time somebody may.
 */
export type Leads = { to: "us" } | { to: "elsewhere"; why: string } | { to: "unknown"; why: string; again: boolean };

const US: Leads = { to: "us" };

/**
 * Judges what the name servers answered for each name at which the domain takes mail. Judged by address: a stale copy of a
 * domain has the same host names as the real one. What nobody serves leads to nobody else.
 */
export async function whereItLeads(world: World, c: DomainCase): Promise<Leads> {
  const zones = c.source ? mailZones(c.source).map((zone) => zone.ascii) : [];
  const names = zones.length > 0 ? zones : [c.account.ascii];
  let unknown: Leads | null = null;
  for (const name of names) {
    const answer = c.publicMx?.get(name);
    const leads = answer ? await ofName(world, c, name, answer) : US;
    if (leads.to === "elsewhere") return leads;
    if (leads.to === "unknown") unknown ??= leads;
  }
  return unknown ?? US;
}

async function ofName(world: World, c: DomainCase, name: string, answer: PublicMx | NotAsked): Promise<Leads> {
  if ("failed" in answer) return answer.again ? { to: "unknown", why: `${name}: ${answer.failed}`, again: true } : US;
  const { mxHost } = world.store.pair.central;
  const hosts = new Set(answer.servers.flatMap(({ mx }) => (mx ? firstOf(mx, name, mxHost) : [])));
  for (const host of hosts) if (await isOurs(world, c, name, host)) return US;
  const silent = answer.servers.find(({ mx, absent }) => mx === null && !absent);
  if (silent) return { to: "unknown", why: `${name}: ${silent.name} does not answer (${silent.cause})`, again: false };
  if (hosts.size === 0) return US;
  return { to: "elsewhere", why: `${name}: its mail goes to ${[...hosts].filter(Boolean).join(", ") || "nobody"}` };
}

/** Where senders go first; to the name itself where it has no MX. The mail server must take mail wherever it is named. */
function firstOf(mx: readonly Mx[], name: string, mxHost: string): string[] {
  if (mx.length === 0) return [name];
  if (mx.some(({ host }) => host === mxHost)) return [mxHost];
  const first = Math.min(...mx.map(({ preference }) => preference));
  return mx.filter(({ preference }) => preference === first).map(({ host }) => host);
}

/** The assigned server or its mail server. A host without an address that can be found is neither. */
async function isOurs(world: World, c: DomainCase, name: string, host: string): Promise<boolean> {
  const { pair } = world.store;
  const { source, central } = pair;
  if (host === central.mxHost || host === source.name) return true;
  const zone = c.source?.zones.find(({ ascii }) => ascii === name);
  const known = zone?.mx.some((mx) => mx.host === host && mx.target !== "elsewhere");
  if (zone && known && mxView(c, zone, pair).published) return true;
  const addresses = host === "" ? [] : await world.dns.addresses(host);
  return addresses.some((address) => [...source.ipAddresses, ...central.ipAddresses].includes(address));
}
