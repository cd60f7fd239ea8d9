import { domainToASCII, domainToUnicode } from "node:url";
import type { PleskServer } from "../model";
import { PleskRefusal } from "./refusal";
import { shelf } from "./shelves";

const label = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
const hostName = new RegExp(`^(?=.{1,253}$)(${label}\\.)+${label}$`);

/** Both spellings of a domain name: as people read it, and as DNS knows it. Refused when it is not a domain name. */
export function bothNames(written: string): { name: string; asciiName: string } {
  const asciiName = domainToASCII(written.trim().toLowerCase().replace(/\.$/, ""));
  if (!hostName.test(asciiName)) throw new PleskRefusal(1019, `Domain name ${written} is not valid.`);
  return { name: domainToUnicode(asciiName), asciiName };
}

/**
 * A name is free when no webspace, site or alias has it and no zone of the server holds a record for it. Only a parent's
 * zone can hold one, so only those are looked through.
 */
export function checkNameFree(server: PleskServer, { name, asciiName }: { name: string; asciiName: string }): void {
  const { domains, aliases, zones } = shelf(server);
  if (domains.one("asciiName", asciiName) || aliases.one("asciiName", asciiName)) {
    throw new PleskRefusal(1007, `Domain ${name} already exists.`);
  }
  const labels = asciiName.split(".");
  for (let up = 1; up < labels.length; up += 1) {
    const zone = zones.one("name", labels.slice(up).join("."));
    if (!zone?.records.some(({ host }) => host === `${asciiName}.`)) continue;
    throw new PleskRefusal(
      1007,
      `Unable to create the domain ${name} because a DNS record pointing to the host ${name} already exists.`,
    );
  }
}
