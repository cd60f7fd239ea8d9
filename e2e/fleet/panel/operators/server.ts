import { isIP } from "node:net";
import type { PleskServer } from "../../model";
import { createSession } from "../../world/access";
import { setAccount } from "../../world/accounts";
import { PleskRefusal } from "../../world/refusal";
import { type Call, failed, given, type Operator, ok, operation } from "../operation";
import { leaf, wrap } from "../xml";
import { serverBlocks } from "./server-blocks";

const blocks = Object.keys(serverBlocks);

const sessionData = `data?(user_ip c_email? c_phone? starting_url? source_server navigation? pathbar? logo_img_url?
  logo_img_ref? locale_id? skin? domain_name? disable_lock_screen? max_button_length? back_url?)`;

const preferences = `{max_connections:integer? & max_connections_per_ip:integer? & outgoing_email_mode? &
  outgoing_email_mode_explicit_ipv4? & outgoing_email_mode_explicit_ipv6? & outgoing_antispam:boolean? &
  outgoing_messages_mbox_limit:integer? & outgoing_messages_domain_limit:integer? &
  outgoing_messages_subscription_limit:integer? & enable_sendmail:boolean? & report_period? & notification_period? &
  stat_ttl:integer? & include_remote_databases? & traffic_accounting? & restart_apache_interval? & apache_pipelog? &
  ftp_over_ssl? & mail_notifications:boolean? & smtp_use_default_settings:boolean? & smtp_host? & smtp_port? &
  smtp_login? & smtp_password? & smtp_tls:boolean? & smtp_allow_users:boolean? & aps_force_updates? &
  aps_suggest_updates? & preview_protection:boolean? & waf-rule-engine? & waf-rule-set?}`;

const administrator = `admin_cname? admin_pname admin_phone? admin_fax? admin_email admin_address? admin_city? admin_state?
  admin_pcode? admin_country? send_announce:boolean? admin_locale? admin_multiple_sessions:boolean?`;

export const server: Operator = {
  get_protos: operation("read", "", ({ server }) =>
    ok(wrap("protos", ...server.plesk.protocols.map((protocol) => leaf("proto", protocol)))),
  ),

  get: operation("read", blocks.map((block) => (block === "key" ? keyGrammar() : `${block}?()`)).join(" "), (call) =>
    ok(...call.node.children.map(({ name }) => serverBlocks[name]?.(call.server) ?? "")),
  ),

  set: operation("change", `{admin?(${administrator}) & password? & prefs?(${preferences})}`, set),

  srv_man: operation("change", "id operation:[start|stop|restart]", ({ server, node }) => {
    const id = node.text("id") ?? "";
    const state = isService(server, id) ? server.services[id] : undefined;
    if (!isService(server, id)) return failed(new PleskRefusal(1013, `Service ${id} does not exist`), leaf("id", id));
    if (state === "none") return failed(new PleskRefusal(1026, `Service ${id} is not installed`), leaf("id", id));
    server.services[id] = node.text("operation") === "stop" ? "stopped" : "running";
    return ok(leaf("id", id));
  }),

  create_session: operation("access", `login ${sessionData}`, ({ server, caller, node, who }) => {
    const login = node.text("login") ?? "";
    if (caller.kind !== "administrator" && login !== caller.login) throw new PleskRefusal(1006, "Permission denied");
    const data = node.first("data");
    const session = createSession(
      server,
      {
        login,
        userIp: plainAddress(data?.text("user_ip") ?? ""),
        ...given({ startingUrl: data?.text("starting_url") }),
      },
      who,
    );
    return ok(leaf("id", session.token));
  }),
};

function keyGrammar(): string {
  return "key?(filter?({key-id+ | name* | all() | main() | all-additional()}))";
}

function set({ server, caller, node, who }: Call): string {
  const admin = node.first("admin");
  const wanted = {
    password: node.text("password"),
    contactName: admin?.text("admin_pname"),
    company: admin?.text("admin_cname"),
    email: admin?.text("admin_email"),
    phone: admin?.text("admin_phone"),
  };
  if (admin || wanted.password !== undefined) setAccount(server, caller, given(wanted), who);
  for (const { name, content } of node.first("prefs")?.children ?? []) server.preferences[name] = content;
  if (node.first("prefs")?.text("outgoing_email_mode") === "explicit-ip") redirectMailHosts(server);
  return ok();
}

/** Mail that leaves from one fixed address: Plesk rewrites the addresses of every zone's own mail hosts to it. */
function redirectMailHosts(server: PleskServer): void {
  const address = server.preferences.outgoing_email_mode_explicit_ipv4;
  if (!address) return;
  for (const { records } of server.zones) {
    const mailHosts = new Set(records.filter(({ type }) => type === "MX").map(({ value }) => value));
    for (const record of records) if (record.type === "A" && mailHosts.has(record.host)) record.value = address;
  }
}

/** The browser's address comes plain or in base64. */
function plainAddress(written: string): string {
  return isIP(written) ? written : Buffer.from(written, "base64").toString("utf8");
}

function isService(server: PleskServer, id: string): id is keyof PleskServer["services"] {
  return Object.hasOwn(server.services, id);
}
