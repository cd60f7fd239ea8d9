import type { Account, PleskServer } from "../../model";
import { type AccountPatch, createAccount, deleteAccount, setAccount } from "../../world/accounts";
import { newGuid } from "../../world/by";
import { PleskRefusal } from "../../world/refusal";
import { shelf } from "../../world/shelves";
import { type Call, given, type Operator, ok, operation } from "../operation";
import { eachResult, filterOf, type Selected, select, type Ways } from "../selection";
import { leaf, wrap, type XmlElement } from "../xml";
import { domainList } from "./domain-list";
import { vendorOf } from "./owner";

const contactFields = ["fax", "address", "city", "state", "pcode", "country", "locale"];
const contact = "phone? fax? email? address? city? state? pcode? country? locale?";
const filter = filterOf("id:positiveInteger", "login", "owner-id:integer", "owner-login", "guid", "external-id");

export const customer: Operator = {
  add: operation(
    "change",
    `gen_info(cname? pname login passwd status:integer? ${contact}
      {owner-id:integer | owner-login | owner-external-id}? external-id? description?)`,
    add,
  ),
  get: operation("read", `${filter} dataset(gen_info?() stat?())`, (call) => {
    const wanted = call.node.first("dataset");
    return eachResult(call, selectCustomers(call), (account) =>
      wrap(
        "data",
        wanted?.has("gen_info") ? info(call.server, account) : "",
        wanted?.has("stat") ? stat(call.server, account) : "",
      ),
    );
  }),
  set: operation(
    "change",
    `${filter} values(gen_info?(cname? pname? login? passwd? status:integer? ${contact} guid?() external-id? description?))`,
    (call) => {
      const values = call.node.first("values")?.first("gen_info");
      return eachResult(call, selectCustomers(call), (account) => {
        if (values) setAccount(call.server, account, patchOf(values, call), call.who);
        return "";
      });
    },
  ),
  del: operation("destroy", filter, (call) =>
    eachResult(call, selectCustomers(call), (account) => {
      deleteAccount(call.server, account, call.who);
      return "";
    }),
  ),
  "get-domain-list": operation("read", filter, (call) =>
    eachResult(call, selectCustomers(call), (account) => wrap("domains", domainList(call.server, account))),
  ),
};

function add({ server, node, who, caller }: Call): string {
  const info = node.first("gen_info");
  if (!info) return ok();
  const { accounts } = shelf(server);
  const named = info.either("owner-id", "owner-login", "owner-external-id");
  const keys = { "owner-id": "id", "owner-login": "login", "owner-external-id": "externalId" } as const;
  const owner = named ? accounts.one(keys[named.name as keyof typeof keys], named.content) : caller;
  if (!owner) throw new PleskRefusal(1015, "Owner does not exist");
  const { login = "", password = "", contactName = "", ...rest } = patchOf(info, { who });
  const account = createAccount(server, { login, password, contactName, ...rest, ownerId: owner.id }, who);
  return ok(leaf("id", account.id), leaf("guid", account.guid));
}

function patchOf(values: XmlElement, { who }: Pick<Call, "who">): AccountPatch {
  const status = values.number("status");
  if (status !== undefined && status !== 0 && status !== 16)
    throw new PleskRefusal(1025, `Wrong status value ${status}`);
  const details = given(Object.fromEntries(contactFields.map((field) => [field, values.text(field)])));
  return given({
    login: values.text("login"),
    password: values.text("passwd"),
    contactName: values.text("pname"),
    company: values.text("cname"),
    email: values.text("email"),
    phone: values.text("phone"),
    status,
    externalId: values.text("external-id"),
    description: values.text("description"),
    guid: values.has("guid") ? newGuid(who.bytes) : undefined,
    contact: Object.keys(details).length > 0 ? (details as Record<string, string>) : undefined,
  });
}

function selectCustomers(call: Call): Selected<Account>[] {
  const { accounts } = shelf(call.server);
  const customers = (rows: readonly Account[]) => rows.filter(({ kind }) => kind === "customer");
  const owned = (owner: Account | undefined) => owner && customers(accounts.all("owner", owner.id));
  const ways: Ways<Account> = {
    all: () => customers(call.server.accounts),
    one: {
      id: (id) => customers(accounts.all("id", Number(id)))[0],
      login: (login) => customers(accounts.all("login", login))[0],
      guid: (guid) => customers(accounts.all("guid", guid))[0],
      "external-id": (id) => customers(accounts.all("externalId", id))[0],
    },
    many: {
      "owner-id": (id) => owned(accounts.one("id", Number(id))),
      "owner-login": (login) => owned(accounts.one("login", login)),
    },
    missing: "Client does not exist",
  };
  return select(call, call.node.first("filter"), ways);
}

function info(server: PleskServer, account: Account): string {
  return wrap(
    "gen_info",
    leaf("cr_date", account.createdAt),
    leaf("cname", account.company),
    leaf("pname", account.contactName),
    leaf("login", account.login),
    leaf("status", account.status),
    contactOf(account),
    leaf("guid", account.guid),
    ...vendorOf(server, account.ownerId),
    leaf("external-id", account.externalId),
    leaf("description", account.description),
  );
}

/** Phone to locale, as customers and resellers both show them. */
export function contactOf({ phone, email, contact = {} }: Account): string {
  const { fax = "", locale = "en-US", ...place } = contact;
  const members = { phone, fax, email, address: "", city: "", state: "", pcode: "", country: "", ...place, locale };
  return Object.entries(members)
    .map(([name, value]) => leaf(name, value))
    .join("");
}

function stat(server: PleskServer, account: Account): string {
  const { domains, mailNames } = shelf(server);
  const own = domains
    .all("owner", account.id)
    .flatMap((webspace) => [webspace, ...domains.all("webspace", webspace.id)]);
  const mail = own.flatMap(({ id }) => [...mailNames.all("domain", id)]);
  const counts = {
    active_domains: own.filter(({ status }) => status === 0).length,
    subdomains: own.filter(({ parentId }) => parentId !== undefined).length,
    disk_space: 0,
    postboxs: mail.filter(({ mailbox }) => mailbox.enabled).length,
    redirects: mail.filter(({ forwarding }) => forwarding.enabled).length,
    mail_groups: mail.filter(({ forwarding }) => forwarding.enabled && forwarding.addresses.length > 1).length,
    mail_resps: mail.filter(({ autoresponder }) => autoresponder.enabled).length,
    mail_lists: 0,
    web_users: 0,
    data_bases: 0,
    traffic: 0,
    traffic_prevday: 0,
  };
  return wrap("stat", ...Object.entries(counts).map(([name, count]) => leaf(name, count)));
}
