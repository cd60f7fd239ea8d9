import { insideIpAddresses, ipAddresses } from "@/lib/plesk/addresses";
import { aliases, aliasesOf } from "@/lib/plesk/aliases";
import type { Call } from "@/lib/plesk/call";
import { clients, clientsById, resellers } from "@/lib/plesk/clients";
import { records, remoteDns, zones } from "@/lib/plesk/dns";
import { domainsById, mainDomains, sites } from "@/lib/plesk/domains";
import { addresses, mailPreferences } from "@/lib/plesk/mail";
import type {
  ClientId,
  DomainId,
  Identity,
  MailPreferences,
  RemoteAlias,
  RemoteClient,
  RemoteDomain,
  ZoneOwner,
} from "@/lib/plesk/objects";
import { identity } from "@/lib/plesk/server";
import type { SeenDomain, SeenZone } from "./facts";
import { inGroups } from "./groups";
import { push, zoneViewer } from "./observe-zones";
import { type Panel, Untrusted, type World } from "./world";

/** Everything that was seen on the assigned server in one complete look. */
export interface SourceView {
  identity: Identity;
  ipAddresses: string[];
  clients: Map<string, RemoteClient>;
  clientsById: Map<ClientId, RemoteClient>;
  domains: Map<string, SeenDomain>;
}

/** What was seen on the mail server of the accounts asked for. */
export interface CentralView {
  identity: Identity;
  /** Its own, as new domains there name them. */
  ipAddresses: string[];
  clients: Map<number, RemoteClient>;
  domains: Map<number, SeenDomain>;
}

/**
 * Reads the assigned server completely, all lists in as few packets as the protocol allows. Throws PleskError when any
 * part could not be read and Untrusted when the parts do not fit together: half a view is no view.
 */
export async function observeSource(world: World): Promise<SourceView> {
  const panel = world.source;
  const [who, ips, customers, sellers, mains, additional, allAliases, dnsIsRemote] = await readAll(panel, [
    identity(),
    ipAddresses(),
    clients(),
    resellers(),
    mainDomains(),
    sites(),
    aliases(),
    remoteDns(),
  ]);
  checkGuid(who.guid, world.store.pair.source);
  const all = [...customers, ...sellers];
  const byId = new Map(all.map((client) => [client.id, client]));
  const remotes: RemoteDomain[] = [...mains.map((main) => main.domain), ...additional];
  checkWhole(remotes, byId, world.store.pair.source.name);
  const preferences = new Map(mains.map((main) => [main.domain.id, main.mail]));
  const ids = additional.map((site) => site.id);
  for (const [id, mail] of await panel.ask(mailPreferences(ids))) if (mail !== "missing") preferences.set(id, mail);
  const aliasesByDomain = group(allAliases);
  const owners: ZoneOwner[] = [
    ...remotes.map((domain) => ({ domain: domain.id })),
    ...allAliases.filter((alias) => alias.mail).map((alias) => ({ alias: alias.id })),
  ];
  const see = zoneViewer(world, remotes, allAliases, dnsIsRemote, ips);
  const seen = await inGroups(owners, async (some) => {
    const [zonesOfSome, recordsOfSome] = await readAll(panel, [zones(some), records(some, ["MX", "NS", "A", "AAAA"])]);
    return see(zonesOfSome, recordsOfSome);
  });
  const zoneViews = new Map<DomainId, SeenZone[]>();
  for (const { domain, zone } of seen) push(zoneViews, domain, zone);
  const domains = await seeDomains(panel, remotes, preferences, aliasesByDomain, zoneViews);
  return {
    identity: who,
    ipAddresses: ips,
    clients: new Map(all.map((client) => [client.guid, client])),
    clientsById: byId,
    domains: new Map(domains.map((domain) => [domain.guid, domain])),
  };
}

/** Reads from the mail server what is known to be ours, by id. What is gone is absent from the view. */
export async function observeCentral(
  world: World,
  clientIds: readonly ClientId[],
  domainIds: readonly DomainId[],
): Promise<CentralView> {
  const panel = world.central;
  const [who, ips, someClients, remotes, preferences, someAliases] = await readAll(panel, [
    identity(),
    insideIpAddresses(),
    clientsById(clientIds),
    domainsById(domainIds),
    mailPreferences(domainIds),
    aliasesOf(domainIds),
  ]);
  checkGuid(who.guid, world.store.pair.central);
  const mail = new Map<DomainId, MailPreferences>();
  for (const [id, value] of preferences) if (value !== "missing") mail.set(id, value);
  const domains = await seeDomains(panel, [...remotes.values()], mail, group(someAliases), new Map());
  return {
    identity: who,
    ipAddresses: ips,
    clients: new Map(someClients),
    domains: new Map(domains.map((domain) => [domain.id, domain])),
  };
}

/** What a site is whose panel has no mail for it: some panels have none for subdomains. */
const NO_MAIL: MailPreferences = {
  service: false,
  catchAll: { kind: "reject" },
  webmail: "none",
  dkim: false,
  greylisting: false,
};

async function seeDomains(
  panel: Panel,
  remotes: readonly RemoteDomain[],
  preferences: Map<DomainId, MailPreferences>,
  aliasesByDomain: Map<DomainId, RemoteAlias[]>,
  zoneViews: Map<DomainId, SeenZone[]>,
): Promise<SeenDomain[]> {
  return inGroups(remotes, async (some) => {
    const outcomes = await panel.read(some.map((domain) => addresses(domain.id)));
    return some.map((remote, index) => {
      const outcome = outcomes[index];
      const mail = preferences.get(remote.id) ?? (remote.kind === "site" ? NO_MAIL : null);
      if (!outcome || !mail)
        throw new Untrusted(`${remote.name}: the panel lists it but does not tell its mail settings.`);
      if (!outcome.ok && mail !== NO_MAIL) throw outcome.error;
      return {
        id: remote.id,
        guid: remote.guid,
        kind: remote.kind,
        name: remote.name,
        ascii: remote.ascii,
        suspended: remote.suspended,
        subscription: remote.subscription,
        owner: remote.owner,
        externalId: remote.externalId,
        mail,
        aliases: aliasesByDomain.get(remote.id) ?? [],
        addresses: outcome.ok ? outcome.value : [],
        zones: zoneViews.get(remote.id) ?? [],
      };
    });
  });
}

/** Throws Untrusted when the panel that answers is not the one that was registered. */
export function checkGuid(seen: string, expected: { name: string; guid: string }): void {
  if (seen === expected.guid) return;
  throw new Untrusted(
    `${expected.name} answers as another Plesk server. Nothing more was changed. Register the new server, or restore the old one.`,
  );
}

/** Lists that contradict one another were cut short: every site's subscription and every owner must be listed too. */
function checkWhole(remotes: readonly RemoteDomain[], owners: Map<ClientId, RemoteClient>, server: string): void {
  const ids = new Set(remotes.map((domain) => domain.id));
  for (const domain of remotes) {
    if (!ids.has(domain.subscription))
      throw new Untrusted(
        `${server} lists ${domain.name} but not its subscription: the list is incomplete. Nothing was changed.`,
      );
    if (domain.owner !== null && !owners.has(domain.owner))
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
  return outcomes.map((outcome) => {
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  }) as unknown as T;
}

function group(list: readonly RemoteAlias[]): Map<DomainId, RemoteAlias[]> {
  const result = new Map<DomainId, RemoteAlias[]>();
  for (const alias of list) push(result, alias.domain, alias);
  return result;
}
