import { domainToASCII, domainToUnicode } from "node:url";
import { isMainDomain, isSuspended } from "./assumptions";
import {
  allDone,
  type Call,
  change,
  everything,
  filters,
  found,
  guidIn,
  idIn,
  list,
  made,
  only,
  operation,
  read,
} from "./call";
import { child, type Element, filled, perhaps, perhapsText, whole } from "./element";
import type { ClientId, DomainId, RemoteDomain } from "./objects";
import { el, optional, type XmlNode } from "./xml";

const general = el("dataset", [el("gen_info")]);
const getWebspaces = (filter: XmlNode) => operation("webspace", "get", [filter, general]);
const getSites = (filter: XmlNode) => operation("site", "get", [filter, general]);

/** All subscriptions' main domains. */
export const domains = (): Call<RemoteDomain[], "read"> => read([getWebspaces(everything)], list(decodeMain));

/** All additional sites and subdomains. */
export const sites = (): Call<RemoteDomain[], "read"> => read([getSites(everything)], list(decodeSite));

/** Main domains and sites by id, whichever they are; absent when there is none. No ids: not sent. */
export const domainsById = (ids: readonly DomainId[]): Call<Map<DomainId, RemoteDomain>, "read"> => {
  const wanted = filters("id", ids);
  return read(
    [...wanted.map(getWebspaces), ...wanted.map(getSites)],
    found(ids, { asked: (id) => id, answer: ({ id }) => id }, decodeEither, 2),
  );
};

/** Main domains that we may have made, by their external id; absent when there is none. No ids: not sent. */
export const mainDomainsByExternalId = (ids: readonly string[]): Call<Map<string, RemoteDomain>, "read"> =>
  read(
    filters("external-id", ids).map(getWebspaces),
    found(ids, { asked: String, answer: ({ externalId }) => externalId }, decodeMain),
  );

/** Main domains by name, Unicode or punycode, in any case; absent when there is none. No names: not sent. */
export const mainDomainsByName = (names: readonly string[]): Call<Map<string, RemoteDomain>, "read"> =>
  read(
    filters("name", names.map(filterName)).map(getWebspaces),
    found(names, { asked: asciiName, answer: ({ ascii }) => ascii }, decodeMain),
  );

/** Additional sites by name, as `mainDomainsByName`; a main domain of that name is absent here. */
export const sitesByName = (names: readonly string[]): Call<Map<string, RemoteDomain>, "read"> =>
  read(
    filters("name", names.map(filterName)).map(getSites),
    found(names, { asked: asciiName, answer: ({ ascii }) => ascii }, decodeSite),
  );

/** A domain name as it is compared: punycode, lower case. A name that is no domain name stays as it is. */
export const asciiName = (name: string): string => domainToASCII(name) || name.toLowerCase();

/** As filters want it: their text is Unicode, and whether they know punycode is not documented. */
const filterName = (name: string): string => domainToUnicode(asciiName(name)) || name.toLowerCase();

const infoOf = (result: Element): Element => child(child(result, "data"), "gen_info");

const decodeEither = (result: Element): RemoteDomain | undefined =>
  perhaps(infoOf(result), "webspace-id") ? decodeSite(result) : decodeMain(result);

// Each field is written out below: spreading a shared part costs as much as reading the whole answer.
function decodeMain(result: Element): RemoteDomain {
  const info = infoOf(result);
  const id = idIn<"domain">(result, "id");
  return {
    id,
    guid: guidIn(info),
    kind: "main",
    name: lowerIn(info, "name"),
    ascii: lowerIn(info, "ascii-name"),
    suspended: isSuspended(whole(info, "status")),
    subscription: id,
    owner: ownerIn(info),
    externalId: perhapsText(info, "external-id") ?? "",
  };
}

function decodeSite(result: Element): RemoteDomain | undefined {
  const info = infoOf(result);
  const id = idIn<"domain">(result, "id");
  const subscription = idIn<"domain">(info, "webspace-id");
  if (isMainDomain(id, subscription)) return undefined;
  return {
    id,
    guid: guidIn(info),
    kind: "site",
    name: lowerIn(info, "name"),
    ascii: lowerIn(info, "ascii-name"),
    suspended: isSuspended(whole(info, "status")),
    subscription,
    owner: null,
    externalId: "",
  };
}

const lowerIn = (info: Element, name: string): string => filled(info, name).toLowerCase();

/** The administrator's own domains name account 1 as their owner, or none. */
function ownerIn(info: Element): ClientId | null {
  const owner = perhaps(info, "owner-id") && idIn<"client">(info, "owner-id");
  return owner === undefined || owner === ADMINISTRATOR ? null : owner;
}

const ADMINISTRATOR = 1;

export interface NewMainDomain {
  name: string;
  /** Null leaves it to the administrator. */
  owner: ClientId | null;
  /** One of the server's own, as `insideIpAddresses` tells them. */
  ipAddress: string;
  externalId: string;
  description: string;
  /** The mail service from the start; left out, the panel decides. */
  mail?: boolean;
}

/** Makes a subscription without web hosting: what a mail server needs. `exists` when any zone there has the name. */
export const createMainDomain = (domain: NewMainDomain): Call<{ id: DomainId; guid: string }, "change"> =>
  change(
    [
      operation("webspace", "add", [
        el("gen_setup", [
          el("name", domain.name),
          optional("owner-id", domain.owner ?? undefined),
          el("htype", "none"),
          el("ip_address", domain.ipAddress),
          el("status", 0),
          el("external-id", domain.externalId),
          el("description", domain.description),
        ]),
        noHosting,
        mailService(domain.mail),
      ]),
    ],
    made<"domain">(),
  );

/** Makes an additional site in a subscription, without web hosting. */
export const createSite = (site: {
  name: string;
  subscription: DomainId;
  mail?: boolean;
}): Call<{ id: DomainId; guid: string }, "change"> =>
  change(
    [
      operation("site", "add", [
        el("gen_setup", [el("name", site.name), el("htype", "none"), el("webspace-id", site.subscription)]),
        noHosting,
        mailService(site.mail),
      ]),
    ],
    made<"domain">(),
  );

const noHosting = el("hosting", [el("none")]);
const mailService = (on: boolean | undefined) => (on === undefined ? undefined : el("mail", [el("mailservice", on)]));

/** Renames a subscription's main domain. Its addresses move with it. */
export const renameMainDomain = (id: DomainId, name: string): Call<void, "change"> => rename("webspace", id, name);

/** Renames an additional site. Its addresses move with it. */
export const renameSite = (id: DomainId, name: string): Call<void, "change"> => rename("site", id, name);

const rename = (operator: string, id: DomainId, name: string) => setGeneral(operator, id, el("name", name));

/**
 * Gives a subscription, with all of its sites, to another owner; null is the administrator. `missing` when there is no
 * such domain or owner. A site has no owner of its own.
 * Source: "Node gen_setup, type setGenSetupType" in Plesk's XML API reference: `owner-id` of administrator, reseller or
 * customer. That the administrator's is 1 is assumed (docs/assumptions.md, `giveToAdministrator`).
 */
export const setOwner = (id: DomainId, owner: ClientId | null): Call<void, "change"> =>
  setGeneral("webspace", id, el("owner-id", owner ?? ADMINISTRATOR));

function setGeneral(operator: string, id: DomainId, value: XmlNode): Call<void, "change"> {
  const operations = [operation(operator, "set", [only("id", id), el("values", [el("gen_setup", [value])])])];
  return change(operations, allDone(operations));
}
