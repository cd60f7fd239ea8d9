import type { Account } from "../../model";
import { shelf } from "../../world/shelves";
import { type Call, type Operator, operation } from "../operation";
import { eachResult, type Selected, select } from "../selection";
import { leaf, wrap } from "../xml";
import { contactOf } from "./customer";
import { domainList } from "./domain-list";

const filter = "filter({id:positiveInteger+ | login+ | guid+ | all() | external-id+}?)";

export const reseller: Operator = {
  get: operation(
    "read",
    `${filter} dataset(gen-info?() stat?() permissions?() limits?() ippool?() subscriptions?())`,
    (call) => {
      const wanted = call.node.first("dataset")?.children ?? [];
      return eachResult(call, selectResellers(call), (account) =>
        wrap("data", ...wanted.map(({ name }) => blocks[name]?.(account, call) ?? "")),
      );
    },
  ),
  "get-domain-list": operation("read", filter, (call) =>
    eachResult(call, selectResellers(call), (account) => wrap("domains", domainList(call.server, account))),
  ),
};

const blocks: Record<string, (account: Account, call: Call) => string> = {
  "gen-info": (account) =>
    wrap(
      "gen-info",
      leaf("cr-date", account.createdAt),
      leaf("cname", account.company),
      leaf("pname", account.contactName),
      leaf("login", account.login),
      leaf("status", account.status),
      contactOf(account),
      leaf("guid", account.guid),
      leaf("external-id", account.externalId),
      leaf("description", account.description),
    ),
  stat,
  permissions: () => wrap("permissions", wrap("permission", leaf("name", "create_clients"), leaf("value", true))),
  limits: () => "<limits/>",
  ippool: (_account, { server }) =>
    wrap("ippool", wrap("ip", leaf("ip-address", server.ipAddress), leaf("ip-type", "shared"))),
  subscriptions: () => "<subscriptions/>",
};

function stat({ id }: Account, { server }: Call): string {
  const { accounts, domains, aliases, mailNames } = shelf(server);
  const clients = accounts.all("owner", id);
  const owners = [id, ...clients.map((client) => client.id)];
  const own = owners
    .flatMap((owner) => domains.all("owner", owner))
    .flatMap((webspace) => [webspace, ...domains.all("webspace", webspace.id)]);
  const mail = own.flatMap((domain) => [...mailNames.all("domain", domain.id)]);
  const counts = {
    "active-clients": clients.filter(({ status }) => status === 0).length,
    "active-domains": own.filter(({ status }) => status === 0).length,
    clients: clients.length,
    domains: own.length,
    subdomains: own.filter(({ parentId }) => parentId !== undefined).length,
    "domain-aliases": own.reduce((count, domain) => count + aliases.all("domain", domain.id).length, 0),
    "disk-space": 0,
    "web-users": 0,
    "data-bases": 0,
    postboxs: mail.filter(({ mailbox }) => mailbox.enabled).length,
    "mbox-quota": 0,
    redirects: mail.filter(({ forwarding }) => forwarding.enabled).length,
    "mail-groups": 0,
    "mail-resps": mail.filter(({ autoresponder }) => autoresponder.enabled).length,
    "mail-lists": 0,
    "mssql-data-bases": 0,
    traffic: 0,
    "traffic-prevday": 0,
  };
  return wrap("stat", ...Object.entries(counts).map(([name, count]) => leaf(name, count)));
}

function selectResellers(call: Call): Selected<Account>[] {
  const { accounts } = shelf(call.server);
  const resellers = (rows: readonly Account[]) => rows.filter(({ kind }) => kind === "reseller");
  return select(call, call.node.first("filter"), {
    all: () => resellers(call.server.accounts),
    one: {
      id: (id) => resellers(accounts.all("id", Number(id)))[0],
      login: (login) => resellers(accounts.all("login", login))[0],
      guid: (guid) => resellers(accounts.all("guid", guid))[0],
      "external-id": (id) => resellers(accounts.all("externalId", id))[0],
    },
    missing: "Reseller does not exist",
  });
}
