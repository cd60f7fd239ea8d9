import type { Account, Domain, PleskServer } from "../../model";
import { newGuid } from "../../world/by";
import { createWebspace, type DomainPatch, deleteDomain, setDomain } from "../../world/domains";
import { setMailPreferences } from "../../world/mail-service";
import { PleskRefusal } from "../../world/refusal";
import { shelf } from "../../world/shelves";
import { type Call, given, type Operator, ok, operation } from "../operation";
import { eachResult, filterOf, type Selected, select } from "../selection";
import { leaf, wrap, type XmlElement } from "../xml";
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
import { mailPreferences, outgoingLimits, preferencesOf, readPreferences } from "./mail-preferences";
import { ownerOf, vendorGuid } from "./owner";
import { checkPlan } from "./service-plan";

const filter = filterOf(
  "id:positiveInteger",
  "owner-id:integer",
  "name",
  "owner-login",
  "guid",
  "owner-guid",
  "external-id",
  "owner-external-id",
);
const owners = "owner-login | owner-guid | owner-external-id";
const limits = "limits?(overuse? limit*(name value:long) all-to-zero?())";
const permissions = "permissions?(permission*(name value:boolean) revoke-all?())";
const phpSettings = "php-settings?({setting(name value)}*)";
const mail = `mail?(${mailPreferences} ${outgoingLimits})`;
const hostingGrammar = `hosting?({vrt_hst(property*(name value) ip_address{0,2}) | std_fwd(dest_url http_code:integer? ip_address{0,2})
  | frm_fwd(dest_url ip_address{0,2}) | none()})`;

const blank = (name: string) => () => `<${name}/>`;

/** What `webspace get` can be asked for, in the order of the answer. */
const blocks: Record<string, (server: PleskServer, domain: Domain) => string> = {
  gen_info: info,
  hosting: (_server, domain) => hosting("hosting", domain),
  "hosting-basic": (_server, domain) => hosting("hosting-basic", domain),
  limits: blank("limits"),
  stat: domainStat,
  prefs: () => wrap("prefs", leaf("www", true)),
  disk_usage: diskUsage,
  performance: blank("performance"),
  subscriptions: blank("subscriptions"),
  permissions: blank("permissions"),
  "plan-items": blank("plan-items"),
  "php-settings": blank("php-settings"),
  "resource-usage": () => wrap("resource-usage", wrap("resource", leaf("name", "disk_space"), leaf("value", "0"))),
  mail: (_server, domain) => wrap("mail", preferencesOf(domain)),
  "aps-filter": () => leaf("aps-filter", false),
  packages: blank("packages"),
};

export const webspace: Operator = {
  add: operation(
    "change",
    `gen_setup({name | owner-id:integer | ${owners} | htype:[${hostingTypes}] | ip_address | status | external-id | description |
       admin-description | reseller-description}{1,10})
     ${hostingGrammar} ${limits} ${webPreferences} ${webPerformance} ${permissions} ${phpSettings}
     {plan-id:positiveInteger | plan-name | plan-guid | plan-external-id}? ${mail}`,
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
      return eachResult(call, selectWebspaces(call), (domain) =>
        wrap("data", ...parts.map(([, part]) => part(call.server, domain))),
      );
    },
  ),
  set: operation(
    "change",
    `${filter} values(gen_setup?({status:integer | name | owner-id:positiveInteger | ${owners} | ip_address | guid() |
       external-id | admin-as-vendor() | description | admin-description | reseller-description}{0,11})
     ${limits} ${webPreferences} ${hostingGrammar} ${webDiskUsage} ${webPerformance} ${permissions} ${phpSettings} ${mail})`,
    (call) => {
      const values = call.node.first("values");
      return eachResult(call, selectWebspaces(call), (domain) => {
        if (values) change(call, domain, values);
        return "";
      });
    },
  ),
  del: operation("destroy", filter, (call) =>
    eachResult(call, selectWebspaces(call), (domain) => {
      deleteDomain(call.server, domain, call.who);
      return "";
    }),
  ),
  "sync-subscription": operation("change", filter, (call) =>
    eachResult(call, selectWebspaces(call), (domain) => {
      if (call.server.faults.planSyncRestoresMail && domain.mail.service === "off") domain.mail.service = "on";
      return "";
    }),
  ),
};

