import type { Answer, RecordType } from "dns-packet";
import type { DnsRecord } from "../model";
import type { PublicZone } from "./delegation";

/** A zone's records for one name and type; a CNAME is followed as far as the zone goes. */
export function answersFrom(zone: PublicZone, name: string, type: RecordType): Answer[] {
  const dotted = `${name}.`;
  const here = zone.records.filter(({ host }) => host === dotted);
  const cname = here.find((record) => record.type === "CNAME");
  if (cname && type !== "CNAME") {
    const target = undotted(cname.value);
    const onward = target === name ? [] : answersFrom(without(zone, cname), target, type);
    return [...present(zone, name, cname), ...onward];
  }
  return here.filter((record) => record.type === type).flatMap((record) => present(zone, name, record));
}

/** A record used once cannot be used again, so that CNAMEs in a circle come to an end. */
function without(zone: PublicZone, used: DnsRecord): PublicZone {
  return { ...zone, records: zone.records.filter((record) => record !== used) };
}

function present(zone: PublicZone, name: string, { type, value, opt }: DnsRecord): Answer[] {
  const common = { name, ttl: zone.soa.ttl };
  switch (type) {
    case "A":
      return [{ ...common, type, data: loopbackOfNameServer(zone, name) ?? value }];
    case "AAAA":
      return [{ ...common, type, data: value }];
    case "CNAME":
    case "NS":
    case "PTR":
      return [{ ...common, type, data: undotted(value) }];
    case "MX":
      return [{ ...common, type, data: { preference: Number(opt) || 0, exchange: undotted(value) } }];
    case "TXT":
      return [{ ...common, type, data: value.match(/[\s\S]{1,255}/g) ?? [""] }];
    case "SRV": {
      const [priority = 0, weight = 0, port = 0] = opt.split(/\s+/).map(Number);
      return [{ ...common, type, data: { priority, weight, port, target: undotted(value) } }];
    }
    default:
      return [];
  }
}

/** Every host of the fleet keeps its documentation address, but name servers are really asked, so they are loopback. */
function loopbackOfNameServer(zone: PublicZone, name: string): string | undefined {
  if (!zone.names) return undefined;
  const nameServers = zone.records.filter((record) => record.type === "NS" && record.host === `${zone.asciiName}.`);
  const position = nameServers.findIndex(({ value }) => undotted(value) === name);
  if (position < 0) return undefined;
  return position === 0 ? zone.names.primary : zone.names.secondary;
}

const undotted = (host: string) => host.toLowerCase().replace(/\.$/, "");
