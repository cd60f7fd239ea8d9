import type {
  AliasId,
  DomainId,
  RemoteAlias,
  RemoteDomain,
  RemoteRecord,
  RemoteZone,
  ZoneOwner,
} from "@/lib/plesk/objects";
import type { SeenRecord, SeenZone, ZonePart } from "./facts";
import type { World } from "./world";

/** The zones of each domain and its aliases with mail: who publishes them, and where their MX leads. */
export async function seeZones(
  world: World,
  allZones: readonly RemoteZone[],
  allRecords: readonly RemoteRecord[],
  remotes: readonly RemoteDomain[],
  allAliases: readonly RemoteAlias[],
  dnsIsRemote: boolean,
  ips: readonly string[],
): Promise<Map<DomainId, SeenZone[]>> {
  const names = new Map<string, { domain: DomainId; ascii: string }>();
  for (const domain of remotes) names.set(zoneKey({ domain: domain.id }), { domain: domain.id, ascii: domain.ascii });
  for (const alias of allAliases) names.set(zoneKey({ alias: alias.id }), { domain: alias.domain, ascii: alias.ascii });
  const recordsByZone = new Map<string, RemoteRecord[]>();
  for (const record of allRecords) push(recordsByZone, zoneKey(record.owner), record);
  const target = targets(world, ips);
  const result = new Map<DomainId, SeenZone[]>();
  for (const zone of allZones) {
    const key = zoneKey(zone.owner);
    const name = names.get(key);
    if (!name) continue;
    const own = recordsByZone.get(key) ?? [];
    const mx: SeenRecord[] = [];
    for (const record of own) {
      if (record.type !== "MX" || record.host !== name.ascii) continue;
      const preference = Number.parseInt(record.option, 10) || 0;
      mx.push({ id: record.id, host: record.value, preference, target: await target(record.value, own) });
    }
    const unserved = dnsIsRemote
      ? "the server's DNS service is remote"
      : zone.kind === "slave"
        ? "the zone is a slave"
        : zone.enabled
          ? null
          : "the zone is switched off";
    push(result, name.domain, {
      part: partOf(zone.owner),
      owner: zone.owner,
      ascii: name.ascii,
      ttl: zone.ttl,
      served: unserved === null,
      unserved,
      mx,
      ns: own.flatMap((record) => (record.type === "NS" && record.host === name.ascii ? [record.value] : [])),
    });
  }
  return result;
}

/** Tells where an MX host leads, first by the zone's own address records, then by its name, then by DNS. */
function targets(world: World, ips: readonly string[]) {
  const { source, central } = world.store.pair;
  const known = new Map<string, Promise<SeenRecord["target"]>>();
  const lookUp = async (host: string): Promise<SeenRecord["target"]> =>
    (await world.dns.addresses(host)).some((address) => ips.includes(address)) ? "home" : "elsewhere";
  return async (host: string, zone: readonly RemoteRecord[]): Promise<SeenRecord["target"]> => {
    if (host === central.mxHost) return "central";
    if (host === source.name) return "home";
    const local = zone.filter((record) => record.type !== "MX" && record.host === host);
    if (local.length > 0) return local.some((record) => ips.includes(record.value)) ? "home" : "elsewhere";
    const asked = known.get(host) ?? lookUp(host);
    known.set(host, asked);
    return asked;
  };
}

const zoneKey = (owner: ZoneOwner): string => ("domain" in owner ? `d${owner.domain}` : `a${owner.alias}`);

export const partOf = (owner: ZoneOwner): ZonePart =>
  "domain" in owner ? "zone:domain" : `zone:alias:${owner.alias as AliasId}`;

/** Adds to the list that a map holds for a key. */
export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
