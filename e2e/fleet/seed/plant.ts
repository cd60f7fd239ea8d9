import type { Account, Domain, PleskServer } from "../model";
import type { Random } from "../random";
import {
  addRecord,
  type By,
  createAccount,
  createAlias,
  createMailName,
  createSite,
  createWebspace,
  removeRecord,
  shelf,
  type ZoneOf,
  zoneOf,
} from "../world";
import type { Address, Client, Household, Plot } from "./household";

export interface Plan {
  random: Random;
  /** Seconds. */
  ttl: number;
}

export function domainsOf({ domains, customers = [] }: Household): number {
  return customers.reduce((sum, customer) => sum + domainsOf(customer), domains.length);
}

/** Creates the household's accounts and all that belongs to them. */
export function plant(server: PleskServer, household: Household, plan: Plan, ownerId = 1): void {
  const account = household.client
    ? plantAccount(server, household.client, plan, ownerId)
    : shelf(server).accounts.one("id", 1);
  for (const plot of household.domains) plantDomain(server, plot, plan, account?.id ?? 1);
  for (const customer of household.customers ?? []) plant(server, customer, plan, account?.id);
}

function plantAccount(server: PleskServer, client: Client, plan: Plan, ownerId: number): Account {
  return createAccount(
    server,
    {
      kind: client.kind,
      login: client.login,
      password: password(plan.random),
      contactName: client.contactName,
      company: client.company,
      email: `${client.login}@private-post.test`,
      phone: `+49 30 ${1_000_000 + plan.random.below(9_000_000)}`,
      status: client.suspended ? 16 : 0,
      ownerId,
    },
    on(plan),
  );
}

function plantDomain(server: PleskServer, plot: Plot, plan: Plan, ownerId: number): void {
  const who = on(plan, plot.since);
  const within = plot.within === undefined ? undefined : shelf(server).domains.one("name", plot.within);
  const common = {
    name: plot.name,
    description: plot.description ?? "",
    status: plot.suspended ? 16 : 0,
    hosting: "vrt_hst" as const,
    mail: { service: plot.mail ?? "on", ...(plot.nonexistentUser ? { nonexistentUser: plot.nonexistentUser } : {}) },
  };
  const domain = within
    ? createSite(server, { ...common, ...placeIn(within, plot.name) }, who)
    : createWebspace(server, { ...common, ownerId }, who);
  for (const address of plot.addresses) plantAddress(server, domain, address, plan, who);
  settleZone(server, { domainId: domain.id }, plot, plan);
  for (const { name, mail } of plot.aliases ?? []) {
    const alias = createAlias(server, { domainId: domain.id, name, mail }, who);
    settleZone(server, { aliasId: alias.id }, plot, plan);
  }
}

/** A name under its site's name is a subdomain of that site. */
function placeIn(site: Domain, name: string): { webspaceId: number; parentId?: number } {
  return name.endsWith(`.${site.name}`)
    ? { webspaceId: site.webspaceId, parentId: site.id }
    : { webspaceId: site.webspaceId };
}

function plantAddress(server: PleskServer, domain: Domain, address: Address, { random }: Plan, who: By): void {
  createMailName(
    server,
    domain,
    {
      name: address.name,
      mailbox: { enabled: address.quota !== undefined, quota: address.quota ?? -1 },
      ...(address.forward ? { forwarding: { enabled: true, addresses: address.forward } } : {}),
      ...(address.autoresponder ? { autoresponder: { enabled: true, ...address.autoresponder } } : {}),
      aliases: address.aliases ?? [],
      password: password(random),
    },
    who,
  );
}

function settleZone(server: PleskServer, of: ZoneOf, plot: Plot, plan: Plan): void {
  const zone = zoneOf(server, of);
  if (!zone) return;
  zone.soa.ttl = plan.ttl;
  zone.soa.minimum = Math.min(zone.soa.minimum, plan.ttl);
  if (plot.slaveZone) zone.type = "slave";
  if (!plot.hostedMail) return;
  const who = on(plan);
  for (const record of zone.records.filter(({ type }) => type === "MX")) removeRecord(server, zone, record, who);
  addRecord(server, zone, { type: "MX", host: "", value: "mx1.hosted-mail.example", opt: "10" }, who);
  addRecord(server, zone, { type: "MX", host: "", value: "mx2.hosted-mail.example", opt: "20" }, who);
}

/** Somebody of the provider, on the given day or on one of the ten years before 2026. */
function on({ random }: Plan, day?: string): By {
  const start = Date.UTC(2016, 0, 1);
  const now = day ? Date.parse(day) : start + random.below(3650) * 86_400_000;
  return { login: "admin", address: "127.0.0.1", now, bytes: random.bytes };
}

const letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

function password(random: Random): string {
  return `${Array.from({ length: 14 }, () => letters[random.below(letters.length)]).join("")}!7`;
}
