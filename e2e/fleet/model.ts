/**
 * One simulated Plesk server as plain data. Every face (XML API, DNS, SMTP, IMAP, POP3, control) reads and changes
 * this one object, so what one face is told, all others know. It is serialisable: what is written to the state folder
 * is this object, as JSON.
 */

export type Bits = number;

export interface Account {
  id: number;
  guid: string;
  kind: "administrator" | "reseller" | "customer";
  login: string;
  password: string;
  contactName: string;
  company: string;
  email: string;
  phone: string;
  /** Status bits as Plesk sums them: 0 active, 16 disabled by the administrator, 32 by a reseller, 64 by the customer. */
  status: Bits;
  /** Id of the owning account; 1 is the administrator. */
  ownerId: number;
  externalId: string;
  description: string;
  createdAt: string;
  /** fax, address, city, state, pcode, country, locale, as far as they were given. */
  contact?: Record<string, string>;
}

/** A webspace's main domain or an additional site: one id space, as in Plesk. */
export interface Domain {
  id: number;
  guid: string;
  kind: "webspace" | "site";
  /** For a webspace its own id. */
  webspaceId: number;
  /** A subdomain's parent site. */
  parentId?: number;
  ownerId: number;
  name: string;
  asciiName: string;
  status: Bits;
  hosting: "none" | "vrt_hst" | "std_fwd" | "frm_fwd";
  ipAddress: string;
  externalId: string;
  description: string;
  createdAt: string;
  turnOffAction?: "disable" | "suspend";
  mail: MailPreferences;
}

export interface MailPreferences {
  /** `unset` is Plesk's "not configured": no mail service, and what was stored is gone. */
  service: "on" | "off" | "unset";
  nonexistentUser: { kind: "reject" } | { kind: "bounce"; text: string } | { kind: "forward"; address: string };
  webmail: string;
  dkim: boolean;
  greylisting: boolean;
}

export interface DomainAlias {
  id: number;
  guid: string;
  domainId: number;
  name: string;
  asciiName: string;
  status: Bits;
  web: boolean;
  mail: boolean;
  seoRedirect: boolean;
  manageDns: boolean;
}

export interface MailName {
  id: number;
  domainId: number;
  name: string;
  cpAccess: boolean;
  mailbox: { enabled: boolean; quota: number };
  forwarding: { enabled: boolean; addresses: string[] };
  aliases: string[];
  autoresponder: {
    enabled: boolean;
    subject: string;
    contentType: string;
    charset: string;
    text: string;
    forward: string;
    endDate: string;
  };
  password: string;
  antivirus: "off" | "inout" | "in" | "out";
  /** Messages an hour; -1 is unlimited. */
  outgoingLimit?: number;
  description: string;
}

export interface Zone {
  /** Exactly one of the two is set. */
  domainId?: number;
  aliasId?: number;
  asciiName: string;
  type: "master" | "slave";
  enabled: boolean;
  soa: { ttl: number; refresh: number; retry: number; expire: number; minimum: number };
  records: DnsRecord[];
  /** A person or a remote call changed its records: a template sync leaves it alone. */
  userModified?: boolean;
}

export interface DnsRecord {
  id: number;
  type: string;
  /** Absolute, lower case, punycode, with trailing dot. */
  host: string;
  /** Absolute with trailing dot for MX, NS and CNAME. */
  value: string;
  opt: string;
  /** The value as the caller wrote it, where that differs. */
  sent?: string;
}

export interface Button {
  id: number;
  owner: { kind: "admin" } | { kind: "customer" | "reseller"; id: number };
  sortKey: number;
  conhelp: string;
  public: boolean;
  internal: boolean;
  noframe: boolean;
  place: string;
  url: string;
  text: string;
  components: string[];
  file?: string;
}

export interface SecretKey {
  key: string;
  ipAddresses: string[];
  description: string;
  login: string;
}

export interface Session {
  token: string;
  login: string;
  userIp: string;
  startingUrl: string;
  createdAt: number;
  usedAt?: number;
}

export interface LogEvent {
  id: number;
  type: string;
  class: string;
  objectId: string;
  user: string;
  host: string;
  /** Unix seconds. */
  time: number;
}

export interface StoredMessage {
  recipient: string;
  from: string;
  body: string;
  receivedAt: number;
}

export interface PleskServer {
  /** Short name used on the command line: web1, mail1. */
  key: string;
  /** Full host name: web1.provider.example. */
  name: string;
  guid: string;
  /** The server's public address inside the simulation (documentation ranges), target of its A and MX records. */
  ipAddress: string;
  plesk: { version: string; build: string; os: string; osVersion: string; protocols: string[] };
  limits: { domains: number; clients: number };
  accounts: Account[];
  domains: Domain[];
  aliases: DomainAlias[];
  mailNames: MailName[];
  zones: Zone[];
  /** Records of a new zone, with `<domain>`, `<ip>` and `<hostname>` in host and value. */
  template: DnsRecord[];
  recursion: string;
  /** Hosts allowed to transfer zones. */
  transferHosts: string[];
  /** Members of the panel's `prefs` block that were set, by their wire names. */
  preferences: Record<string, string>;
  buttons: Button[];
  keys: SecretKey[];
  sessions: Session[];
  log: LogEvent[];
  messages: StoredMessage[];
  services: Record<"web" | "smtp" | "mail" | "dns", "running" | "stopped" | "none">;
  remoteDns: boolean;
  /** Next id of each id space. */
  next: {
    account: number;
    domain: number;
    alias: number;
    mailName: number;
    record: number;
    button: number;
    event: number;
  };
  faults: Faults;
  assumptions: Assumptions;
}

