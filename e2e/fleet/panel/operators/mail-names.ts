import type { Domain, MailName } from "../../model";
import { createMailName, findMailName, removeMailName, renameMailName, updateMailName } from "../../world/mail-names";
import { PleskRefusal } from "../../world/refusal";
import { shelf } from "../../world/shelves";
import { attempt, type Call, type Operator, ok, operation } from "../operation";
import { leaf, wrap, type XmlElement } from "../xml";
import { addedTo, removedFrom, settings } from "./mail-name-settings";
import { mailSite } from "./mail-site";
import { shownMailName } from "./shown-mail-name";

const autoresponder = `autoresponder?(enabled:boolean? subject? content_type? charset? text?
  attachment*(tmp-name? file-name?) forward? end_date:date?)`;
const rest = "antivir:[off|inout|in|out]? outgoing-messages-mbox-limit? description?";
const created = `name cp-access:boolean? mailbox?(enabled:boolean quota:long?) forwarding?(enabled:boolean address+) alias*
  ${autoresponder} password?(value type:[plain|crypt|sym]?) ${rest}`;
const replaced = `id:positiveInteger? name cp-access:boolean? mailbox?(enabled:boolean? quota:long?)
  forwarding?(enabled:boolean? address*) alias* ${autoresponder}
  {password(value? type:[plain|crypt|sym]?) | user-guid}? ${rest}`;
const listed = `name cp-access:boolean? forwarding?(enabled:boolean? address+) alias* ${autoresponder}`;
const on = (mailName: string) => `filter(site-id:positiveInteger mailname+(${mailName}))`;

export const mailNameOperations: Operator = {
  get_info: operation(
    "read",
    "filter(site-id:positiveInteger name*) mailbox?() mailbox-usage?() forwarding?() aliases?() autoresponder?()",
    (call) => {
      const domain = mailSite(call.server, siteId(call));
      return named(call, domain, (mailName) => ok(shownMailName(call, domain, mailName)));
    },
  ),

  create: operation("change", on(created), (call) =>
    eachMailName(call, call.node, (domain, wanted) => {
      const mailName = createMailName(
        call.server,
        domain,
        { name: wanted.text("name") ?? "", ...settings(wanted) },
        call.who,
      );
      return ok(wrap("mailname", leaf("id", mailName.id), leaf("name", mailName.name)));
    }),
  ),

  update: operation("change", `{add(${on(listed)}) | remove(${on(listed)}) | set(${on(replaced)})}`, (call) => {
    const kind = call.node.children[0];
    if (!kind) return ok();
    const results = eachMailName(call, kind, (domain, wanted) => {
      const mailName = existing(call, domain, wanted.text("name") ?? "");
      const id = wanted.number("id");
      if (id !== undefined && id !== mailName.id) throw noMailName(domain, `with id ${id}`);
      updateMailName(call.server, domain, mailName, patches[kind.name]?.(call, mailName, wanted) ?? {}, call.who);
      return ok(wrap("mailname", leaf("name", mailName.name)));
    });
    return wrap(kind.name, results);
  }),

  remove: operation("destroy", "filter(site-id:positiveInteger name*)", (call) => {
    const domain = mailSite(call.server, siteId(call));
    return named(call, domain, (mailName) => {
      removeMailName(call.server, domain, mailName, call.who);
      return ok(wrap("mailname", leaf("name", mailName.name)));
    });
  }),

  rename: operation("change", "site-id:positiveInteger name new-name", (call) => {
    const { node, server, who } = call;
    const domain = mailSite(server, node.text("site-id"));
    renameMailName(server, domain, existing(call, domain, node.text("name") ?? ""), node.text("new-name") ?? "", who);
    return ok();
  }),
};

const patches: Record<string, (call: Call, mailName: MailName, wanted: XmlElement) => ReturnType<typeof settings>> = {
  add: (call, mailName, wanted) => addedTo(call.server, mailName, wanted),
  remove: (_call, mailName, wanted) => removedFrom(mailName, wanted),
  set: (call, _mailName, wanted) => ({
    ...(call.server.assumptions.setWithoutAliases === "cleared" ? { aliases: [] } : {}),
    ...settings(wanted),
  }),
};

function siteId({ node }: Call): string | undefined {
  return node.first("filter")?.text("site-id");
}

function noMailName(domain: Domain, name: string): PleskRefusal {
  return new PleskRefusal(1013, `Mail name ${name} does not exist in the domain ${domain.name}.`);
}

function existing({ server }: Call, domain: Domain, name: string): MailName {
  const mailName = findMailName(server, domain, name);
  if (!mailName) throw noMailName(domain, name);
  return mailName;
}

/** A result for each `mailname` of the filter below the given node. */
function eachMailName(
  { server }: Call,
  node: XmlElement,
  result: (domain: Domain, wanted: XmlElement) => string,
): string {
  const filter = node.first("filter");
  return (filter?.all("mailname") ?? [])
    .map((wanted) =>
      attempt(
        () => result(mailSite(server, filter?.text("site-id")), wanted),
        wrap("mailname", leaf("name", wanted.text("name") ?? "")),
      ),
    )
    .join("");
}

/** A result for each mail name that the filter names, or for all of the domain when it names none. */
function named(call: Call, domain: Domain, result: (mailName: MailName) => string): string {
  const names = call.node.first("filter")?.texts("name") ?? [];
  if (names.length > 0) {
    return names
      .map((name) => attempt(() => result(existing(call, domain, name)), wrap("mailname", leaf("name", name))))
      .join("");
  }
  const all = call.server.faults.emptyLists ? [] : shelf(call.server).mailNames.all("domain", domain.id);
  return all.map(result).join("") || ok();
}
