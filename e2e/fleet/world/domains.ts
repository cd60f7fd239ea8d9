import type { Account, Bits, Domain, MailPreferences, PleskServer } from "../model";
import { deleteAlias } from "./aliases";
import { type By, by, dateOf, newGuid } from "./by";
import { logEvent } from "./log";
import { moveMail, removeAllMail } from "./mail-store";
import { bothNames, checkNameFree } from "./names";
import { PleskRefusal } from "./refusal";
import { shelf } from "./shelves";
import { createZone, deleteZone, renameZone } from "./zones";

interface DomainInput {
  name: string;
  hosting?: Domain["hosting"];
  status?: Bits;
  description?: string;
  guid?: string;
  mail?: Partial<MailPreferences>;
}

export interface WebspaceInput extends DomainInput {
  ownerId?: number;
  ipAddress?: string;
  externalId?: string;
}

export interface SiteInput extends DomainInput {
  webspaceId: number;
  /** Makes it a subdomain of that site. */
  parentId?: number;
}

export function createWebspace(server: PleskServer, input: WebspaceInput, who: By = by()): Domain {
  const owner = shelf(server).accounts.one("id", input.ownerId ?? 1);
  if (!owner) throw new PleskRefusal(1015, "Owner does not exist");
  const ipAddress = input.ipAddress ?? server.ipAddress;
  if (ipAddress !== server.ipAddress) throw new PleskRefusal(1018, `IP address ${ipAddress} does not exist.`);
  return create(server, input, who, (id) => ({
    kind: "webspace",
    webspaceId: id,
    ownerId: owner.id,
    ipAddress,
    externalId: input.externalId ?? "",
    status: (input.status ?? 0) | (owner.status === 0 ? 0 : Number(server.assumptions.suspendedBit)),
  }));
}

export function createSite(server: PleskServer, input: SiteInput, who: By = by()): Domain {
  const webspace = shelf(server).domains.one("id", input.webspaceId);
  if (webspace?.kind !== "webspace") throw new PleskRefusal(1013, "Webspace does not exist");
  const parent = input.parentId === undefined ? undefined : shelf(server).domains.one("id", input.parentId);
  if (input.parentId !== undefined && parent?.webspaceId !== webspace.id) {
    throw new PleskRefusal(1013, "Parent site does not exist");
  }
  return create(server, input, who, () => ({
    kind: "site",
    webspaceId: webspace.id,
    ...(parent ? { parentId: parent.id } : {}),
    ownerId: webspace.ownerId,
    ipAddress: webspace.ipAddress,
    externalId: "",
    status: (input.status ?? 0) | (webspace.status === 0 ? 0 : PARENT_SUSPENDED),
  }));
}

/** Status bit of what is suspended because what it belongs to is. */
const PARENT_SUSPENDED = 2;

type Place = Pick<Domain, "kind" | "webspaceId" | "parentId" | "ownerId" | "ipAddress" | "externalId" | "status">;

function create(server: PleskServer, input: DomainInput, who: By, place: (id: number) => Place): Domain {
  const names = bothNames(input.name);
  checkNameFree(server, names);
  if (server.limits.domains >= 0 && server.domains.length >= server.limits.domains) {
    throw new PleskRefusal(Number(server.assumptions.licenceFull), "The limit on the number of domains is reached.");
  }
  const id = server.next.domain++;
  const domain = shelf(server).domains.insert({
    id,
    guid: input.guid ?? newGuid(who.bytes),
    ...place(id),
    ...names,
    hosting: input.hosting ?? "none",
    description: input.description ?? "",
    createdAt: dateOf(who.now),
    mail: {
      service: "on",
      nonexistentUser: { kind: "reject" },
      webmail: "roundcube",
      dkim: false,
      greylisting: false,
      ...input.mail,
    },
  });
  createZone(server, { domainId: id }, names.asciiName);
  logEvent(server, { type: "created", class: classOf(domain), objectId: id }, who);
  return domain;
}

