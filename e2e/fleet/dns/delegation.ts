import type { DnsRecord, Domain, PleskServer, Zone } from "../model";
import { shelf } from "../world";

/** The two loopback addresses that all name servers' names resolve to. */
export interface NameServers {
  primary: string;
  secondary: string;
}

/** One server's zone as one of its name servers knows it. */
export type ZoneSource = (server: PleskServer, name: string) => Zone | undefined;

/** What a name server says about one zone. */
export interface PublicZone extends Pick<Zone, "asciiName" | "soa" | "records"> {
  /** The zone's first name server. */
  primaryName: string;
  serial: number;
  /** Where the zone's own name servers really listen. */
  names?: NameServers;
}

/** In a domain's description: its registrar points to another DNS provider, and the panel's zone is never asked. */
export const dnsElsewhere = "DNS at dns-elsewhere.example";

const outsideDns = "dns-elsewhere.example";
const outsideMail = "hosted-mail.example";
/** Another provider's mail server, to which MX may point. */
export const isThirdPlace = (host: string): boolean => host.endsWith(`.${outsideMail}`);

const soa = { ttl: 3600, refresh: 10800, retry: 3600, expire: 604800, minimum: 3600 };

/**
 * The server that the public's DNS asks for a name, and the zone there as `zoneOf` knows it. Where several servers have
 * a zone for the name or above it, it is the one that had one first: what a mail server was given later does not move
 * anybody's delegation.
 */
export function delegatedTo(servers: readonly PleskServer[], name: string, zoneOf: ZoneSource) {
  const suffixes = suffixesOf(name);
  let first: { server: PleskServer; since: string } | undefined;
  for (const server of servers)
    for (const suffix of suffixes) {
      const had = since(server, suffix);
      if (had !== undefined && (!first || had < first.since)) first = { server, since: had };
    }
  if (!first) return undefined;
  const { server } = first;
  const zones = suffixes.flatMap((suffix) => zoneOf(server, suffix) ?? []);
  const [zone] = zones;
  // A subdomain's zone is found through its parent's: where that one is served elsewhere, this one is not asked.
  return zone && { server, zone, outside: zones.some((candidate) => isOutside(server, candidate)) };
}

/** foo.bar.example, bar.example, example. */
function suffixesOf(name: string): string[] {
  const suffixes = [name];
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) suffixes.push(name.slice(dot + 1));
  return suffixes;
}

/** Somebody has a zone for it or above it, of which no registrar was told. */
export const isUntold = (servers: readonly PleskServer[], name: string): boolean =>
  servers.some((server) => suffixesOf(name).some((suffix) => shelf(server).zones.one("name", suffix)));

/** Sorts by the day of creation; on the same day a mail server comes after the server that it handles mail for. */
function since(server: PleskServer, name: string): string | undefined {
  const zone = shelf(server).zones.one("name", name);
  const domain = zone && domainOf(server, zone);
  const subscription = domain && shelf(server).domains.one("id", domain.webspaceId);
  // What a console made on a mail server is there for mail alone: no registrar is told of it, unless somebody has moved the
  // domain's DNS there and names the mail server in it.
  const named = zone?.records.some(({ type, value }) => type === "MX" && value === `${server.name}.`);
  if (subscription?.externalId.startsWith("cmail:") && !named) return undefined;
  return zone && `${domainOf(server, zone)?.createdAt ?? ""} ${server.key.startsWith("mail") ? 1 : 0}`;
}

function domainOf(server: PleskServer, zone: Zone): Domain | undefined {
  const { domains, aliases } = shelf(server);
  const id = zone.domainId ?? (zone.aliasId === undefined ? undefined : aliases.one("id", zone.aliasId)?.domainId);
  return id === undefined ? undefined : domains.one("id", id);
}

/** Zones whose public content does not come from this panel. */
function isOutside(server: PleskServer, zone: Zone): boolean {
  const elsewhere = domainOf(server, zone)?.description.includes(dnsElsewhere) ?? false;
  return server.remoteDns || server.faults.zonesSlave || zone.type === "slave" || elsewhere;
}

/** What the other DNS provider serves: what the panel's template said once, untouched by any later change there. */
export function outsideContent(server: PleskServer, { asciiName }: Zone): PublicZone {
  return content(asciiName, `ns1.${outsideDns}`, [
    ["NS", asciiName, `ns1.${outsideDns}.`],
    ["NS", asciiName, `ns2.${outsideDns}.`],
    ["A", asciiName, server.ipAddress],
    ["MX", asciiName, `mail.${asciiName}.`, "10"],
    ["A", `mail.${asciiName}`, server.ipAddress],
    ["A", `webmail.${asciiName}`, server.ipAddress],
  ]);
}

/** The provider's own zone with the servers' names, and the zones of the two outside providers. */
export function providerContent(
  servers: readonly PleskServer[],
  name: string,
  names: NameServers,
): PublicZone | undefined {
  const zone = suffixesOf(name).find(
    (suffix) =>
      suffix === outsideDns || suffix === outsideMail || servers.some((server) => parentOf(server) === suffix),
  );
  if (!zone) return undefined;
  const nameServers = (host: string): Row[] => [
    ["A", `ns1.${host}`, names.primary],
    ["A", `ns2.${host}`, names.secondary],
  ];
  const hosts = servers
    .filter((server) => parentOf(server) === zone)
    .flatMap((server): Row[] => [["A", server.name, server.ipAddress], ...nameServers(server.name)]);
  const exchangers: Row[] = [
    ["A", `mx1.${outsideMail}`, "203.0.113.201"],
    ["A", `mx2.${outsideMail}`, "203.0.113.202"],
  ];
  return content(zone, `ns1.${zone}`, [
    ["NS", zone, `ns1.${zone}.`],
    ["NS", zone, `ns2.${zone}.`],
    ...nameServers(zone),
    ...hosts,
    ...(zone === outsideMail ? exchangers : []),
  ]);
}

const parentOf = (server: PleskServer) => server.name.slice(server.name.indexOf(".") + 1);

type Row = [type: string, host: string, value: string, opt?: string];

function content(asciiName: string, primaryName: string, rows: Row[]): PublicZone {
  const records = rows.map(
    ([type, host, value, opt = ""], id): DnsRecord => ({ id, type, host: `${host}.`, value, opt }),
  );
  return { asciiName, primaryName, serial: 1, soa, records };
}