function add({ server, caller, node, who }: Call): string {
  const setup = node.first("gen_setup");
  const name = setup?.text("name");
  if (!setup || name === undefined) throw new PleskRefusal(1019, "The domain name is not specified.");
  const kind = node.first("hosting")?.children[0]?.name;
  const wanted = setup.text("htype");
  if (wanted !== undefined && wanted !== kind) {
    throw new PleskRefusal(1019, `Hosting type ${wanted} does not agree with the hosting settings.`);
  }
  checkPlan(server, node.either("plan-id", "plan-name", "plan-guid", "plan-external-id"));
  const mailNode = node.first("mail");
  const domain = createWebspace(
    server,
    {
      name,
      ownerId: (namedOwner(server, setup) ?? caller).id,
      ...given({
        hosting: kind as Domain["hosting"] | undefined,
        ipAddress: setup.text("ip_address"),
        status: statusFrom(setup),
        externalId: setup.text("external-id"),
        description: setup.text("description"),
        mail: mailNode && readPreferences(mailNode),
      }),
    },
    who,
  );
  return ok(leaf("id", domain.id), leaf("guid", domain.guid));
}

function change({ server, who }: Call, domain: Domain, values: XmlElement): void {
  const setup = values.first("gen_setup");
  if (setup?.text("owner-id") === "1" && server.assumptions.giveToAdministrator === "1015") throw unknownOwner();
  const mailNode = values.first("mail");
  const kind = values.first("hosting")?.children[0]?.name;
  const patch: DomainPatch = given({
    name: setup?.text("name"),
    status: setup && statusFrom(setup),
    ownerId: setup && namedOwner(server, setup)?.id,
    ipAddress: setup?.text("ip_address"),
    guid: setup?.has("guid") ? newGuid(who.bytes) : undefined,
    externalId: setup?.text("external-id"),
    description: setup?.text("description"),
    hosting: kind as Domain["hosting"] | undefined,
  });
  if (Object.keys(patch).length > 0) setDomain(server, domain, patch, who);
  if (mailNode) setMailPreferences(server, domain, readPreferences(mailNode), who);
}

/** The status that a webspace or site can be given; others are the panel's own. */
export function statusFrom(setup: XmlElement): number | undefined {
  const status = setup.number("status");
  if (status === undefined || [0, 16, 32, 64].includes(status)) return status;
  throw new PleskRefusal(1025, `Wrong status value ${status}`);
}

const ownerKeys = {
  "owner-id": "id",
  "owner-login": "login",
  "owner-guid": "guid",
  "owner-external-id": "externalId",
} as const;

function ownerBy(server: PleskServer, filterName: string, value: string): Account | undefined {
  return shelf(server).accounts.one(ownerKeys[filterName as keyof typeof ownerKeys], value);
}

function namedOwner(server: PleskServer, setup: XmlElement): Account | undefined {
  const named = setup.either(...Object.keys(ownerKeys));
  if (!named) return undefined;
  const owner = ownerBy(server, named.name, named.content);
  if (!owner) throw unknownOwner();
  return owner;
}

const unknownOwner = () => new PleskRefusal(1015, "Owner does not exist");

function selectWebspaces(call: Call): Selected<Domain>[] {
  const { domains } = shelf(call.server);
  const only = (domain: Domain | undefined) => (domain?.kind === "webspace" ? domain : undefined);
  const owned = (filterName: string) => (value: string) => {
    const owner = ownerBy(call.server, filterName, value);
    return owner && domains.all("owner", owner.id);
  };
  return select(call, call.node.first("filter"), {
    all: () => call.server.domains.filter(({ kind }) => kind === "webspace"),
    one: {
      id: (id) => only(domains.one("id", Number(id))),
      name: (name) => only(byDomainName(call.server, name)),
      guid: (guid) => only(domains.one("guid", guid)),
      "external-id": (id) => domains.one("externalId", id),
    },
    many: Object.fromEntries(Object.keys(ownerKeys).map((name) => [name, owned(name)])),
    missing: "domain does not exist",
  });
}

function info(server: PleskServer, domain: Domain): string {
  return wrap(
    "gen_info",
    leaf("cr_date", domain.createdAt),
    leaf("name", domain.name),
    leaf("ascii-name", domain.asciiName),
    leaf("status", domain.status),
    "<real_size>0</real_size>",
    ...ownerOf(server, domain.ownerId),
    leaf("dns_ip_address", domain.ipAddress),
    leaf("htype", domain.hosting),
    leaf("guid", domain.guid),
    vendorGuid(server, domain.ownerId),
    leaf("external-id", domain.externalId),
    leaf("description", domain.description),
  );
}
