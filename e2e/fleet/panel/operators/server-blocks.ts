import type { Account, PleskServer } from "../../model";
import { shelf } from "../../world/shelves";
import { leaf, wrap } from "../xml";
import { domainList } from "./domain-list";

const titles: Record<keyof PleskServer["services"], string> = {
  web: "Web Server (Apache)",
  smtp: "SMTP Server (Postfix)",
  mail: "IMAP/POP3 Server (Dovecot)",
  dns: "DNS Server (BIND)",
};

/** What `server get` can be asked for, in the order in which it is asked and answered. */
export const serverBlocks: Readonly<Record<string, (server: PleskServer) => string>> = {
  key: ({ limits, guid }) =>
    wrap(
      "key",
      property("plesk_key_id", `PLSK.${guid.slice(0, 8)}.0000`),
      property("lim_date", "-1"),
      property("lim_dom", limits.domains),
      property("lim_cl", limits.clients),
      property("can-manage-customers", "true"),
      property("can-manage-resellers", "true"),
      leaf("content", Buffer.from(guid).toString("base64")),
    ),
  gen_info: ({ name, guid }) =>
    wrap("gen_info", leaf("server_name", name), leaf("server_guid", guid), leaf("mode", "standard")),
  components: ({ plesk }) =>
    wrap("components", component("psa", plesk.version), component("postfix", "3.7.11"), component("dovecot", "2.3.21")),
  stat,
  admin: (server) => administrator(server.accounts[0]),
  interfaces: () => wrap("interfaces", leaf("interface", "eth0")),
  services_state: ({ services }) =>
    wrap(
      "services_state",
      ...Object.entries(services).map(([id, state]) =>
        wrap("srv", leaf("id", id), leaf("title", titles[id as keyof typeof titles]), leaf("state", state)),
      ),
    ),
  prefs: ({ preferences }) => wrap("prefs", ...Object.entries(preferences).map(([name, value]) => leaf(name, value))),
  shells: () => wrap("shells", wrap("shell", leaf("name", "/bin/bash"), leaf("path", "/bin/bash"))),
  session_setup: () => wrap("session_setup", leaf("login_timeout", 30)),
  "site-isolation-config": () => wrap("site-isolation-config", property("php", "on")),
  updates: ({ plesk }) =>
    wrap(
      "updates",
      leaf("available_update", ""),
      leaf("available_update_type", ""),
      leaf("security_updates", ""),
      leaf("last_installed_update", plesk.version),
      leaf("install_updates_automatically", true),
      leaf("install_third_party_updates", true),
      leaf("install_system_package_updates_automatically", false),
    ),
  "admin-domain-list": (server) => {
    const own = shelf(server).accounts.one("id", 1);
    return wrap("admin-domain-list", own && !server.faults.emptyLists ? domainList(server, own) : "");
  },
  certificates: () => "<certificates/>",
};

function property(name: string, value: string | number): string {
  return wrap("property", leaf("name", name), leaf("value", value));
}

function component(name: string, version: string): string {
  return wrap("component", leaf("name", name), leaf("version", version));
}

function administrator(account: Account | undefined): string {
  return wrap(
    "admin",
    leaf("admin_cname", account?.company ?? ""),
    leaf("admin_pname", account?.contactName ?? ""),
    leaf("admin_phone", account?.phone ?? ""),
    leaf("admin_email", account?.email ?? ""),
  );
}

function stat({ accounts, domains, mailNames, plesk }: PleskServer): string {
  const clients = accounts.filter(({ kind }) => kind !== "administrator");
  const redirects = mailNames.filter(({ forwarding }) => forwarding.enabled);
  const objects = {
    clients: clients.length,
    domains: domains.length,
    active_domains: domains.filter(({ status }) => status === 0).length,
    mail_boxes: mailNames.filter(({ mailbox }) => mailbox.enabled).length,
    mail_redirects: redirects.length,
    mail_groups: redirects.filter(({ forwarding }) => forwarding.addresses.length > 1).length,
    mail_responders: mailNames.filter(({ autoresponder }) => autoresponder.enabled).length,
    web_users: 0,
    databases: 0,
    database_users: 0,
    problem_clients: clients.filter(({ status }) => status !== 0).length,
    problem_domains: domains.filter(({ status }) => status !== 0).length,
  };
  const version = {
    plesk_name: "psa",
    plesk_version: plesk.version,
    plesk_os: plesk.os,
    plesk_os_version: plesk.osVersion,
    plesk_build: plesk.build,
    os_release: "6.1.0-28-amd64",
  };
  return wrap(
    "stat",
    block("objects", objects),
    block("version", version),
    block("other", { cpu: "virtual", uptime: 86_400, inside_vz: "false" }),
    block("load_avg", { l1: "0.12", l5: "0.09", l15: "0.05" }),
    block("mem", { total: 8e9, used: 3e9, free: 5e9, shared: 0, buffer: 0, cached: 0 }),
    block("swap", { total: 0, used: 0, free: 0 }),
    wrap("diskspace", block("device", { name: "/dev/vda1", total: 4e10, used: 9e9, free: 31e9 })),
  );
}

function block(name: string, members: Record<string, string | number>): string {
  return wrap(name, ...Object.entries(members).map(([member, value]) => leaf(member, value)));
}
