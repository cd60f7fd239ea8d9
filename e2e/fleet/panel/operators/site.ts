import type { Domain, PleskServer } from "../../model";
import { newGuid } from "../../world/by";
import { createSite, type DomainPatch, deleteDomain, setDomain } from "../../world/domains";
import { PleskRefusal } from "../../world/refusal";
import { shelf } from "../../world/shelves";
import { type Call, given, type Operator, ok, operation } from "../operation";
import { eachResult, filterOf, type Selected, select } from "../selection";
import { leaf, wrap } from "../xml";
import {
  byDomainName,
  diskUsage,
  domainStat,
  hosting,
  hostingTypes,
  webDiskUsage,
  webPerformance,
  webPreferences,
} from "./domain-blocks";
import { statusFrom } from "./webspace";

const filter = filterOf(
  "id:positiveInteger",
  "parent-id:integer",
  "parent-site-id:integer",
  "name",
  "parent-name",
  "parent-site-name",
  "guid",
  "parent-guid",
  "parent-site-guid",
);
const hostingGrammar = `hosting?({vrt_hst(property+(name value)) | std_fwd(dest_url http_code:integer?) | frm_fwd(dest_url) | none()})`;

const blocks: Record<string, (server: PleskServer, site: Domain) => string> = {
  gen_info: info,
  hosting: (_server, site) => hosting("hosting", site),
  stat: domainStat,
  prefs: () => wrap("prefs", leaf("www", true)),
  disk_usage: diskUsage,
  performance: () => "<performance/>",
};

export const site: Operator = {
  add: operation(
    "change",
    `gen_setup(name htype:[${hostingTypes}]? status? {webspace-name | webspace-id:positiveInteger | webspace-guid}?
       {parent-site-name | parent-site-id:positiveInteger | parent-site-guid}? description?)
     ${hostingGrammar} ${webPreferences} ${webPerformance} mail?(mailservice:boolean?)`,
    add,
  ),
  get: operation(
    "read",
    `${filter} dataset({${Object.keys(blocks)
      .map((name) => `${name}?()`)
      .join(" & ")}})`,
    (call) => {
      const wanted = new Set(call.node.first("dataset")?.children.map(({ name }) => name));
      const parts = Object.entries(blocks).filter(([name]) => wanted.has(name));
      return eachResult(call, selectSites(call), (domain) =>
        wrap("data", ...parts.map(([, part]) => part(call.server, domain))),
      );
    },
  ),
  set: operation(
    "change",
    `${filter} values(gen_setup?({status:integer? & name? & guid?() & description? & turn-off-action:[disable|suspend]?})
       ${webPreferences} ${hostingGrammar} ${webDiskUsage} ${webPerformance})`,
    set,
  ),
  del: operation("destroy", filter, (call) =>
    eachResult(call, selectSites(call), (domain) => {
      if (domain.kind === "webspace") throw new PleskRefusal(1023, "The main domain of a webspace cannot be deleted.");
      deleteDomain(call.server, domain, call.who);
      return "";
    }),
  ),
};

function add({ server, node, who }: Call): string {
  const setup = node.first("gen_setup");
  const name = setup?.text("name") ?? "";
  const { domains } = shelf(server);
  const find = (prefix: string) => {
    const named = setup?.either(`${prefix}-id`, `${prefix}-name`, `${prefix}-guid`);
    if (!named) return undefined;
    const found = named.name.endsWith("-name")
      ? byDomainName(server, named.content)
      : domains.one(named.name.endsWith("-id") ? "id" : "guid", named.content);
    if (!found) throw new PleskRefusal(1013, `${prefix === "webspace" ? "Webspace" : "Parent site"} does not exist`);
    return found;
  };
  const parent = find("parent-site");
  const webspaceId = find("webspace")?.id ?? parent?.webspaceId;
  if (webspaceId === undefined) throw new PleskRefusal(1013, "Webspace does not exist");
  const mail = node.first("mail")?.flag("mailservice");
  const site = createSite(
    server,
    {
      name,
      webspaceId,
      ...given({
        parentId: parent?.id,
        hosting: node.first("hosting")?.children[0]?.name as Domain["hosting"] | undefined,
        status: setup && statusFrom(setup),
        description: setup?.text("description"),
        mail: mail === undefined ? undefined : { service: mail ? ("on" as const) : ("off" as const) },
      }),
    },
    who,
  );
  return ok(leaf("id", site.id), leaf("guid", site.guid));
}

function set(call: Call): string {
  const { server, node, who } = call;
  const setup = node.first("values")?.first("gen_setup");
  return eachResult(call, selectSites(call), (domain) => {
    const patch: DomainPatch = given({
      name: setup?.text("name"),
      status: setup && statusFrom(setup),
      guid: setup?.has("guid") ? newGuid(who.bytes) : undefined,
      description: setup?.text("description"),
      turnOffAction: setup?.text("turn-off-action") as DomainPatch["turnOffAction"],
    });
    if (Object.keys(patch).length > 0) setDomain(server, domain, patch, who);
    return "";
  });
}

/** Main domains are left out of lists; a name always finds them, id and guid as the server's assumptions say. */
function selectSites(call: Call): Selected<Domain>[] {
  const { domains } = shelf(call.server);
  const named = (domain: Domain | undefined) =>
    domain?.kind === "webspace" && call.server.assumptions.siteGetMain === "missing" ? undefined : domain;
  const inWebspace = (webspace: Domain | undefined) =>
    webspace?.kind === "webspace" ? domains.all("webspace", webspace.id) : undefined;
  const below = (parent: Domain | undefined) => parent && domains.all("parent", parent.id);
  return select(call, call.node.first("filter"), {
    all: () => call.server.domains.filter(({ kind }) => kind === "site"),
    one: {
      id: (id) => named(domains.one("id", Number(id))),
      guid: (guid) => named(domains.one("guid", guid)),
      name: (name) => byDomainName(call.server, name),
    },
    many: {
      "parent-id": (id) => inWebspace(domains.one("id", Number(id))),
      "parent-name": (name) => inWebspace(byDomainName(call.server, name)),
      "parent-guid": (guid) => inWebspace(domains.one("guid", guid)),
      "parent-site-id": (id) => below(domains.one("id", Number(id))),
      "parent-site-name": (name) => below(byDomainName(call.server, name)),
      "parent-site-guid": (guid) => below(domains.one("guid", guid)),
    },
    missing: "Site does not exist",
  });
}

function info(server: PleskServer, site: Domain): string {
  return wrap(
    "gen_info",
    leaf("cr_date", site.createdAt),
    leaf("name", site.name),
    leaf("ascii-name", site.asciiName),
    leaf("status", site.status),
    "<real_size>0</real_size>",
    leaf("dns_ip_address", site.ipAddress),
    leaf("htype", site.hosting),
    leaf("guid", site.guid),
    leaf("webspace-guid", shelf(server).domains.one("id", site.webspaceId)?.guid ?? ""),
    leaf("webspace-id", site.webspaceId),
    leaf("description", site.description),
    site.turnOffAction ? leaf("turn-off-action", site.turnOffAction) : "",
  );
}
