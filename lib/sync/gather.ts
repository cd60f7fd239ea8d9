import type { ClientId, DomainId, Identity } from "@/lib/plesk/objects";
import { wantedAlone } from "./alone";
import { type ClientCase, clientCase, type DomainCase, domainCase } from "./cases";
import { noteOwner, ownerThere } from "./compare-owner";
import { clientFacts, digest, domainFacts, plainAddress, type SeenDomain, same } from "./facts";
import { type CentralView, observeCentral, type SourceView } from "./observe";
import { turn } from "./stages";
import { type Account, type NewAccount, type Pair, Untrusted, type World } from "./world";

/** Both sides of every account of one assigned server, with what we know of them. */
export interface Cases {
  clients: ClientCase[];
  domains: DomainCase[];
  /** Those that are exactly as at the last look and at rest: nothing is loaded or decided for them. */
  unchanged: Set<ClientCase | DomainCase>;
  /** Those that may be changed because a person wishes just them synchronized. */
  alone: Set<ClientCase | DomainCase>;
  centralAddress: string;
  centralIdentity: Identity;
}

/**
 * Pairs what was seen on the assigned server with its accounts (by guid: a rename is a rename), adds accounts for what is
 * new, marks what is missing, and reads their counterparts on the mail server.
 */
export async function gather(world: World, view: SourceView): Promise<Cases> {
  const accounts = await adopt(world, view);
  const known = <K extends "client" | "domain">(kind: K) =>
    accounts.filter((account) => account.kind === kind && account.centralId !== null);
  const central = await observeCentral(
    world,
    known("client").map((account) => account.centralId as ClientId),
    known("domain").map((account) => account.centralId as DomainId),
  );
  refuseGaps(accounts, central, world.store.pair.central.name);
  const clients = new Map<number, ClientCase>();
  const domains = new Map<number, DomainCase>();
  for (const account of accounts) {
    if (account.kind === "client") clients.set(account.id, pairClient(account, view, central));
    else domains.set(account.id, pairDomain(account, view, central));
  }
  connect(clients, domains);
  const cases: Cases = {
    clients: [...clients.values()],
    domains: [...domains.values()],
    unchanged: new Set(),
    alone: wantedAlone([...clients.values(), ...domains.values()]),
    centralIdentity: central.identity,
    centralAddress: central.ipAddresses[0] ?? world.store.pair.central.ipAddresses[0] ?? "",
  };
  for (const c of [...cases.clients, ...cases.domains]) if (isUnchanged(c, world.store.pair)) cases.unchanged.add(c);
  await load(
    world,
    cases.domains.filter((c) => !cases.unchanged.has(c)),
  );
  return cases;
}

/** Accounts of this server, with one for each object that was never seen before. */
async function adopt(world: World, view: SourceView): Promise<Account[]> {
  const accounts = await world.store.accounts();
  const known = new Set(accounts.map((account) => `${account.kind} ${account.sourceGuid}`));
  const fresh: NewAccount[] = [];
  for (const client of view.clients.values())
    if (!known.has(`client ${client.guid}`))
      fresh.push({
        kind: "client",
        sourceId: client.id,
        sourceGuid: client.guid,
        name: client.login,
        ascii: client.login,
        label: labelOf(client),
      });
  for (const domain of view.domains.values())
    if (!known.has(`domain ${domain.guid}`))
      fresh.push({
        kind: "domain",
        sourceId: domain.id,
        sourceGuid: domain.guid,
        name: domain.name,
        ascii: domain.ascii,
        label: "",
      });
  return fresh.length > 0 ? [...accounts, ...(await world.store.addAccounts(fresh))] : accounts;
}

const labelOf = (client: { name: string; company: string }): string =>
  client.company ? `${client.name}, ${client.company}` : client.name;

