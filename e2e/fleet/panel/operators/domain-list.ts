import type { Account, PleskServer } from "../../model";
import { shelf } from "../../world/shelves";
import { leaf, wrap } from "../xml";

/** Every name of an account: webspaces, their sites and subdomains, and the aliases of all of them. */
export function domainList(server: PleskServer, owner: Account): string {
  const { domains, aliases } = shelf(server);
  const own = domains.all("owner", owner.id).flatMap((webspace) => [webspace, ...domains.all("webspace", webspace.id)]);
  return own
    .flatMap((domain) => [
      wrap(
        "domain",
        leaf("id", domain.id),
        leaf("name", domain.name),
        leaf("ascii-name", domain.asciiName),
        leaf("type", domain.parentId === undefined ? "domain" : "subdomain"),
        leaf("main", domain.kind === "webspace"),
        leaf("guid", domain.guid),
        leaf("external-id", domain.externalId),
        domain.parentId === undefined ? "" : leaf("parent-id", domain.parentId),
      ),
      ...aliases
        .all("domain", domain.id)
        .map((alias) =>
          wrap(
            "domain",
            leaf("id", alias.id),
            leaf("name", alias.name),
            leaf("ascii-name", alias.asciiName),
            leaf("type", "alias"),
            leaf("main", false),
            leaf("guid", alias.guid),
            leaf("external-id", ""),
            leaf("domain-id", domain.id),
          ),
        ),
    ])
    .join("");
}
