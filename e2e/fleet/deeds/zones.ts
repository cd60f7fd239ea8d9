import { dnsElsewhere } from "../dns/delegation";
import type { DnsRecord, PleskServer, Zone } from "../model";
import { addRecord, removeRecord, setDomain, shelf } from "../world";
import { type Deed, domainOf, oneOf, WrongInput } from "./deed";

function zoneNamed(server: PleskServer, name: string): Zone {
  const { zones, aliases } = shelf(server);
  const alias = aliases.one("name", name) ?? aliases.one("asciiName", name);
  const zone = alias ? zones.one("alias", alias.id) : zones.one("domain", domainOf(server, name).id);
  if (!zone) throw new WrongInput(`${name} has no zone on ${server.key}.`);
  return zone;
}

const written = ({ host, type, opt, value }: DnsRecord) => [host, type, opt, value].filter(Boolean).join(" ");

export const zoneDeeds: Deed[] = [
  {
    name: "add-record",
    usage: "<domain or alias> <type> <host, @ for the domain itself> <value> [preference]",
    help: "Adds a DNS record by hand.",
    run({ server }, [name = "", type = "", host = "@", value = "", opt = ""]) {
      const input = { type, host: host === "@" ? "" : host, value, opt };
      return `Added: ${written(addRecord(server, zoneNamed(server, name), input))}`;
    },
  },
  {
    name: "remove-record",
    usage: "<domain or alias> <type> <host, @ for the domain itself> [value]",
    help: "Removes DNS records by hand.",
    run({ server }, [name = "", type = "", host = "@", value]) {
      const zone = zoneNamed(server, name);
      const fullHost = host === "@" ? `${zone.asciiName}.` : `${host}.${zone.asciiName}.`;
      const wanted = value?.replace(/\.$/, "");
      const found = zone.records.filter(
        (record) =>
          record.type === type.toUpperCase() &&
          record.host === fullHost &&
          (wanted === undefined || record.value.replace(/\.$/, "") === wanted),
      );
      if (found.length === 0) {
        throw new WrongInput(`${name} has no such record. It has:\n${zone.records.map(written).join("\n")}`);
      }
      for (const record of found) removeRecord(server, zone, record);
      return `Removed: ${found.map(written).join("; ")}`;
    },
  },
  {
    name: "dns",
    usage: "<domain> elsewhere|here",
    help: "Whether the public asks another DNS provider for the domain, who knows nothing of the panel's changes.",
    run({ server }, [name = "", where = ""]) {
      const domain = domainOf(server, name);
      const chosen = oneOf("The DNS of a domain", where, ["elsewhere", "here"]);
      const rest = domain.description.replace(dnsElsewhere, "").trim();
      const description = chosen === "here" ? rest : [rest, dnsElsewhere].filter(Boolean).join(" ");
      setDomain(server, domain, { description });
      return chosen === "here" ? `${name} is served by ${server.key}.` : `${name} is served by dns-elsewhere.example.`;
    },
  },
  {
    name: "remote-dns",
    usage: "on|off",
    help: "Whether the whole server's zones are served by somebody else.",
    run({ server }, [state = ""]) {
      server.remoteDns = oneOf("Remote DNS", state, ["on", "off"]) === "on";
      return `Remote DNS is ${state} on ${server.key}.`;
    },
  },
];
