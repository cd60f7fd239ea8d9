import { domainToASCII } from "node:url";
import type { DnsRecord, PleskServer, Zone } from "../model";
import { type By, by } from "./by";
import { logEvent } from "./log";
import { PleskRefusal } from "./refusal";
import { shelf } from "./shelves";
import { carriedOver, copyFor } from "./zones";

export interface RecordInput {
  type: string;
  /** Relative to the zone; empty for the zone's own name. */
  host: string;
  value: string;
  opt?: string;
}

const namesAHost = new Set(["MX", "NS", "CNAME", "PTR"]);
const recordTypes = new Set([
  "A",
  "AAAA",
  "CNAME",
  "PTR",
  "MX",
  "NS",
  "TXT",
  "SOA",
  "AXFR",
  "SRV",
  "DS",
  "CAA",
  "TLSA",
]);

/** Adds a record to a zone, and to the zones of aliases that follow it. */
export function addRecord(server: PleskServer, zone: Zone, input: RecordInput, who: By = by()): DnsRecord {
  const record = { ...normalised(input, zone.asciiName), id: server.next.record++ };
  const twin = zone.records.some((other) => sameRecord(other, record));
  if (twin && server.assumptions.duplicateRecord === "refused") {
    throw new PleskRefusal(1007, `DNS record '${record.host} IN ${record.type} ${record.value}' already exists.`);
  }
  zone.records.push(record);
  markChanged(server, zone, who);
  for (const follower of followers(server, zone)) {
    const copy = copyFor(server, follower, record, zone);
    if (!follower.records.some((other) => sameRecord(other, copy))) follower.records.push(copy);
  }
  return record;
}

export function removeRecord(server: PleskServer, zone: Zone, record: DnsRecord, who: By = by()): void {
  zone.records = zone.records.filter((other) => other !== record);
  markChanged(server, zone, who);
  for (const follower of followers(server, zone)) {
    const copy = { ...record, ...carriedOver(record, zone.asciiName, follower.asciiName) };
    follower.records = follower.records.filter((other) => !sameRecord(other, copy));
  }
}

/** Adds a record to the template of new zones. */
export function addTemplateRecord(server: PleskServer, input: RecordInput): DnsRecord {
  const record = { ...normalised(input, "<domain>"), id: server.next.record++ };
  server.template.push(record);
  return record;
}

const homes = new WeakMap<PleskServer, Map<number, Zone>>();

/** Finds a record and its zone by the record's id. */
export function findRecord(server: PleskServer, id: number): { zone: Zone; record: DnsRecord } | undefined {
  const inZone = (zone: Zone | undefined) => {
    const record = zone?.records.find((candidate) => candidate.id === id);
    return zone && record && shelf(server).zones.one("name", zone.asciiName) === zone ? { zone, record } : undefined;
  };
  const known = inZone(homes.get(server)?.get(id));
  if (known || id >= server.next.record) return known;
  // Records come and go inside their zones, so a miss means looking through all of them once.
  const home = new Map(server.zones.flatMap((zone) => zone.records.map((record) => [record.id, zone] as const)));
  homes.set(server, home);
  return inZone(home.get(id));
}

function normalised(input: RecordInput, zoneName: string): Omit<DnsRecord, "id"> {
  const type = input.type.toUpperCase();
  if (!recordTypes.has(type)) throw new PleskRefusal(1019, `DNS record type ${input.type} is not supported.`);
  const host = input.host === "" ? `${zoneName}.` : `${input.host.toLowerCase().replace(/\.$/, "")}.${zoneName}.`;
  const value = namesAHost.has(type) ? absolute(input.value) : input.value;
  const opt = input.opt ?? "";
  if (type === "MX" && !/^\d{1,5}$/.test(opt)) throw new PleskRefusal(1019, `MX preference ${opt} is not a number.`);
  return { type, host, value, opt, ...(value === input.value ? {} : { sent: input.value }) };
}

function absolute(value: string): string {
  const name = value.toLowerCase().replace(/\.$/, "");
  return `${name.includes("<") ? name : domainToASCII(name) || name}.`;
}

function sameRecord(one: DnsRecord, other: DnsRecord): boolean {
  return one.type === other.type && one.host === other.host && one.value === other.value && one.opt === other.opt;
}

function followers(server: PleskServer, zone: Zone): Zone[] {
  if (server.assumptions.aliasZones !== "follow" || zone.domainId === undefined) return [];
  const { aliases, zones } = shelf(server);
  return aliases
    .all("domain", zone.domainId)
    .filter(({ manageDns }) => manageDns)
    .flatMap(({ id }) => zones.all("alias", id));
}

function markChanged(server: PleskServer, zone: Zone, who: By): void {
  if (server.assumptions.remoteRecords === "user") zone.userModified = true;
  const domain = zone.domainId === undefined ? undefined : shelf(server).domains.one("id", zone.domainId);
  const kind = !domain ? "site_alias_dns_zone" : domain.kind === "webspace" ? "dns_zone" : "site_dns_zone";
  logEvent(server, { type: "updated", class: kind, objectId: zone.domainId ?? zone.aliasId ?? 0 }, who);
}
