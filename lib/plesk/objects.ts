/**
 * What a Plesk panel holds, in our words. Wire words (webspace, gen_setup, errcode …) stay inside this folder's other
 * files; nothing outside sees them. Names are lower case, domain names carry their punycode form beside the one people
 * read, ids are the panel's own decimal numbers.
 */

declare const kind: unique symbol;
/** An id that names exactly one object on one panel. Made by `objectId` only, so an empty or wide selector has no form. */
export type Id<K extends string> = number & { readonly [kind]: K };
export type ClientId = Id<"client">;
/** Id of a webspace's main domain or of an additional site: one id space. */
export type DomainId = Id<"domain">;
export type AliasId = Id<"alias">;
export type RecordId = Id<"record">;
export type ButtonId = Id<"button">;

/** Accepts a positive whole number below 2^31 and brands it; anything else throws a RangeError. */
export function objectId<K extends string>(value: number | string): Id<K> {
  const number = typeof value === "string" && /^\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 1 || number > 2_147_483_647)
    throw new RangeError(`${JSON.stringify(value)} is not an object id`);
  return number as Id<K>;
}

export type ServiceState = "running" | "stopped" | "absent";

/** Who a panel is and what room it has. */
export interface Identity {
  guid: string;
  /** The panel's own host name. */
  name: string;
  version: string;
  os: string;
  /** Licence limits; null is unlimited. */
  limits: { domains: number | null; clients: number | null };
  /** What the panel itself counts: used to check that a list is complete. */
  counts: { clients: number; domains: number };
  services: { smtp: ServiceState; mailbox: ServiceState; dns: ServiceState };
  /** Bytes of the fullest device that is reported. */
  disk: { used: number; total: number } | null;
}

export interface RemoteClient {
  id: ClientId;
  guid: string;
  kind: "customer" | "reseller";
  login: string;
  name: string;
  company: string;
  email: string;
  suspended: boolean;
  /** Link of ours on objects that we made; empty otherwise. Resellers have none. */
  externalId: string;
}

export interface RemoteDomain {
  id: DomainId;
  guid: string;
  /** main: a subscription's main domain; site: an additional domain or a subdomain inside one. */
  kind: "main" | "site";
  name: string;
  ascii: string;
  suspended: boolean;
  /** Id of the subscription's main domain (its own id for `main`). */
  subscription: DomainId;
  /** Owner of a main domain; null is the administrator. Always null for a site: ask its subscription. */
  owner: ClientId | null;
  /** Empty for a site. */
  externalId: string;
}

export interface RemoteAlias {
  id: AliasId;
  domain: DomainId;
  name: string;
  ascii: string;
  mail: boolean;
  dns: boolean;
  active: boolean;
}

/** What happens to mail for an address that does not exist. */
export type CatchAll = { kind: "reject" } | { kind: "bounce"; text: string } | { kind: "forward"; address: string };

export interface MailPreferences {
  service: boolean;
  catchAll: CatchAll;
  /** Webmail product or "none". */
  webmail: string;
  dkim: boolean;
  greylisting: boolean;
}

export interface Autoresponder {
  enabled: boolean;
  subject: string;
  contentType: string;
  charset: string;
  text: string;
  forward: string;
  endDate: string;
}

/** A mailbox, forward, mail alias holder or autoresponder. Lists are sorted, names lower case. */
export interface Address {
  name: string;
  /** null: no mailbox, forward only. Quota in bytes, -1 unlimited. */
  mailbox: { quota: number } | null;
  /** null: forwarding off. */
  forwards: string[] | null;
  aliases: string[];
  autoresponder: Autoresponder | null;
  description: string;
}

export type MailboxSecret = string;

/** An address as a panel told it, with its password where the panel shows one (it normally does not). */
export type RemoteAddress = Address & { password: MailboxSecret | null };

/** One DNS zone belongs to a domain or to a domain alias. */
export type ZoneOwner = { domain: DomainId } | { alias: AliasId };

export interface RemoteZone {
  owner: ZoneOwner;
  /** Seconds. */
  ttl: number;
  kind: "master" | "slave";
  enabled: boolean;
}

export interface RemoteRecord {
  id: RecordId;
  owner: ZoneOwner;
  type: string;
  /** Absolute, lower case, without trailing dot. */
  host: string;
  /** MX, NS, CNAME: absolute, lower case, without trailing dot. Other types as the panel writes them. */
  value: string;
  /** MX: the preference. */
  option: string;
}

export interface RemoteButton {
  id: ButtonId;
  place: string;
  url: string;
  text: string;
}

export interface PanelEvent {
  id: number;
  type: string;
  class: string;
  objectId: string;
  /** Milliseconds since 1970. */
  at: number;
  by: string;
}
