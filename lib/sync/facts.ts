import crypto, { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { LeftBehind } from "@/db/schema";
import type {
  Address,
  CatchAll,
  ClientId,
  MailPreferences,
  RecordId,
  RemoteAddress,
  RemoteAlias,
  RemoteClient,
  RemoteDomain,
  ZoneOwner,
} from "@/lib/plesk/objects";

/**
 * What is compared, stored and shown. "Seen" objects are what a panel told during this run, with its ids; "facts" are
 * the same without ids: comparable across servers, stored as `accounts.source`, `accounts.central`, `accounts.written`.
 */

export type ZonePart = "zone:domain" | `zone:alias:${number}`;

export const partOf = (owner: ZoneOwner): ZonePart => ("domain" in owner ? "zone:domain" : `zone:alias:${owner.alias}`);

export interface SeenRecord {
  id: RecordId;
  host: string;
  preference: number;
  /** Where the host leads: the server the zone is on, its mail server, or neither. */
  target: "home" | "central" | "elsewhere";
}

export interface SeenZone {
  part: ZonePart;
  owner: ZoneOwner;
  ascii: string;
  /** Seconds. */
  ttl: number;
  /** The panel publishes this zone itself: master, enabled, DNS not remote. */
  served: boolean;
  /** Why not, in words. */
  unserved: string | null;
  mx: SeenRecord[];
  /** Name servers that the zone itself names. */
  ns: string[];
}

export interface SeenDomain extends RemoteDomain {
  mail: MailPreferences;
  aliases: RemoteAlias[];
  addresses: RemoteAddress[];
  /** Empty on the mail server: its own zones are never published. */
  zones: SeenZone[];
}

export interface ClientFacts {
  login: string;
  name: string;
  company: string;
  email: string;
  suspended: boolean;
}

export interface Mx {
  host: string;
  preference: number;
}

export interface DomainFacts {
  name: string;
  ascii: string;
  kind: "main" | "site";
  /** Login of the owning client; null is the administrator. */
  owner: string | null;
  suspended: boolean;
  mailService: boolean;
  catchAll: CatchAll;
  aliases: { name: string; ascii: string; mail: boolean }[];
  addresses: { mailboxes: number; forwards: number; total: number; digest: string };
  zones: { part: ZonePart; name: string; mx: Mx[]; ttl: number; served: boolean }[];
}

/** What we last wrote for a domain, beside the facts: what a later run may rely on. */
export interface WrittenDomain {
  name: string | null;
  mailService: boolean | null;
  catchAll: CatchAll | null;
  /** The client's id on the mail server, null for its administrator; undefined before anything was written. */
  owner: ClientId | null | undefined;
  /** Digest of the addresses that the mail server was last proven to accept. */
  proven: string | null;
  /** We switched local mail off on the assigned server. */
  homeMailOff: boolean;
  /** When our MX was first published, ISO 8601; null before. */
  switchedAt: string | null;
  /** We were about to publish our MX, or a name server was seen to name the mail server, whoever had it do so. */
  named: boolean;
  /** A person has its mail taken at the mail server, wherever its MX leads. */
  taken: boolean;
  /**
   * The longest TTL, in seconds, that a name server was heard to give with its MX: another zone that has taken its place
   * since does not shorten what caches were told.
   */
  longestTtl: number;
  /** When its name servers were last asked, ISO 8601; null before. */
  askedAt: string | null;
  /** Parts whose MX was moved where their DNS is, not on the panel. */
  elsewhere: string[];
  leftBehind: LeftBehind | null;
}

export const nothingWritten: WrittenDomain = {
  name: null,
  mailService: null,
  catchAll: null,
  owner: undefined,
  proven: null,
  homeMailOff: false,
  switchedAt: null,
  named: false,
  taken: false,
  longestTtl: 0,
  askedAt: null,
  elsewhere: [],
  leftBehind: null,
};

/** Snapshot of a domain's mail service before our first change to it. */
export interface MailSnapshot {
  mailService: boolean;
  catchAll: CatchAll;
  addresses: string[];
}

/** Snapshot of one zone's MX before our first change to it. */
export interface ZoneSnapshot {
  zone: string;
  ttl: number;
  mx: RecordedMx[];
}

/** One MX record as it was; its panel's number tells it from the same words that somebody wrote there later. */
export interface RecordedMx extends Mx {
  id: number;
}

export const clientFacts = (client: RemoteClient): ClientFacts => ({
  login: client.login,
  name: client.name,
  company: client.company,
  email: client.email,
  suspended: client.suspended,
});

export function domainFacts(domain: SeenDomain, owner: string | null): DomainFacts {
  return {
    name: domain.name,
    ascii: domain.ascii,
    kind: domain.kind,
    owner,
    suspended: domain.suspended,
    mailService: domain.mail.service,
    catchAll: domain.mail.catchAll,
    aliases: domain.aliases.map(({ name, ascii, mail }) => ({ name, ascii, mail })),
    addresses: addressFacts(domain.addresses),
    zones: domain.zones.map((zone) => ({
      part: zone.part,
      name: zone.ascii,
      mx: zone.mx.map(({ host, preference }) => ({ host, preference })),
      ttl: zone.ttl,
      served: zone.served,
    })),
  };
}

function addressFacts(addresses: readonly RemoteAddress[]): DomainFacts["addresses"] {
  let mailboxes = 0;
  let forwards = 0;
  for (const address of addresses) {
    if (address.mailbox) mailboxes++;
    if (address.forwards) forwards++;
  }
  return { mailboxes, forwards, total: addresses.length, digest: digest(addresses.map(plainAddress)) };
}

/** An address without its password: what is compared and stored. */
export const plainAddress = (address: Address): Address => ({
  name: address.name,
  mailbox: address.mailbox,
  forwards: address.forwards,
  aliases: address.aliases,
  autoresponder: address.autoresponder,
  description: address.description,
});

/** The names at which a domain takes mail, each with its owner: the domain's own first, then those of its aliases with mail. */
export const namesWithMail = ({ id, ascii, aliases }: SeenDomain): { ascii: string; owner: ZoneOwner }[] => [
  { ascii, owner: { domain: id } },
  ...aliases.flatMap((alias) =>
    alias.mail && alias.active ? [{ ascii: alias.ascii, owner: { alias: alias.id } }] : [],
  ),
];

export const mailNames = (domain: SeenDomain): string[] => namesWithMail(domain).map(({ ascii }) => ascii);

/** Every recipient that a domain takes mail for: each address and its aliases, at each of its names. */
export function recipients(domain: SeenDomain): string[] {
  const names = domain.addresses.flatMap((address) => [address.name, ...address.aliases]);
  return mailNames(domain).flatMap((host) => names.map((name) => `${name}@${host}`));
}

/** The zones whose MX matters: the domain's own and those of aliases with mail. */
export function mailZones(domain: SeenDomain): SeenZone[] {
  const parts = new Set(namesWithMail(domain).map(({ owner }) => partOf(owner)));
  return domain.zones.filter((zone) => parts.has(zone.part));
}

/** What a proof of acceptance is about: exactly these recipients. Null when there is no domain. */
export function provenDigest(domain: SeenDomain | null): string | null {
  if (!domain) return null;
  const [own, ...aliases] = mailNames(domain);
  return digest([own, domain.addresses.map((address) => [address.name, address.aliases]), aliases]);
}

export function digest(value: unknown): string {
  const text = JSON.stringify(value);
  // In one step it takes a third of the time; Node has that since 20.12.
  if ("hash" in crypto) return crypto.hash("sha1", text, "base64url");
  return createHash("sha1").update(text).digest("base64url");
}

/** Equal in content: what comes back from the database has its keys in another order. */
export const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(a, b);

export function sameMx(a: readonly Mx[], b: readonly Mx[]): boolean {
  const text = (list: readonly Mx[]) =>
    list
      .map((mx) => `${mx.preference} ${mx.host}`)
      .sort()
      .join("\n");
  return text(a) === text(b);
}

export const showMx = (mx: Mx): string => `MX ${mx.preference} ${mx.host}`;

export function showCatchAll(value: CatchAll): string {
  if (value.kind === "forward") return `forward to ${value.address}`;
  return value.kind === "bounce" ? "bounce with a text" : "refuse";
}