/** Ours on the mail server do not vanish by tens: then the answer, not the server, is short. */
function refuseGaps(accounts: readonly Account[], central: CentralView, server: string): void {
  const ours = accounts.filter((account) => account.centralId !== null);
  const gone = ours.filter(
    (account) => !central[account.kind === "client" ? "clients" : "domains"].has(account.centralId ?? 0),
  );
  if (gone.length > 5 && gone.length > ours.length * 0.2)
    throw new Untrusted(
      `${server} no longer tells of ${gone.length} of ${ours.length} accounts (${gone[0]?.name} …). Nothing is changed until it does.`,
    );
}

function pairClient(account: Account, view: SourceView, central: CentralView): ClientCase {
  const c = clientCase(account);
  c.source = view.clients.get(account.sourceGuid) ?? null;
  c.central = central.clients.get(account.centralId ?? 0) ?? null;
  if (c.source) {
    const label = labelOf(c.source);
    if (account.name !== c.source.login || account.label !== label || account.sourceId !== c.source.id) c.dirty = true;
    Object.assign(account, { name: c.source.login, ascii: c.source.login, label, sourceId: c.source.id });
  }
  return c;
}

function pairDomain(account: Account, view: SourceView, central: CentralView): DomainCase {
  const c = domainCase(account);
  c.source = view.domains.get(account.sourceGuid) ?? null;
  c.central = central.domains.get(account.centralId ?? 0) ?? null;
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
function connect(clients: Map<number, ClientCase>, domains: Map<number, DomainCase>): void {
  const clientBySource = new Map([...clients.values()].flatMap((c) => (c.source ? [[c.source.id, c] as const] : [])));
  const clientThere = new Map([...clients.values()].flatMap((c) => (c.central ? [[c.central.id, c] as const] : [])));
  const domainBySource = new Map([...domains.values()].flatMap((c) => (c.source ? [[c.source.id, c] as const] : [])));
  for (const c of domains.values()) {
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
  for (const c of domains.values()) noteOwner(c, clientThere);
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

/** As at the last look, at rest, and without anything a person should see or has decided. */
function isUnchanged(c: ClientCase | DomainCase, { assignment }: Pair): boolean {
  const { account } = c;
  if (c.dirty || !c.source || !c.central || account.stage !== "assigned" || account.syncStatus !== "synchronized")
    return false;
  if (turn(account.stage, assignment.wish)) return false;
  if (account.problem || account.solution || account.missingSince || account.waiting) return false;
  if (account.synchronizeWanted) return false;
  return account.sourceDigest === digest(sourceFacts(c)) && account.centralDigest === digest(centralFacts(c));
}

async function load(world: World, cases: readonly DomainCase[]): Promise<void> {
  const ids = cases.map((c) => c.account.id);
  const [rows, snapshots] = [await world.store.addressRows(ids), await world.store.snapshots(ids)];
  for (const c of cases) {
    for (const row of rows.get(c.account.id) ?? []) c.rows.set(row.name, row);
    for (const { part, data } of snapshots.get(c.account.id) ?? []) c.snapshots.set(part, data);
    noteAddresses(c);
  }
}

/** Brings the stored rows to what is seen on both sides, keeping what was written. */
export function noteAddresses(c: DomainCase): void {
  const mark = (side: "source" | "central", domain: SeenDomain | null) => {
    if (!domain) return;
    const seen = new Set<string>();
    for (const address of domain.addresses) {
      seen.add(address.name);
      const plain = plainAddress(address);
      const row = c.rows.get(address.name) ?? {
        name: address.name,
        source: null,
        central: null,
        written: null,
        needsPassword: false,
        missingSince: null,
      };
      if (!c.rows.has(address.name) || !same(row[side], plain)) c.rowsDirty = true;
      row[side] = plain;
      // Equal on both sides without our having noted it: a change of ours whose note was lost, or nothing to write.
      if (!row.written && same(row.source, row.central)) row.written = plain;
      c.rows.set(address.name, row);
    }
    for (const row of c.rows.values())
      if (row[side] && !seen.has(row.name)) {
        row[side] = null;
        c.rowsDirty = true;
      }
  };
  mark("source", c.source);
  mark("central", c.central);
}
