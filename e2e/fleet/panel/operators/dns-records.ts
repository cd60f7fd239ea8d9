import type { DnsRecord, PleskServer, Zone } from "../../model";
import { addRecord, addTemplateRecord, findRecord, removeRecord } from "../../world/records";
import { PleskRefusal } from "../../world/refusal";
import { shelf } from "../../world/shelves";
import { zoneOf } from "../../world/zones";
import { attempt, type Call, failed, type Operator, ok, operation } from "../operation";
import { filterOf } from "../selection";
import { leaf, wrap, type XmlElement } from "../xml";

export const recordFilter = filterOf(
  "site-id:positiveInteger",
  "id:positiveInteger",
  "site-alias-id:positiveInteger",
  "dns-zone-name",
);

export const recordOperations: Operator = {
  add_rec: operation(
    "change",
    "{site-id:positiveInteger | site-alias-id:positiveInteger}? type host value opt?",
    ({ server, node, who }) => {
      const input = {
        type: node.text("type") ?? "",
        host: node.text("host") ?? "",
        value: node.text("value") ?? "",
        opt: node.text("opt") ?? "",
      };
      const named = node.either("site-id", "site-alias-id");
      const record = named ? addRecord(server, namedZone(server, named), input, who) : addTemplateRecord(server, input);
      return ok(leaf("id", record.id));
    },
  ),

  get_rec: operation("read", `${recordFilter} {template?() | include-subdomains?()}`, (call) =>
    results(call, ({ zone, record }) => ok(leaf("id", record.id), described(call.server, zone, record))),
  ),

  del_rec: operation("change", `${recordFilter} template?()`, (call) =>
    results(call, ({ zone, record }) => {
      if (zone) removeRecord(call.server, zone, record, call.who);
      else call.server.template = call.server.template.filter((other) => other !== record);
      return ok(leaf("id", record.id));
    }),
  ),
};

/** The zone of a `site-id` or `site-alias-id`. */
export function namedZone(server: PleskServer, { name, content }: XmlElement): Zone {
  const zone = zoneOf(server, name === "site-id" ? { domainId: Number(content) } : { aliasId: Number(content) });
  if (zone) return zone;
  if (name !== "site-id") throw new PleskRefusal(1013, "Site alias does not exist");
  throw new PleskRefusal(Number(server.assumptions.unknownSite), "Site does not exist");
}

/** A record, and its zone unless it is one of the template's. */
interface Placed {
  zone?: Zone;
  record: DnsRecord;
}

function results(call: Call, result: (placed: Placed) => string): string {
  const { server, node } = call;
  const named = node.first("filter")?.children ?? [];
  const listed = (placed: Placed[]) => (server.faults.emptyLists ? [] : placed).map(result).join("") || ok();
  const inZone = (zone: Zone) => zone.records.map((record) => ({ zone, record }));
  if (node.has("template") && named.length === 0) return listed(server.template.map((record) => ({ record })));
  if (named.length === 0) return listed(server.zones.flatMap(inZone));
  return named
    .map((filter) => {
      const { name, content } = filter;
      if (name === "id") {
        const placed = node.has("template") ? inTemplate(server, content) : findRecord(server, Number(content));
        if (placed) return attempt(() => result(placed), leaf("id", content));
        return failed(new PleskRefusal(1013, "DNS record does not exist"), leaf("id", content));
      }
      if (name !== "dns-zone-name") return attempt(() => listed(inZone(namedZone(server, filter))));
      const zone = shelf(server).zones.one("name", content.toLowerCase().replace(/\.$/, ""));
      return zone ? listed(inZone(zone)) : failed(new PleskRefusal(1013, "DNS zone does not exist"));
    })
    .join("");
}

function inTemplate(server: PleskServer, id: string): Placed | undefined {
  const record = server.template.find((candidate) => candidate.id === Number(id));
  return record && { record };
}

function described(server: PleskServer, zone: Zone | undefined, record: DnsRecord): string {
  const asSent = server.assumptions.recordValues === "as-sent" ? record.sent : undefined;
  return wrap(
    "data",
    zone ? zoneId(zone) : "",
    leaf("type", record.type),
    leaf("host", record.host),
    leaf("value", asSent ?? record.value),
    leaf("opt", record.opt),
  );
}

export function zoneId({ domainId, aliasId }: Zone): string {
  return domainId === undefined ? leaf("site-alias-id", aliasId ?? 0) : leaf("site-id", domainId);
}
