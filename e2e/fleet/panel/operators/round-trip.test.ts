import { describe, expect, test } from "vitest";
import type { PleskServer } from "../../model";
import { createAccount, createAlias, createMailName, createSite, createWebspace } from "../../world";
import { ask, plainServer } from "../ask";
import { check, grammar } from "../grammar";
import { answerForms } from "./answer-forms";
import { operators } from "./index";

/** Clients 2 (with webspace 1, its subdomain 2 and alias 1) and reseller 3; mail name info@uno.example. */
function household(): PleskServer {
  const server = plainServer();
  const ada = createAccount(server, { login: "ada", password: "secret", contactName: "Ada", externalId: "ours:1" });
  createAccount(server, { kind: "reseller", login: "rae", password: "secret", contactName: "Rae" });
  const domain = createWebspace(server, { name: "uno.example", ownerId: ada.id });
  createSite(server, { name: "shop.uno.example", webspaceId: domain.id, parentId: domain.id });
  createAlias(server, { domainId: domain.id, name: "due.example" });
  createMailName(server, domain, {
    name: "info",
    mailbox: { enabled: true, quota: 1024 },
    forwarding: { enabled: true, addresses: ["ada@elsewhere.example"] },
    aliases: ["office"],
    autoresponder: { enabled: true, subject: "Away & back", endDate: "2026-03-01", forward: "x@y.example" },
    outgoingLimit: 50,
  });
  return server;
}

const found = (...kinds: string[]) => `<filter>${kinds.join("")}</filter>`;
const site1 = "<site-id>1</site-id>";
const mailname = "<mailname><name>info</name><alias>desk</alias></mailname>";
const add = (setup: string) => `<gen_setup>${setup}</gen_setup>`;

