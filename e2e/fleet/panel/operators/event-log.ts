import { type Operator, ok, operation } from "../operation";
import { leaf, wrap } from "../xml";

const types =
  `created|updated|deleted|status_changed|started|stopped|installed|uninstalled|siteapp_added|siteapp_removed|
  expired|terminated|exceeded|guid_changed`.replace(/\s/g, "");

const classes = `
  license|service|ip_address|admin_info|siteapp|client|client_limits|client_status|client_prefs|client_perms|
  client_ip_pool|reseller|reseller_limits|reseller_status|reseller_prefs|reseller_perms|reseller_ip_pool|domain|
  domain_limits|domain_user|domain_status|phosting|fhosting|subdomain|mailname|webuser|maillist|dns_zone|
  mailname_antivirus|mailname_spamfilter|mailname_mailgroup|mailname_autoresponder|mailname_attachment|
  session_preferences|db_server|domain_alias|remote_dns|dashboard_preset|dashboard_preset_type|
  dashboard_preset_name|domain_limit_size|client_limit_size|client_limit_traffic|reseller_limit_size|
  reseller_limit_traffic|domain_limit_traffic|plesk_component|db|db_user|template_client|template_domain|
  template_admin|template_reseller|health_parameter|site|site_alias|site_subdomain|site_dns_zone|
  site_alias_dns_zone|update`.replace(/\s/g, "");

export const eventLog: Operator = {
  get: operation("change", "options?(flush_selected_range:boolean?)", ({ server, node }) => {
    const events = server.log.map((event) =>
      wrap(
        "event",
        leaf("type", event.type),
        leaf("time", event.time),
        leaf("class", event.class),
        leaf("id", event.objectId),
      ),
    );
    // Plesk forgets what it returns here unless it is told not to.
    if (node.first("options")?.flag("flush_selected_range") ?? true) server.log = [];
    return ok(...events);
  }),

  get_events: operation(
    "read",
    `lastId:positiveInteger? events?(event+(type:[${types}] class:[${classes}]))`,
    ({ server, node }) => {
      const last = node.number("lastId") ?? 0;
      const from = server.assumptions.lastId === "inclusive" ? last : last + 1;
      const wanted = node
        .first("events")
        ?.all("event")
        .map((event) => `${event.text("type")} ${event.text("class")}`);
      return ok(
        ...server.log
          .filter(({ id, type, class: kind }) => id >= from && (wanted?.includes(`${type} ${kind}`) ?? true))
          .map((event) =>
            wrap(
              "event",
              leaf("id", event.id),
              leaf("type", event.type),
              leaf("time", event.time),
              leaf("class", event.class),
              leaf("obj_id", event.objectId),
              leaf("user", event.user),
              leaf("host", event.host),
            ),
          ),
      );
    },
  ),

  "get-last-id": operation("read", "", ({ server }) =>
    ok(server.next.event > 1 ? leaf("id", server.next.event - 1) : ""),
  ),
};
