import type { Zone } from "../../model";
import { PleskRefusal } from "../../world/refusal";
import { syncWithTemplate } from "../../world/zones";
import { attempt, type Call, failed, type Operator, ok, operation } from "../operation";
import { leaf, wrap, type XmlElement } from "../xml";
import { namedZone, recordFilter, recordOperations, zoneId } from "./dns-records";

const zones = "({site-id:positiveInteger+ | site-alias-id:positiveInteger+})";

export const dns: Operator = {
  ...recordOperations,

  get: operation("read", `filter?${zones} soa?()`, (call) =>
    eachZone(call, (zone) => {
      const { faults } = call.server;
      const slave = faults.zonesSlave || zone.type === "slave";
      const enabled = zone.enabled && !faults.zonesDisabled;
      const members = Object.entries(zone.soa).map(([name, value]) => leaf(name, value));
      return ok(
        zoneId(zone),
        call.node.has("soa") ? wrap("soa", ...members) : "",
        leaf("zone_type", slave ? "slave" : "master"),
        leaf("zone_status", enabled ? "enabled" : "disabled"),
      );
    }),
  ),

  set: operation(
    "change",
    `filter?${zones} soa({ttl:unsignedInt? & refresh:unsignedInt? & retry:unsignedInt? & expire:unsignedInt? & minimum:unsignedInt?})`,
    (call) => {
      const wanted = (call.node.first("soa")?.children ?? []).map(({ name, content }) => [name, Number(content)]);
      return eachZone(call, (zone) => changed(zone, () => Object.assign(zone.soa, Object.fromEntries(wanted))));
    },
  ),
  switch: operation("change", `filter${zones} zone_type:[master|slave]`, (call) => {
    const type = call.node.text("zone_type") === "slave" ? "slave" : "master";
    return eachZone(call, (zone) => changed(zone, () => Object.assign(zone, { type })));
  }),
  enable: operation("change", `filter?${zones}`, (call) =>
    eachZone(call, (zone) => changed(zone, () => Object.assign(zone, { enabled: true }))),
  ),
  disable: operation("change", `filter?${zones}`, (call) =>
    eachZone(call, (zone) => changed(zone, () => Object.assign(zone, { enabled: false }))),
  ),

  "sync-with-template": operation("change", "filter(used-ip?)", ({ server, node }) => {
    const address = node.first("filter")?.text("used-ip") ?? server.ipAddress;
    if (address !== server.ipAddress) throw new PleskRefusal(1018, `IP address ${address} does not exist.`);
    for (const zone of server.zones) syncWithTemplate(server, zone);
    return ok();
  }),

  get_acl: operation("read", "", ({ server }) => ok(...server.transferHosts.map((host) => leaf("host", host)))),
  "get-recursion": operation("read", "", ({ server }) => ok(leaf("value", server.recursion))),
  "get-status-remote-dns": operation("read", "", ({ server }) => ok(leaf("dns-status", server.remoteDns))),
  "enable-remote-dns": operation("change", "", ({ server }) => {
    server.remoteDns = true;
    return ok();
  }),
  "disable-remote-dns": operation("change", "", ({ server }) => {
    server.remoteDns = false;
    return ok();
  }),

  /** No zone here has a master elsewhere, so each answer is an ok without an address. */
  get_master_server: operation(
    "read",
    recordFilter,
    (call) =>
      (call.node.first("filter")?.children ?? [])
        .map((named) =>
          named.name.startsWith("site")
            ? attempt(() => ok(masterless(call, named)), leaf("filter-id", named.content))
            : failed(new PleskRefusal(1013, "Master server does not exist"), leaf("filter-id", named.content)),
        )
        .join("") || ok(),
  ),
};

function masterless({ server }: Call, named: XmlElement): string {
  namedZone(server, named);
  return leaf("filter-id", named.content);
}

function changed(zone: Zone, deed: () => void): string {
  deed();
  return ok(zoneId(zone));
}

/** A result for each zone that the filter names; without names, for every zone there is. */
function eachZone({ server, node }: Call, result: (zone: Zone) => string): string {
  const named = node.first("filter")?.children ?? [];
  if (named.length === 0) return (server.faults.emptyLists ? [] : server.zones).map(result).join("") || ok();
  return named
    .map((filter) => attempt(() => result(namedZone(server, filter)), leaf(filter.name, filter.content)))
    .join("");
}
