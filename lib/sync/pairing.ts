import type { ClientId, DomainId, RemoteClient } from "@/lib/plesk/objects";
import { isToBeAsked } from "./astray";
import { type ClientCase, clientCase, type DomainCase, domainCase } from "./cases";
import { noteOwner, ownerThere } from "./compare-owner";
import { clientFacts, digest, domainFacts, type SeenDomain } from "./facts";
import type { CentralView } from "./observe-group";
import { turn } from "./stages";
import type { Account, Pair } from "./world";

/** What is seen on both servers beside the account that stands for it, and whether that is all as it was. */

export const labelOf = (client: { name: string; company: string }): string =>
  client.company ? `${client.name}, ${client.company}` : client.name;

/** Both sides of some accounts and what they have to do with one another; owners and subscriptions are among them. */
export function pairUp(
  accounts: readonly Account[],
  homeClients: readonly RemoteClient[],
  homeDomains: readonly SeenDomain[],
  central: CentralView,
): { clients: ClientCase[]; domains: DomainCase[] } {
  const sources = new Map([...homeClients, ...homeDomains].map((object) => [object.guid, object]));
  const clients: ClientCase[] = [];
  const domains: DomainCase[] = [];
  for (const account of accounts) {
    const source = sources.get(account.sourceGuid);
    if (account.kind === "client") clients.push(pairClient(account, source as RemoteClient | undefined, central));
    else domains.push(pairDomain(account, source as SeenDomain | undefined, central));
  }
  connect(clients, domains);
  return { clients, domains };
}

function pairClient(account: Account, source: RemoteClient | undefined, central: CentralView): ClientCase {
  const c = clientCase(account);
  c.source = source ?? null;
  c.central = central.clients.get(account.centralId as ClientId) ?? null;
  if (c.source) {
    const label = labelOf(c.source);
    if (account.name !== c.source.login || account.label !== label || account.sourceId !== c.source.id) c.dirty = true;
    Object.assign(account, { name: c.source.login, ascii: c.source.login, label, sourceId: c.source.id });
  }
  return c;
}

function pairDomain(account: Account, source: SeenDomain | undefined, central: CentralView): DomainCase {
  const c = domainCase(account);
  c.source = source ?? null;
  c.central = central.domains.get(account.centralId as DomainId) ?? null;
  if (c.source) {
    if (account.name !== c.source.name || account.sourceId !== c.source.id) c.dirty = true;
    Object.assign(account, { name: c.source.name, ascii: c.source.ascii, sourceId: c.source.id });
    const published = c.source.zones.some((zone) => zone.mx.some((mx) => mx.target === "central"));
    // A crash between the change and our note of it: the record itself tells that our MX was published.
    if (published && !c.written.switchedAt) c.written.switchedAt = new Date(0).toISOString();
  }
  return c;
}

/** Owners and subscriptions, as links between cases and as columns. */
function connect(clients: readonly ClientCase[], domains: readonly DomainCase[]): void {
  const clientBySource = new Map(clients.flatMap((c) => (c.source ? [[c.source.id, c] as const] : [])));
  const clientThere = new Map(clients.flatMap((c) => (c.central ? [[c.central.id, c] as const] : [])));
  const domainBySource = new Map(domains.flatMap((c) => (c.source ? [[c.source.id, c] as const] : [])));
  for (const c of domains) {
    if (!c.source) continue;
    const main = c.source.kind === "site" ? domainBySource.get(c.source.subscription) : c;
    const owner = main?.source?.owner;
    c.owner = owner ? (clientBySource.get(owner) ?? null) : null;
    c.parent = c.source.kind === "site" ? (main ?? null) : null;
    const clientId = c.owner?.account.id ?? null;
    const parentId = c.parent?.account.id ?? null;
    if (c.account.clientId !== clientId || c.account.parentId !== parentId) c.dirty = true;
    Object.assign(c.account, { clientId, parentId });
  }
  for (const c of domains) noteOwner(c, clientThere);
}

const ownerLogin = (c: DomainCase): string | null => c.owner?.source?.login ?? null;

export function sourceFacts(c: ClientCase | DomainCase): Record<string, unknown> | null {
  if (!c.source) return null;
  return { ...("mail" in c.source ? domainFacts(c.source, ownerLogin(c as DomainCase)) : clientFacts(c.source)) };
}

export function centralFacts(c: ClientCase | DomainCase): Record<string, unknown> | null {
  if (!c.central) return null;
  return {
    ...("mail" in c.central ? domainFacts(c.central, ownerThere(c as DomainCase)) : clientFacts(c.central)),
  };
}

/**
 * As at the last look, at rest, and without anything a person should see or has decided. All that this depends on is in the
 * print of the account's group, but for the time to ask name servers: a print counts for a day, and then that is seen.
 */
export function isAtRest(c: ClientCase | DomainCase, { assignment, readAt }: Pair): boolean {
  const { account } = c;
  if (c.dirty || !c.source || !c.central || account.stage !== "assigned" || account.syncStatus !== "synchronized")
    return false;
  if (turn(account.stage, assignment.wish)) return false;
  if (account.problem || account.solution || account.missingSince || account.waiting) return false;
  if (account.synchronizeWanted) return false;
  if ("snapshots" in c && isToBeAsked(c, readAt.getTime())) return false;
  return account.sourceDigest === digest(sourceFacts(c)) && account.centralDigest === digest(centralFacts(c));
}
