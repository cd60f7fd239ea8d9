import { setMailPreferences, setMailService } from "../../world/mail-service";
import { attempt, type Call, type Operator, ok, operation } from "../operation";
import { leaf, wrap } from "../xml";
import { mailNameOperations } from "./mail-names";
import { mailPreferences, preferencesOf, readPreferences } from "./mail-preferences";
import { mailSite } from "./mail-site";

export const mail: Operator = {
  enable: operation("change", "site-id:positiveInteger", (call) => switched(call, true)),
  disable: operation("change", "site-id:positiveInteger", (call) => switched(call, false)),

  get_prefs: operation("read", "filter(site-id:positiveInteger*)", (call) =>
    eachSite(call, (siteId) =>
      attempt(() => ok(leaf("site-id", siteId), wrap("prefs", preferencesOf(mailSite(call.server, siteId))))),
    ),
  ),
  set_prefs: operation("change", `filter(site-id:positiveInteger*) prefs(${mailPreferences})`, (call) => {
    const wanted = call.node.first("prefs");
    return eachSite(call, (siteId) =>
      attempt(
        () => {
          const domain = mailSite(call.server, siteId);
          if (wanted) setMailPreferences(call.server, domain, readPreferences(wanted), call.who);
          return ok(leaf("site-id", siteId));
        },
        leaf("site-id", siteId),
      ),
    );
  }),

  "get-available-mail-providers": operation("read", "", () => ok(wrap("mail-provider", "<local/>"))),
  ...mailNameOperations,
};

function switched({ server, node, who }: Call, on: boolean): string {
  setMailService(server, mailSite(server, node.text("site-id")), on, who);
  return ok();
}

/** A result for each site that the filter names, or for every domain when it names none. */
function eachSite({ server, node }: Call, result: (siteId: string) => string): string {
  const named = node.first("filter")?.texts("site-id") ?? [];
  const sites = named.length > 0 || server.faults.emptyLists ? named : server.domains.map(({ id }) => String(id));
  return sites.map(result).join("") || ok();
}
