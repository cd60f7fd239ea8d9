import type { Domain, PleskServer } from "../../model";
import { shelf } from "../../world/shelves";
import { leaf, wrap } from "../xml";

export const hostingTypes = "vrt_hst|std_fwd|frm_fwd|none";

/** Settings that a webspace and a site have alike, and that carry no mail: read and left aside. */
export const webPreferences = `prefs?({www:boolean? & stat_ttl? & outgoing-messages-domain-limit? & icp-status:boolean? & icp-permit?})`;
export const webPerformance = "performance?(bandwidth:double? max_connections:integer?)";
export const webDiskUsage = "disk_usage?(mailboxes? maillists?)";

export function hosting(name: string, domain: Domain): string {
  const address = leaf("ip_address", domain.ipAddress);
  const property = wrap("property", leaf("name", "ssl"), leaf("value", "true"));
  const kinds = {
    none: "<none/>",
    vrt_hst: wrap("vrt_hst", property, address),
    std_fwd: wrap("std_fwd", leaf("dest_url", "https://www.example.com/"), address),
    frm_fwd: wrap("frm_fwd", leaf("dest_url", "https://www.example.com/"), address),
  };
  return wrap(name, kinds[domain.hosting]);
}

export function domainStat(server: PleskServer, domain: Domain): string {
  const { domains, mailNames } = shelf(server);
  const sites = domain.kind === "webspace" ? domains.all("webspace", domain.id) : [];
  const mail = [domain, ...sites].flatMap(({ id }) => [...mailNames.all("domain", id)]);
  const redirects = mail.filter(({ forwarding }) => forwarding.enabled);
  const counts = {
    traffic: 0,
    subdom: sites.filter(({ parentId }) => parentId !== undefined).length,
    wu: 0,
    box: mail.filter(({ mailbox }) => mailbox.enabled).length,
    redir: redirects.length,
    mg: redirects.filter(({ forwarding }) => forwarding.addresses.length > 1).length,
    resp: mail.filter(({ autoresponder }) => autoresponder.enabled).length,
    maillists: 0,
    db: 0,
    mssql_db: 0,
    traffic_prevday: 0,
    ...(domain.kind === "webspace" ? { domains: sites.length + 1, sites: sites.length } : {}),
  };
  return wrap("stat", ...Object.entries(counts).map(([name, count]) => leaf(name, count)));
}

const usages = "httpdocs httpsdocs subdomains web_users anonftp logs dbases mailboxes maillists domaindumps".split(" ");

export function diskUsage(): string {
  return wrap("disk_usage", ...usages.map((usage) => leaf(usage, 0)));
}

/** Finds a domain by name in either spelling, where the server understands both. */
export function byDomainName(server: PleskServer, name: string): Domain | undefined {
  const { domains } = shelf(server);
  const lower = name.toLowerCase();
  return (
    domains.one("name", lower) ??
    (server.assumptions.punycodeFilter === "accepted" ? domains.one("asciiName", lower) : undefined)
  );
}
