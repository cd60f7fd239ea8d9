import { insideIpAddresses, ipAddresses } from "@/lib/plesk/addresses";
import { aliases } from "@/lib/plesk/aliases";
import type { Call } from "@/lib/plesk/call";
import { clients, resellers } from "@/lib/plesk/clients";
import { remoteDns } from "@/lib/plesk/dns";
import { domains, sites } from "@/lib/plesk/domains";
import type { DomainId, Identity, RemoteAlias, RemoteClient, RemoteDomain } from "@/lib/plesk/objects";
import type { Outcome } from "@/lib/plesk/panel";
import { identity } from "@/lib/plesk/server";
import { push } from "./observe-zones";
import { type Panel, Untrusted, type World } from "./world";

/** What the assigned server has, complete; only what belongs to single domains is not looked at yet. */
export interface Outline {
  ipAddresses: string[];
  dnsIsRemote: boolean;
  /** By guid. */
  clients: Map<string, RemoteClient>;
  /** By guid. */
  domains: Map<string, RemoteDomain>;
  aliases: Map<DomainId, RemoteAlias[]>;
}

/**
 * Reads what the assigned server has, all lists in one packet. Throws PleskError when any part could not be read and
 * Untrusted when the parts do not fit together: half a view is no view.
 */
export async function observeOutline(world: World): Promise<Outline> {
  const expected = world.store.pair.source;
  const [who, ips, customers, sellers, mains, additional, allAliases, dnsIsRemote] = await readAll(world.source, [
    identity(),
    ipAddresses(),
    clients(),
    resellers(),
    domains(),
    sites(),
    aliases(),
    remoteDns(),
  ]);
  checkGuid(who.guid, expected);
  const owners = [...customers, ...sellers];
  const remotes = [...mains, ...additional];
  checkWhole(remotes, owners, expected.name);
  return {
    ipAddresses: ips,
    dnsIsRemote,
    clients: new Map(owners.map((client) => [client.guid, client])),
    domains: new Map(remotes.map((domain) => [domain.guid, domain])),
    aliases: byDomain(allAliases),
  };
}

/** The mail server itself: who it is, and its addresses as new domains there name them. */
export async function observeCentral(world: World): Promise<{ identity: Identity; ipAddresses: string[] }> {
  const [who, ips] = await readAll(world.central, [identity(), insideIpAddresses()]);
  checkGuid(who.guid, world.store.pair.central);
  return { identity: who, ipAddresses: ips };
}

/** Throws Untrusted when the panel that answers is not the one that was registered. */
export function checkGuid(seen: string, expected: { name: string; guid: string }): void {
  if (seen === expected.guid) return;
  throw new Untrusted(
    `${expected.name} answers as another Plesk server. Nothing more was changed. Register the new server, or restore the old one.`,
  );
}

/** Lists that contradict one another were cut short: every site's subscription and every owner must be listed too. */
function checkWhole(remotes: readonly RemoteDomain[], owners: readonly RemoteClient[], server: string): void {
  const ids = new Set(remotes.map((domain) => domain.id));
  const clientIds = new Set(owners.map((owner) => owner.id));
  for (const domain of remotes) {
    if (!ids.has(domain.subscription))
      throw new Untrusted(
        `${server} lists ${domain.name} but not its subscription: the list is incomplete. Nothing was changed.`,
      );
    if (domain.owner !== null && !clientIds.has(domain.owner))
      throw new Untrusted(
        `${server} lists ${domain.name} but not its owner: the list is incomplete. Nothing was changed.`,
      );
  }
}

/** Reads different things in one go; the first that fails is thrown. */
export async function readAll<T extends readonly unknown[]>(
  panel: Panel,
  calls: { readonly [I in keyof T]: Call<T[I], "read"> },
): Promise<T> {
  const outcomes = await panel.read<T>(calls);
  return outcomes.map((outcome) => answerIn(outcome)) as unknown as T;
}

/** What was answered. Throws what went wrong. */
export function answerIn<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

export function byDomain(list: readonly RemoteAlias[]): Map<DomainId, RemoteAlias[]> {
  const result = new Map<DomainId, RemoteAlias[]>();
  for (const alias of list) push(result, alias.domain, alias);
  return result;
}
