import type { Assumptions, Faults, PleskServer } from "../model";
import { type Bytes, by, dateOf, newGuid } from "./by";

export const healthy: Faults = {
  refuse: false,
  latencyMs: 0,
  hangAfter: false,
  http500: false,
  html: false,
  truncate: false,
  garbage: false,
  endless: false,
  wrongPassword: false,
  wrongKey: false,
  denied: false,
  failOperation: 0,
  refuseChanges: false,
  emptyLists: false,
  zonesSlave: false,
  zonesDisabled: false,
  otherCertificate: false,
  staleSecondaryDns: false,
  planSyncRestoresMail: false,
};

/** The first answer of every assumption. */
export const likely: Assumptions = {
  operators: "apart",
  blankFilterId: "absent",
  lastId: "exclusive",
  mailSwitchTwice: "ok",
  duplicateRecord: "refused",
  aliasZones: "separate",
  recordValues: "absolute",
  siteGetMain: "returned",
  mailNameExists: "1007",
  unknownSite: "1013",
  mailboxPassword: "hidden",
  suspendedBit: "2",
  keyListing: "keys",
  licenceFull: "1024",
  createWhileOff: "allowed",
  mailNameCase: "lower",
  unknownOwner: "empty",
  checkOrder: "version-first",
  afterFailure: "continue",
  deniedAs: "1006",
  unknownEcho: "filter-id",
  punycodeFilter: "accepted",
  administratorOwner: "1",
  keyWithoutAddress: "sender",
  sessionAddress: "ignored",
  weakPassword: "1019",
  loginCase: "same",
  suspendedMail: "refused",
  zoneOnMailOff: "unchanged",
  mailboxesOnMailOff: "kept",
  zoneOnRename: "renamed",
  remoteRecords: "user",
  subdomainMail: "supported",
  unknownButton: "1013",
  unknownPlan: "1013",
  setWithoutAliases: "unchanged",
  giveToAdministrator: "accepted",
};

export interface ServerInput {
  key: string;
  name: string;
  ipAddress: string;
  guid?: string;
  /** The administrator's. */
  password?: string;
  /** Milliseconds. */
  now?: number;
  bytes?: Bytes;
}

/** A freshly installed Plesk: the administrator, the DNS template, running services, nothing else. */
export function emptyServer(input: ServerInput): PleskServer {
  const { now, bytes } = by({
    ...(input.now === undefined ? {} : { now: input.now }),
    ...(input.bytes ? { bytes: input.bytes } : {}),
  });
  const guid = input.guid ?? newGuid(bytes);
  return {
    key: input.key,
    name: input.name,
    guid,
    ipAddress: input.ipAddress,
    plesk: {
      version: "18.0.60",
      build: "1800240416.11",
      os: "Debian",
      osVersion: "12",
      protocols: ["1.6.3.0", "1.6.5.0", "1.6.6.0", "1.6.7.0", "1.6.8.0", "1.6.9.0", "1.6.9.1"],
    },
    limits: { domains: -1, clients: -1 },
    accounts: [
      {
        id: 1,
        guid: newGuid(bytes),
        kind: "administrator",
        login: "admin",
        password: input.password ?? "setup",
        contactName: "Administrator",
        company: "",
        email: `admin@${input.name}`,
        phone: "",
        status: 0,
        ownerId: 1,
        externalId: "",
        description: "",
        createdAt: dateOf(now),
      },
    ],
    domains: [],
    aliases: [],
    mailNames: [],
    zones: [],
    template: [
      { id: 1, type: "NS", host: "<domain>.", value: "ns1.<hostname>.", opt: "" },
      { id: 2, type: "NS", host: "<domain>.", value: "ns2.<hostname>.", opt: "" },
      { id: 3, type: "A", host: "<domain>.", value: "<ip>", opt: "" },
      { id: 4, type: "MX", host: "<domain>.", value: "mail.<domain>.", opt: "10" },
      { id: 5, type: "A", host: "mail.<domain>.", value: "<ip>", opt: "" },
      { id: 6, type: "A", host: "webmail.<domain>.", value: "<ip>", opt: "" },
      { id: 7, type: "TXT", host: "<domain>.", value: "v=spf1 +a +mx +a:<hostname> -all", opt: "" },
    ],
    recursion: "localnets",
    transferHosts: [],
    preferences: { outgoing_email_mode: "domain-ip", outgoing_antispam: "false", stat_ttl: "3" },
    buttons: [],
    keys: [],
    sessions: [],
    log: [],
    messages: [],
    services: { web: "running", smtp: "running", mail: "running", dns: "running" },
    remoteDns: false,
    next: { account: 2, domain: 1, alias: 1, mailName: 1, record: 8, button: 1, event: 1 },
    faults: { ...healthy },
    assumptions: { ...likely },
  };
}
