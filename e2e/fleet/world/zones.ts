import type { DnsRecord, PleskServer, Zone } from "../model";
import { shelf } from "./shelves";

/** What a zone belongs to: exactly one of the two. */
export type ZoneOf = { domainId: number; aliasId?: undefined } | { aliasId: number; domainId?: undefined };

export function zoneOf(server: PleskServer, of: ZoneOf): Zone | undefined {
  const { zones } = shelf(server);
  return of.domainId === undefined ? zones.one("alias", of.aliasId) : zones.one("domain", of.domainId);
}

export function createZone(server: PleskServer, of: ZoneOf, asciiName: string): Zone {
  return shelf(server).zones.insert({
    ...of,
    asciiName,
    type: "master",
    enabled: true,
    soa: { ttl: 86_400, refresh: 10_800, retry: 3_600, expire: 604_800, minimum: 10_800 },
    records: fromTemplate(server, asciiName),
  });
}

/** The zone of an alias that follows its domain's begins as that one is by then. */
export function likeDomains(server: PleskServer, zone: Zone, domainId: number): void {
  const followed = zoneOf(server, { domainId });
  if (!followed) return;
  zone.records = followed.records.map((record) => copyFor(server, zone, record, followed));
}

export function deleteZone(server: PleskServer, of: ZoneOf): void {
  const zone = zoneOf(server, of);
  if (zone) shelf(server).zones.remove(zone);
}

export function renameZone(server: PleskServer, of: ZoneOf, asciiName: string): void {
  const zone = zoneOf(server, of);
  if (!zone) return;
  const before = zone.asciiName;
  shelf(server).zones.change(zone, () => {
    zone.asciiName = asciiName;
  });
  if (server.assumptions.zoneOnRename === "rebuilt") zone.records = fromTemplate(server, asciiName);
  else
    for (const record of zone.records) {
      Object.assign(record, carriedOver(record, before, asciiName));
      // The panel has written it itself.
      delete record.sent;
    }
}

/** The same record in a zone of another name. */
export function carriedOver(record: DnsRecord, from: string, to: string): Pick<DnsRecord, "host" | "value"> {
  const carry = (name: string) =>
    name === `${from}.` || name.endsWith(`.${from}.`) ? `${name.slice(0, -from.length - 1)}${to}.` : name;
  return { host: carry(record.host), value: carry(record.value) };
}

/** A record of one zone for another that follows it, as the panel itself writes it there. */
export function copyFor(server: PleskServer, to: Zone, { sent: _, ...record }: DnsRecord, from: Zone): DnsRecord {
  return { ...record, ...carriedOver(record, from.asciiName, to.asciiName), id: server.next.record++ };
}

/**
 * Applies the server's template to a zone. A zone whose records a person (or, where the server counts it so, a remote
 * call) changed is left as it is.
 */
export function syncWithTemplate(server: PleskServer, zone: Zone): void {
  if (!zone.userModified) zone.records = fromTemplate(server, zone.asciiName);
}

function fromTemplate(server: PleskServer, asciiName: string): DnsRecord[] {
  const fill = (text: string) =>
    text
      .replaceAll("<domain>", asciiName)
      .replaceAll("<ip>", server.ipAddress)
      .replaceAll("<hostname>", server.name.toLowerCase());
  return server.template.map((record) => ({
    id: server.next.record++,
    type: record.type,
    host: fill(record.host),
    value: fill(record.value),
    opt: record.opt,
  }));
}