/** Two or more calls of each operation: one that succeeds, and where there can be one, one that fails. */
const calls: Record<string, Record<string, string[]>> = {
  server: {
    get_protos: [""],
    get: [
      "<key/><gen_info/><components/><stat/><admin/><interfaces/><services_state/><prefs/><shells/><session_setup/><site-isolation-config/><updates/><admin-domain-list/><certificates/>",
      "",
    ],
    set: ["<prefs><stat_ttl>4</stat_ttl><outgoing_antispam>1</outgoing_antispam></prefs>"],
    srv_man: ["<id>smtp</id><operation>stop</operation>", "<id>fax</id><operation>start</operation>"],
    create_session: [
      "<login>ada</login><data><user_ip>MjAzLjAuMTEzLjU=</user_ip><source_server/></data>",
      "<login>x</login>",
    ],
  },
  session: { get: [""], terminate: ["<session-id>none</session-id>"] },
  customer: {
    add: [
      "<gen_info><pname>Eva</pname><login>eva</login><passwd>secret</passwd><fax>1</fax></gen_info>",
      "<gen_info><pname>Eva</pname><login>admin</login><passwd>secret</passwd></gen_info>",
    ],
    get: [`${found()}<dataset><gen_info/><stat/></dataset>`, `${found("<id>2</id>", "<id>99</id>")}<dataset/>`],
    set: [
      `${found("<external-id>ours:1</external-id>")}<values><gen_info><pname>Ada L</pname><status>16</status><guid/></gen_info></values>`,
      `${found("<id>2</id>")}<values><gen_info><status>7</status></gen_info></values>`,
    ],
    del: [found("<login>ada</login>"), found("<guid>none</guid>")],
    "get-domain-list": [found(), found("<id>77</id>")],
  },
  reseller: {
    get: [
      `${found("<all/>")}<dataset><gen-info/><stat/><permissions/><limits/><ippool/><subscriptions/></dataset>`,
      `${found("<login>ada</login>")}<dataset/>`,
    ],
    "get-domain-list": [found()],
  },
  webspace: {
    add: [
      `${add("<name>tre.example</name><owner-login>ada</owner-login><htype>none</htype><ip_address>192.0.2.10</ip_address>")}<hosting><none/></hosting><plan-name>Unlimited</plan-name><mail><mailservice>0</mailservice></mail>`,
      add("<name>uno.example</name>"),
      add("<name>tre.example</name><ip_address>203.0.113.1</ip_address>"),
    ],
    get: [
      `${found()}<dataset><gen_info/><hosting/><hosting-basic/><limits/><stat/><prefs/><disk_usage/><performance/><subscriptions/><permissions/><plan-items/><php-settings/><resource-usage/><mail/><aps-filter/><packages/></dataset>`,
      `${found("<owner-login>ghost</owner-login>")}<dataset/>`,
      `${found("<name>none.example</name>")}<dataset/>`,
    ],
    set: [
      `${found("<id>1</id>")}<values><gen_setup><status>16</status><external-id>ours:2</external-id></gen_setup><mail><none/></mail></values>`,
      `${found("<id>1</id>")}<values><gen_setup><status>3</status></gen_setup></values>`,
    ],
    del: [found("<id>1</id>"), found("<id>2</id>")],
    "sync-subscription": [found("<id>1</id>")],
  },
  site: {
    add: [
      `${add("<name>tre.example</name><htype>none</htype><webspace-id>1</webspace-id>")}<hosting><none/></hosting>`,
      add("<name>tre.example</name><webspace-name>none.example</webspace-name>"),
    ],
    get: [
      `${found()}<dataset><gen_info/><hosting/><stat/><prefs/><disk_usage/><performance/></dataset>`,
      `${found("<parent-site-id>1</parent-site-id>")}<dataset><gen_info/></dataset>`,
    ],
    set: [
      `${found("<id>2</id>")}<values><gen_setup><turn-off-action>suspend</turn-off-action><status>16</status></gen_setup></values>`,
    ],
    del: [found("<id>2</id>"), found("<id>1</id>")],
  },
  subdomain: { get: [found(), found("<name>none.uno.example</name>")] },
  "site-alias": {
    create: [
      `<pref><web>0</web><mail>1</mail></pref>${site1}<name>tre.example</name>`,
      `${site1}<name>uno.example</name>`,
    ],
    get: [found(), found("<site-id>1</site-id>"), found("<id>9</id>")],
    set: [`${found("<id>1</id>")}<settings><status>1</status></settings>`],
    delete: [found("<name>due.example</name>"), found("<id>9</id>")],
    rename: ["<id>1</id><new_name>tre.example</new_name>", "<name>x.example</name><new_name>y.example</new_name>"],
    "get-supported-services": [""],
  },
  ip: { get: [""] },
  "service-plan": { get: [`${found()}<owner-all/>`, found("<name>none</name>")] },
  extension: { get: ["", found("<id>none</id>")] },
  mail: {
    enable: [site1, "<site-id>9</site-id>"],
    disable: [site1],
    get_prefs: [found(site1), found(), found("<site-id>9</site-id>")],
    set_prefs: [
      `${found(site1)}<prefs><nonexistent-user><bounce>Gone</bounce></nonexistent-user></prefs>`,
      `${found("<site-id>9</site-id>")}<prefs><mailservice>1</mailservice></prefs>`,
    ],
    get_info: [
      `${found(site1)}<mailbox/><mailbox-usage/><forwarding/><aliases/><autoresponder/>`,
      found(site1, "<name>none</name>"),
      found("<site-id>2</site-id>"),
    ],
    create: [
      `${found(site1, "<mailname><name>new</name><mailbox><enabled>1</enabled></mailbox><password><value>secret</value><type>plain</type></password></mailname>")}`,
      found(site1, "<mailname><name>info</name></mailname>"),
      found("<site-id>9</site-id>", "<mailname><name>a</name></mailname>"),
    ],
    update: [
      `<add>${found(site1, mailname)}</add>`,
      `<remove>${found(site1, mailname.replace("desk", "office"))}</remove>`,
      `<set>${found(site1, mailname.replace("info", "none"))}</set>`,
    ],
    remove: [found(site1, "<name>info</name>"), found(site1, "<name>none</name>"), found(site1)],
    rename: [
      `${site1}<name>info</name><new-name>desk</new-name>`,
      `${site1}<name>none</name><new-name>desk</new-name>`,
    ],
    "get-available-mail-providers": [""],
  },
  dns: {
    add_rec: [
      `${site1}<type>MX</type><host/><value>mx.example</value><opt>10</opt>`,
      `<site-id>9</site-id><type>A</type><host/><value>192.0.2.1</value>`,
      "<type>A</type><host>new</host><value>192.0.2.1</value>",
    ],
    get_rec: [
      found(site1),
      found("<site-alias-id>1</site-alias-id>"),
      `${found()}<template/>`,
      found("<id>9999</id>"),
      found("<dns-zone-name>uno.example</dns-zone-name>"),
    ],
    del_rec: [found("<id>9</id>"), found("<id>9999</id>"), `${found("<id>1</id>")}<template/>`],
    get: [`${found(site1)}<soa/>`, "", found("<site-id>9</site-id>")],
    set: [`${found(site1)}<soa><minimum>60</minimum><ttl>300</ttl></soa>`],
    switch: [`${found(site1)}<zone_type>slave</zone_type>`],
    enable: [found(site1)],
    disable: [found("<site-alias-id>1</site-alias-id>")],
    "sync-with-template": [found(), found("<used-ip>203.0.113.1</used-ip>")],
    get_acl: [""],
    "get-recursion": [""],
    "get-status-remote-dns": [""],
    "enable-remote-dns": [""],
    "disable-remote-dns": [""],
    get_master_server: [found(site1, "<site-id>9</site-id>")],
  },
  ui: {
    "create-custombutton": [
      "<owner><admin/></owner><properties><place>domain</place><url>https://manager.example/go/1</url><text>Mail</text></properties><url-components><dom_id/></url-components>",
      "<owner><customer-id>9</customer-id></owner><properties><place>client</place><url>https://manager.example/</url><text>Mail</text></properties>",
    ],
    "get-custombutton": [found("<owner><admin/></owner>"), found("<custombutton-id>9</custombutton-id>")],
    "delete-custombutton": [found("<custombutton-id>9</custombutton-id>")],
  },
  event_log: {
    get: ["<options><flush_selected_range>0</flush_selected_range></options>", ""],
    get_events: ["", "<lastId>1</lastId><events><event><type>created</type><class>domain</class></event></events>"],
    "get-last-id": [""],
  },
  secret_key: {
    create: ["<ip_address>192.0.2.1,192.0.2.2</ip_address><description>d</description>", "<login>ghost</login>"],
    get_info: [found(), found("<key>none</key>")],
    delete: [found("<key>none</key>")],
  },
};

describe("every operation answers in its form", () => {
  test("none is left out", () => {
    const listed = (table: Record<string, object>) =>
      Object.entries(table).map(([operator, operations]) => [operator, Object.keys(operations).sort()]);
    expect(listed(calls)).toEqual(listed(operators));
  });

  for (const [operator, operations] of Object.entries(calls)) {
    for (const [operation, requests] of Object.entries(operations)) {
      test(`${operator} ${operation}`, () => {
        for (const request of requests) {
          const body = `<${operator}><${operation}>${request}</${operation}></${operator}>`;
          const answer = ask(household(), body);
          const node = answer.first(operator)?.first(operation);
          expect(answer.first("system")?.text("errtext"), body).toBeUndefined();
          if (!node) throw new Error(`No answer to ${body}`);
          expect(() => check(node, grammar(answerForms[operator]?.[operation] ?? "")), body).not.toThrow();
        }
      });
    }
  }
});
