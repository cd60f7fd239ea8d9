import type { DomainAlias, PleskServer } from "../model";
import { type By, by, newGuid } from "./by";
import { logEvent } from "./log";
import { bothNames, checkNameFree } from "./names";
import { PleskRefusal } from "./refusal";
import { shelf } from "./shelves";
import { createZone, deleteZone, likeDomains, renameZone } from "./zones";

export interface AliasInput {
  domainId: number;
  name: string;
  status?: number;
  web?: boolean;
  mail?: boolean;
  seoRedirect?: boolean;
  manageDns?: boolean;
  guid?: string;
}

export function createAlias(server: PleskServer, input: AliasInput, who: By = by()): DomainAlias {
  if (!shelf(server).domains.one("id", input.domainId)) throw new PleskRefusal(1013, "Site does not exist");
  const names = bothNames(input.name);
  checkNameFree(server, names);
  const alias = shelf(server).aliases.insert({
    id: server.next.alias++,
    guid: input.guid ?? newGuid(who.bytes),
    domainId: input.domainId,
    ...names,
    status: input.status ?? 0,
    web: input.web ?? true,
    mail: input.mail ?? true,
    seoRedirect: input.seoRedirect ?? false,
    manageDns: input.manageDns ?? true,
  });
  const zone = createZone(server, { aliasId: alias.id }, names.asciiName);
  if (server.assumptions.aliasZones === "follow" && alias.manageDns) likeDomains(server, zone, input.domainId);
  logEvent(server, { type: "created", class: "site_alias", objectId: alias.id }, who);
  return alias;
}

export type AliasPatch = Partial<Pick<DomainAlias, "status" | "web" | "mail" | "seoRedirect" | "manageDns">>;

export function setAlias(server: PleskServer, alias: DomainAlias, patch: AliasPatch, who: By = by()): void {
  Object.assign(alias, patch);
  logEvent(server, { type: "updated", class: "site_alias", objectId: alias.id }, who);
}

export function renameAlias(server: PleskServer, alias: DomainAlias, written: string, who: By = by()): void {
  const names = bothNames(written);
  if (names.asciiName === alias.asciiName) return;
  checkNameFree(server, names);
  shelf(server).aliases.change(alias, () => Object.assign(alias, names));
  renameZone(server, { aliasId: alias.id }, names.asciiName);
  logEvent(server, { type: "updated", class: "site_alias", objectId: alias.id }, who);
}

export function deleteAlias(server: PleskServer, alias: DomainAlias, who: By = by()): void {
  deleteZone(server, { aliasId: alias.id });
  shelf(server).aliases.remove(alias);
  logEvent(server, { type: "deleted", class: "site_alias", objectId: alias.id }, who);
}
