import type { Domain, PleskServer } from "../../model";
import { PleskRefusal } from "../../world/refusal";
import { shelf } from "../../world/shelves";

/** The domain that a `site-id` of the mail operator names. */
export function mailSite(server: PleskServer, siteId: string | undefined): Domain {
  const domain = shelf(server).domains.one("id", Number(siteId));
  if (!domain) throw new PleskRefusal(Number(server.assumptions.unknownSite), "Site does not exist");
  if (domain.parentId !== undefined && server.assumptions.subdomainMail === "1017") {
    throw new PleskRefusal(1017, `Mail is not supported for the subdomain ${domain.name}.`);
  }
  return domain;
}
