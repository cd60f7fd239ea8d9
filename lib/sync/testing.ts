import type { Stage, Wish } from "@/db/schema";
import {
  type DomainId,
  objectId,
  type RecordId,
  type RemoteAddress,
  type RemoteAlias,
  type RemoteClient,
} from "@/lib/plesk/objects";
import {
  type ClientCase,
  clientCase,
  type DomainCase,
  domainCase,
  newAccount,
  type Proof,
  type PublicMx,
} from "./cases";
import { type Mx, partOf, type RecordedMx, type SeenDomain, type SeenRecord, type SeenZone } from "./facts";
import type { Context } from "./steps";
import type { Account, AssignmentRow, Pair } from "./world";

/** Small literal states for tests: acme.example on web1, whose mail server is mail1. Each takes what the test is about. */

export const HOME = "mail.acme.example";
export const CENTRAL = "mail1.example";
export const NOW = Date.parse("2026-05-04T12:00:00Z");
const domainId = objectId<"domain">(7);

export const assignment: AssignmentRow = {
  wish: "assigned",
  generation: 1,
  wishedBy: "anna",
  refreshWantedAt: null,
  refreshWantedBy: null,
  synchronizeWantedAt: null,
  synchronizeWantedBy: null,
  releaseWantedAt: null,
  synchronizedAt: null,
  lookedAt: null,
  lastClients: null,
  lastDomains: null,
  quarantinedAt: null,
  quarantineReason: null,
  buttonIds: [],
};

export const pair = (wish: Wish = "assigned"): Pair => ({
  source: { id: 2, name: "web1", guid: "web1", ipAddresses: ["192.0.2.2"] },
  central: {
    id: 1,
    name: "mail1",
    guid: "mail1",
    ipAddresses: ["192.0.2.1"],
    mailServerId: 1,
    mxHost: CENTRAL,
    automatic: true,
  },
  installation: "0000",
  buttonUrl: "https://console.example/go/2",
  assignment: { ...assignment, wish },
  aloneBy: null,
  readAt: new Date(NOW),
});

export const context = (changes: Partial<Context> & { wish?: Wish } = {}): Context => ({
  pair: pair(changes.wish),
  now: NOW,
  doubt: 0,
  leaps: [],
  limits: { drainMargin: 3600, nameServerPatience: 10, lateEffect: 540 },
  centralAddress: "192.0.2.1",
  mayChange: true,
  homeLosesMail: null,
  ...changes,
});

export const account = (changes: Partial<Account> = {}): Account => ({
  ...newAccount(
    { kind: "domain", sourceId: 7, sourceGuid: "guid", name: "acme.example", ascii: "acme.example", label: "" },
    12,
  ),
  syncStatus: "unknown",
  ...changes,
});

export const address = (name: string, changes: Partial<RemoteAddress> = {}): RemoteAddress => ({
  name,
  mailbox: { quota: -1 },
  forwards: null,
  aliases: [],
  autoresponder: null,
  description: "",
  password: null,
  ...changes,
});

/** MX records as "10 mail.acme.example"; the host tells where they lead. */
export const mx = (...texts: string[]): Mx[] =>
  texts.map((text) => {
    const [preference = "", host = ""] = text.split(" ");
    return { host, preference: Number(preference) };
  });

/** The same words have the same number: where a panel has a record that somebody put back, a test gives it another. */
export const keptMx = (...texts: string[]): RecordedMx[] =>
  mx(...texts).map((each) => ({ ...each, id: [...each.host].reduce((sum, char) => sum + char.charCodeAt(0), 1) }));

export const seenMx = (...texts: string[]): SeenRecord[] =>
  keptMx(...texts).map(({ id, host, preference }) => ({
    id: objectId<"record">(id) as RecordId,
    host,
    preference,
    target: host === CENTRAL ? "central" : host.endsWith("acme.example") ? "home" : "elsewhere",
  }));

export const zone = (changes: Partial<SeenZone> = {}): SeenZone => ({
  part: "zone:domain",
  owner: { domain: domainId },
  ascii: "acme.example",
  ttl: 300,
  served: true,
  unserved: null,
  mx: seenMx(`10 ${HOME}`),
  ns: ["ns1.web1", "ns2.web1"],
  ...changes,
});

/** An alias with mail of the domain that `seen` gives, and its zone as long as its mail is at home. */
export const alias: RemoteAlias = {
  id: objectId<"alias">(4),
  domain: domainId,
  name: "acme.test",
  ascii: "acme.test",
  mail: true,
  dns: false,
  active: true,
};

export const aliasZone = (): SeenZone =>
  zone({ part: partOf({ alias: alias.id }), owner: { alias: alias.id }, ascii: alias.ascii });

export const seen = (changes: Partial<SeenDomain> = {}): SeenDomain => ({
  id: domainId as DomainId,
  guid: "guid",
  kind: "main",
  name: "acme.example",
  ascii: "acme.example",
  suspended: false,
  subscription: domainId,
  owner: null,
  externalId: "",
  mail: { service: true, catchAll: { kind: "reject" }, webmail: "none", dkim: false, greylisting: false },
  aliases: [],
  addresses: [address("info")],
  zones: [zone()],
  ...changes,
});

export const mailOff = { ...seen().mail, service: false };

/** What both name servers answer; one list for both, or one for each. */
export function answers(
  first: string[] | string,
  second: string[] | string = first,
  name = "acme.example",
): Map<string, PublicMx> {
  const server = (name: string, said: string[] | string): PublicMx["servers"][number] =>
    typeof said === "string"
      ? { name, mx: null, cause: said, absent: said === "absent" }
      : { name, mx: mx(...said), cause: null, absent: false };
  return new Map([[name, { servers: [server("ns1.web1", first), server("ns2.web1", second)], ttl: 600 }]]);
}

export const proof = (changes: Partial<Proof> = {}): Proof => ({ refused: [], later: [], unasked: null, ...changes });

/** A domain that is on both servers alike, recorded as it is at home, and whose mail goes to one of the two. */
export function domain(stage: Stage | null, changes: Partial<DomainCase> & { of?: Partial<Account> } = {}): DomainCase {
  const { of, ...rest } = changes;
  const written = { ...domainCase(account()).written, ...rest.written };
  const c = domainCase(account({ stage, ...of }));
  const leads: DomainCase["leads"] = new Map([["acme.example", { to: "us" }]]);
  c.snapshots.set("mail", { mailService: true, catchAll: { kind: "reject" }, addresses: ["info"] });
  c.snapshots.set("zone:domain", { zone: "acme.example", ttl: 900, mx: keptMx(`10 ${HOME}`) });
  return Object.assign(c, { source: seen(), central: seen({ zones: [] }), leads, ...rest, written });
}

export const client = (changes: Partial<RemoteClient> = {}): RemoteClient => ({
  id: objectId<"client">(3),
  guid: "client",
  kind: "customer",
  login: "acme",
  name: "Ada Acme",
  company: "",
  email: "ada@acme.example",
  suspended: false,
  externalId: "",
  ...changes,
});

export const clientOf = (changes: Partial<ClientCase> & { of?: Partial<Account> } = {}): ClientCase => {
  const { of, ...rest } = changes;
  const c = clientCase(account({ kind: "client", name: "acme", stage: "assigned", ...of }));
  return Object.assign(c, { source: client(), central: client(), ...rest });
};
