import type { DomainAlias } from "../../model";
import { type AliasPatch, createAlias, deleteAlias, renameAlias, setAlias } from "../../world/aliases";
import { PleskRefusal } from "../../world/refusal";
import { shelf } from "../../world/shelves";
import { type Call, given, type Operator, ok, operation } from "../operation";
import { eachResult, type Selected, select } from "../selection";
import { leaf, wrap, type XmlElement } from "../xml";
import { byDomainName } from "./domain-blocks";

const filter = "filter({id:positiveInteger+ | name+ | site-id:positiveInteger+ | site-name+}?)";
const settings = `status:integer? pref?(web:boolean? mail:boolean? seo-redirect:boolean? icp-status:boolean? icp-permit?)
  manage-dns:boolean?`;

export const siteAlias: Operator = {
  create: operation("change", `${settings} site-id:positiveInteger name ascii-name?`, ({ server, node, who }) => {
    const alias = createAlias(
      server,
      { ...readSettings(node), domainId: node.number("site-id") ?? 0, name: node.text("name") ?? "" },
      who,
    );
    return ok(leaf("id", alias.id));
  }),
  get: operation("read", filter, (call) => eachResult(call, selectAliases(call), info)),
  set: operation("change", `${filter} settings(${settings})`, (call) => {
    const wanted = call.node.first("settings");
    return eachResult(call, selectAliases(call), (alias) => {
      if (wanted) setAlias(call.server, alias, readSettings(wanted), call.who);
      return "";
    });
  }),
  delete: operation("destroy", filter, (call) =>
    eachResult(call, selectAliases(call), (alias) => {
      deleteAlias(call.server, alias, call.who);
      return "";
    }),
  ),
  rename: operation("change", "{id:positiveInteger | name} new_name", ({ server, node, who }) => {
    const id = node.number("id");
    const alias = id === undefined ? byAliasName(server, node.text("name") ?? "") : shelf(server).aliases.one("id", id);
    if (!alias) throw new PleskRefusal(1013, "Site alias does not exist");
    renameAlias(server, alias, node.text("new_name") ?? "", who);
    return ok();
  }),
  "get-supported-services": operation("read", "", () => ok(leaf("service", "web"), leaf("service", "mail"))),
};

function readSettings(node: XmlElement): AliasPatch {
  const pref = node.first("pref");
  return given({
    status: node.number("status"),
    web: pref?.flag("web"),
    mail: pref?.flag("mail"),
    seoRedirect: pref?.flag("seo-redirect"),
    manageDns: node.flag("manage-dns"),
  });
}

function byAliasName(server: Call["server"], name: string): DomainAlias | undefined {
  const { aliases } = shelf(server);
  const lower = name.toLowerCase();
  const ascii = server.assumptions.punycodeFilter === "accepted" ? aliases.one("asciiName", lower) : undefined;
  return aliases.one("name", lower) ?? ascii;
}

function selectAliases(call: Call): Selected<DomainAlias>[] {
  const { server } = call;
  const { aliases, domains } = shelf(server);
  return select(call, call.node.first("filter"), {
    all: () => server.aliases,
    one: {
      id: (id) => aliases.one("id", Number(id)),
      name: (name) => byAliasName(server, name),
    },
    many: {
      "site-id": (id) => (domains.one("id", Number(id)) ? aliases.all("domain", Number(id)) : undefined),
      "site-name": (name) => {
        const domain = byDomainName(server, name);
        return domain && aliases.all("domain", domain.id);
      },
    },
    missing: "Site alias does not exist",
  });
}

function info(alias: DomainAlias): string {
  return wrap(
    "info",
    leaf("status", alias.status),
    wrap("pref", leaf("web", alias.web), leaf("mail", alias.mail), leaf("seo-redirect", alias.seoRedirect)),
    leaf("manage-dns", alias.manageDns),
    leaf("site-id", alias.domainId),
    leaf("name", alias.name),
    leaf("ascii-name", alias.asciiName),
  );
}