export interface DomainPatch {
  name?: string;
  status?: Bits;
  ownerId?: number;
  ipAddress?: string;
  externalId?: string;
  description?: string;
  guid?: string;
  hosting?: Domain["hosting"];
  turnOffAction?: "disable" | "suspend";
}

export function setDomain(server: PleskServer, domain: Domain, patch: DomainPatch, who: By = by()): void {
  const { name, status, ...rest } = patch;
  const { accounts, domains } = shelf(server);
  const owner = rest.ownerId === undefined ? undefined : accounts.one("id", rest.ownerId);
  if (rest.ownerId !== undefined && !owner) throw new PleskRefusal(1015, "Owner does not exist");
  if (rest.ipAddress !== undefined && rest.ipAddress !== server.ipAddress) {
    throw new PleskRefusal(1018, `IP address ${rest.ipAddress} does not exist.`);
  }
  if (name !== undefined) renameDomain(server, domain, name, who);
  domains.change(domain, () => Object.assign(domain, rest));
  if (owner) {
    for (const site of domains.all("webspace", domain.id)) site.ownerId = owner.id;
    setParentSuspended(server, domain, owner.status !== 0);
  }
  if (rest.guid !== undefined)
    logEvent(server, { type: "guid_changed", class: classOf(domain), objectId: domain.id }, who);
  if (status !== undefined && status !== domain.status) {
    domain.status = status;
    spreadStatus(server, domain);
    logEvent(
      server,
      { type: "status_changed", class: domain.kind === "webspace" ? "domain_status" : "site", objectId: domain.id },
      who,
    );
  }
  logEvent(server, { type: "updated", class: classOf(domain), objectId: domain.id }, who);
}

/** The mail moves with the name; the zone is renamed or built anew, as the server's assumptions say. */
export function renameDomain(server: PleskServer, domain: Domain, written: string, who: By = by()): void {
  const names = bothNames(written);
  if (names.asciiName === domain.asciiName) return;
  checkNameFree(server, names);
  const before = domain.asciiName;
  shelf(server).domains.change(domain, () => Object.assign(domain, names));
  renameZone(server, { domainId: domain.id }, names.asciiName);
  moveMail(server, (local, host) => (host === before ? `${local}@${names.asciiName}` : undefined));
  logEvent(server, { type: "updated", class: classOf(domain), objectId: domain.id }, who);
}

/** Deletes the domain with everything in it; for a webspace also its sites. */
export function deleteDomain(server: PleskServer, domain: Domain, who: By = by()): void {
  const { domains, aliases } = shelf(server);
  // A subdomain goes with its parent as well as with its webspace.
  if (domains.one("id", domain.id) !== domain) return;
  if (domain.kind === "webspace")
    for (const site of domains.all("webspace", domain.id)) deleteDomain(server, site, who);
  for (const child of domains.all("parent", domain.id)) deleteDomain(server, child, who);
  for (const alias of aliases.all("domain", domain.id)) deleteAlias(server, alias, who);
  removeAllMail(server, domain);
  deleteZone(server, { domainId: domain.id });
  domains.remove(domain);
  logEvent(server, { type: "deleted", class: classOf(domain), objectId: domain.id }, who);
}

/** What a suspended or reactivated owner does to a webspace. */
export function setParentSuspended(server: PleskServer, webspace: Domain, suspended: boolean): void {
  const bit = Number(server.assumptions.suspendedBit);
  webspace.status = suspended ? webspace.status | bit : webspace.status & ~bit;
  spreadStatus(server, webspace);
}

function spreadStatus(server: PleskServer, webspace: Domain): void {
  if (webspace.kind !== "webspace") return;
  for (const site of shelf(server).domains.all("webspace", webspace.id)) {
    site.status = webspace.status === 0 ? site.status & ~PARENT_SUSPENDED : site.status | PARENT_SUSPENDED;
  }
}

export function ownerOf(server: PleskServer, domain: Domain): Account | undefined {
  return shelf(server).accounts.one("id", domain.ownerId);
}

function classOf(domain: Domain): string {
  return domain.kind === "webspace" ? "domain" : "site";
}
