import type { DomainId, RemoteDomain, RemoteRecord, RemoteZone, ZoneOwner } from "@/lib/plesk/objects";
import { partOf, type SeenRecord, type SeenZone } from "./facts";
import type { Outline } from "./observe";
import type { World } from "./world";

/**
 * Looks at the zones of domains and their aliases with mail: who publishes them, and where their MX leads. What it
 * returns takes some domains at a time, with all their zones and records.
 */
export function zoneViewer(world: World, { ipAddresses, dnsIsRemote, aliases }: Outline) {
  const target = targets(world, ipAddresses);
  return async (domains: readonly RemoteDomain[], zones: readonly RemoteZone[], records: readonly RemoteRecord[]) => {
    const names = new Map<number, { domain: DomainId; ascii: string }>();
    for (const { id, ascii } of domains) {
      names.set(zoneKey({ domain: id }), { domain: id, ascii });
      for (const alias of aliases.get(id) ?? [])
        names.set(zoneKey({ alias: alias.id }), { domain: id, ascii: alias.ascii });
    }
    const recordsByZone = new Map<number, RemoteRecord[]>();
    for (const record of records) push(recordsByZone, zoneKey(record.owner), record);
    const seen: { domain: DomainId; zone: SeenZone }[] = [];
    for (const zone of zones) {
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
      const unserved = whyUnserved(zone, dnsIsRemote);
      const ns = own.flatMap((record) => (record.type === "NS" && record.host === name.ascii ? [record.value] : []));
      const { ascii } = name;
      const view = { part: partOf(zone.owner), owner: zone.owner, ascii, ttl: zone.ttl, served: !unserved, unserved };
      seen.push({ domain: name.domain, zone: { ...view, mx, ns } });
    }
    return seen;
  };
}

/** Why a panel does not publish a zone itself, in words; null when it does. */
function whyUnserved(zone: RemoteZone, dnsIsRemote: boolean): string | null {
  if (dnsIsRemote) return "the server's DNS service is remote";
  if (zone.kind === "slave") return "the zone is a slave";
  return zone.enabled ? null : "the zone is switched off";
}

/** Tells where an MX host leads, first by the zone's own address records, then by its name, then by DNS. */
function targets(world: World, ips: readonly string[]) {
  const { source, central } = world.store.pair;
  const known = new Map<string, Promise<SeenRecord["target"]>>();
  const lookUp = async (host: string): Promise<SeenRecord["target"]> =>
    (await world.dns.addresses(host).catch(() => [])).some((address) => ips.includes(address)) ? "home" : "elsewhere";
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

/** One number for each owner: ids of domains and of aliases may be equal. */
const zoneKey = (owner: ZoneOwner): number => ("domain" in owner ? owner.domain : -owner.alias);

/** Adds to the list that a map holds for a key. */
export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
