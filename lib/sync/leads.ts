import type { DomainCase, NotAsked, PublicMx } from "./cases";
import { wasNamed } from "./drain";
import { type Mx, mailNames } from "./facts";
import { serverOf } from "./hosts";
import { STAGES } from "./stages";
import type { World } from "./world";

/**
 * Where mail to a name goes now, as its name servers tell: to one of the two servers, to a third place, or nobody can
 * tell. `why` is a clause; `held`: it is handled for another assigned server; `again`: another time somebody may.
 */
export type Leads =
  | { to: "us" }
  | { to: "elsewhere"; why: string; held?: true }
  | { to: "unknown"; why: string; again: boolean };

const US: Leads = { to: "us" };

/** Names with mail for which the mail server does not take mail yet, ASCII: of aliases, and its own since a rename. */
export function newNames({ source, central }: DomainCase): string[] {
  if (!source) return [];
  const own = central?.ascii ?? source.ascii;
  const there = new Set([own, ...(central?.aliases.flatMap(({ ascii, mail }) => (mail ? [ascii] : [])) ?? [])]);
  return mailNames(source).filter((name) => !there.has(name));
}

/**
 * On its way out something of it may be taken from a third place: nobody was told of the mail server yet, or it has a name
 * that is new there.
 */
export function mayBeElsewhere(c: DomainCase): boolean {
  const { stage } = c.account;
  if (stage !== null && STAGES[stage].way === "back") return false;
  return !wasNamed(c) || newNames(c).length > 0;
}

/**
 * Judges what the name servers answered for each name at which the domain takes mail. Judged by address: a stale copy of a
 * domain has the same host names as the real one. What nobody serves leads to nobody else.
 */
export async function whereItLeads(world: World, c: DomainCase): Promise<Map<string, Leads>> {
  const leads = new Map<string, Leads>();
  for (const name of c.source ? mailNames(c.source) : [c.account.ascii]) {
    const answer = c.publicMx?.get(name);
    const holder = c.heldAliases.get(name);
    const why = `${name}, an alias of ${c.account.name}, is already handled for ${holder}`;
    if (holder) leads.set(name, { to: "elsewhere", why, held: true });
    else leads.set(name, answer ? await ofName(world, c, name, answer) : US);
  }
  return leads;
}

/** The worst of these names: one that leads to a third place, else one of which nobody can tell. */
export function worstOf(leads: ReadonlyMap<string, Leads>, names: Iterable<string> = leads.keys()): Leads {
  const all = [...names].flatMap((name) => leads.get(name) ?? []);
  return all.find(({ to }) => to === "elsewhere") ?? all.find(({ to }) => to === "unknown") ?? US;
}

async function ofName(world: World, c: DomainCase, name: string, answer: PublicMx | NotAsked): Promise<Leads> {
  if ("failed" in answer) return answer.again ? { to: "unknown", why: `${name}: ${answer.failed}`, again: true } : US;
  const { mxHost } = world.store.pair.central;
  const hosts = new Set(answer.servers.flatMap(({ mx }) => (mx ? firstOf(mx, name, mxHost) : [])));
  for (const host of hosts) {
    const server = await serverOf(world, c, name, host).catch((error: Error) => error);
    if (server instanceof Error) return { to: "unknown", why: `${name}: ${server.message}`, again: true };
    if (server !== "other") return US;
  }
  const silent = answer.servers.find(({ mx, absent }) => mx === null && !absent);
  if (silent) return { to: "unknown", why: `${name}: ${silent.name} does not answer (${silent.cause})`, again: false };
  if (hosts.size === 0) return US;
  const places = [...hosts].filter(Boolean).join(", ");
  const { source, central } = world.store.pair;
  const why = places
    ? `${name}: its mail goes to ${places}, which is neither ${source.name} nor ${central.name}`
    : `${name}: its MX says that nobody takes its mail`;
  return { to: "elsewhere", why };
}

/** Where senders go first; to the name itself where it has no MX. The mail server must take mail wherever it is named. */
function firstOf(mx: readonly Mx[], name: string, mxHost: string): string[] {
  if (mx.length === 0) return [name];
  if (mx.some(({ host }) => host === mxHost)) return [mxHost];
  const first = Math.min(...mx.map(({ preference }) => preference));
  return mx.filter(({ preference }) => preference === first).map(({ host }) => host);
}