/** Switches that make a server misbehave. All off or zero in a healthy server. */
export interface Faults {
  refuse: boolean;
  /** Milliseconds added to each answer. */
  latencyMs: number;
  /** Executes the packet, then never answers. */
  hangAfter: boolean;
  http500: boolean;
  html: boolean;
  truncate: boolean;
  garbage: boolean;
  /** Endless answer, for size limits. */
  endless: boolean;
  wrongPassword: boolean;
  wrongKey: boolean;
  denied: boolean;
  /** 1023 on the n-th operation of each packet; 0 is off. */
  failOperation: number;
  /** 1023 on every operation that would change something; reading works. */
  refuseChanges: boolean;
  emptyLists: boolean;
  zonesSlave: boolean;
  zonesDisabled: boolean;
  /** Serves its old self-signed certificate's successor: the pin no longer matches. */
  otherCertificate: boolean;
  /** The second name server keeps answering with what it knew when the switch was turned on. */
  staleSecondaryDns: boolean;
  /** A plan sync turns the mail service on again after it was turned off. */
  planSyncRestoresMail: boolean;
}

/**
 * What the protocol reference leaves open and the product's code meets in either form. Every member has both answers;
 * the first named is the default.
 */
export interface Assumptions {
  /** Equal consecutive operators in one packet come back apart, or merged into one operator node. */
  operators: "apart" | "merged";
  /** What a blank filter's results carry in filter-id: nothing, or the object's id. */
  blankFilterId: "absent" | "id";
  /** Is `lastId` of event_log get_events itself included? */
  lastId: "exclusive" | "inclusive";
  /** Does mail enable on enabled, or disable on disabled, succeed? */
  mailSwitchTwice: "ok" | "error";
  /** Does adding an equal DNS record fail with 1007, or make a second one? */
  duplicateRecord: "refused" | "doubled";
  /** Do alias zones with manage-dns follow a change in their domain's zone? */
  aliasZones: "separate" | "follow";
  /** Do record values come back absolute with a trailing dot, or as they were sent? */
  recordValues: "absolute" | "as-sent";
  /** Does `site get` by id or guid return a webspace's main domain? */
  siteGetMain: "returned" | "missing";
  /** Error code of creating a mail name that exists. */
  mailNameExists: "1007" | "1023";
  /** Unknown site-id in a mail or DNS operation. */
  unknownSite: "1013" | "1015";
  /** Is the password of a mailbox shown by get_info? */
  mailboxPassword: "hidden" | "plain";
  /** Does suspending a customer put bit 2 or bit 16 on their webspaces? */
  suspendedBit: "2" | "16";
  /** Does a blank secret-key listing show the usable keys or only identifiers? */
  keyListing: "keys" | "identifiers";
  /** Error code when the licence is full. */
  licenceFull: "1024" | "1023";
  /** Can an address be created while the mail service is off? */
  createWhileOff: "allowed" | "refused";
  /** Are mail names stored in lower case, or as they were written? */
  mailNameCase: "lower" | "kept";
  /** A collection filter naming an unknown owner: an empty ok, or an error. */
  unknownOwner: "empty" | "1013" | "1015";
  /** Which is looked at first, the protocol version or the credentials? */
  checkOrder: "version-first" | "credentials-first";
  /** Do operations after a failed one in the same packet still run? */
  afterFailure: "continue" | "stop";
  /** What a caller gets whom the panel shuts out (`denied`). */
  deniedAs: "1006" | "1010" | "http403";
  /** Which element repeats an unknown filter value. */
  unknownEcho: "filter-id" | "id";
  /** Is punycode understood in name filters? */
  punycodeFilter: "accepted" | "missing";
  /** What the owner of the administrator's own objects looks like. */
  administratorOwner: "1" | "missing";
  /** A key made without an address: bound to its maker's, or to none. */
  keyWithoutAddress: "sender" | "any";
  /** Must a one-time session be opened from its user_ip? */
  sessionAddress: "ignored" | "enforced";
  /** Error code of a password below the policy. */
  weakPassword: "1019" | "1023";
  /** Are logins that differ in case the same? */
  loginCase: "same" | "different";
  /** Does a suspended domain refuse mail, or go on receiving it? */
  suspendedMail: "refused" | "accepted";
  /** Does switching mail off leave the zone alone, or take the template's MX out of it? */
  zoneOnMailOff: "unchanged" | "mx-removed";
  /** Do mailboxes survive switching mail off? */
  mailboxesOnMailOff: "kept" | "removed";
  /** Does a rename carry the zone's records over, or build the zone anew from the template? */
  zoneOnRename: "renamed" | "rebuilt";
  /** Do records changed by remote calls count as changed by the user, which a template sync respects? */
  remoteRecords: "user" | "template";
  /** Can a subdomain's site carry mail? */
  subdomainMail: "supported" | "1017";
  /** Error code of an unknown custom button. */
  unknownButton: "1013" | "1023";
  /** Error code of an unknown service plan. */
  unknownPlan: "1013" | "1023";
  /** Does `mail update set` without any alias leave the aliases, or clear them? */
  setWithoutAliases: "unchanged" | "cleared";
  /** Can a subscription be given to the administrator by owner-id 1? */
  giveToAdministrator: "accepted" | "1015";
}
