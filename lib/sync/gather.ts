import type { ClientId, DomainId, Identity } from "@/lib/plesk/objects";
import { wantedAlone } from "./alone";
import type { ClientCase, DomainCase } from "./cases";
import { plainAddress, type SeenDomain, same } from "./facts";
import { type Group, groupsOf, inGroups } from "./groups";
import { type Outline, observeCentral } from "./observe";
import { homeViewer, lookOnCentral } from "./observe-group";
import { isAtRest, labelOf, pairUp } from "./pairing";
import { printer } from "./prints";
import { turn } from "./stages";
import { type Account, type Entry, type NewAccount, Untrusted, type World } from "./world";

/** Both sides of every account of one assigned server, with what we know of them. */
export interface Cases {
  clients: ClientCase[];
  domains: DomainCase[];
  /** Those that are exactly as at the last look and at rest: they are no cases, nothing is loaded or decided for them. */
  atRest: Entry[];
  /** Of groups that were found to be wholly at rest, for the next look. */
  prints: string[];
  /** Those that may be changed because a person wishes just them synchronized. */
  alone: Set<ClientCase | DomainCase>;
  centralAddress: string;
  centralIdentity: Identity;
}

/**
 * Pairs what the assigned server has with its accounts (by guid: a rename is a rename), adds accounts for what is new,
 * marks what is missing, and reads the counterparts on the mail server. This goes group by group, on both servers at once;
 * a group that gives a print under which it was at rest before is not even understood.
 */
export async function gather(world: World, outline: Outline): Promise<Cases> {
  const { assignment, central } = world.store.pair;
  const known = await world.store.ledger();
  const entries = [...known, ...(await adopt(world, outline, known))];
  const { identity, ipAddresses } = await observeCentral(world);
  const mayRest = turn("assigned", assignment.wish) === null;
  const groups = groupsOf(outline, entries, ({ resting }) => mayRest && resting);
  const looks = await inGroups(groups, await looker(world, outline));
  const inOrder = (a: { account: Account }, b: { account: Account }) => a.account.id - b.account.id;
  const clients = looks.flatMap((each) => each.clients).sort(inOrder);
  const domains = looks.flatMap((each) => each.domains).sort(inOrder);
  const cases: Cases = {
    clients,
    domains,
    alone: wantedAlone([...clients, ...domains]),
    atRest: looks.flatMap((each) => each.atRest),
    prints: looks.flatMap((each) => each.print ?? []),
    centralIdentity: identity,
    centralAddress: ipAddresses[0] ?? central.ipAddresses[0] ?? "",
  };
  refuseGaps(entries, cases, central.name);
  await load(world, cases.domains);
  return cases;
}

/** What one look at a group found. */
interface Found extends Pick<Cases, "clients" | "domains" | "atRest"> {
  /** Set when all of the group are at rest. */
  print: string | null;
}

async function looker(world: World, outline: Outline): Promise<(group: Group) => Promise<Found>> {
  const { store } = world;
  const known = await store.prints();
  const printOf = printer(store.pair, outline);
  const atHome = homeViewer(world, outline);
  return async (group) => {
    const ids = (kind: Entry["kind"]) =>
      group.accounts.flatMap((account) => (account.kind === kind ? (account.centralId ?? []) : []));
    const [home, central] = await Promise.all([
      atHome(group.domains),
      lookOnCentral(world, ids("client") as ClientId[], ids("domain") as DomainId[]),
    ]);
    const print = () => (group.resting ? printOf(group, home, central) : null);
    const before = print();
    if (before !== null && known.has(before)) return { clients: [], domains: [], atRest: group.accounts, print: null };
    const accounts = await store.accounts(group.accounts.map(({ id }) => id));
    const { clients, domains } = pairUp(accounts, group.clients, await home.understand(), await central.understand());
    const restless = new Set([...clients, ...domains].filter((c) => !isAtRest(c, store.pair)).map((c) => c.account.id));
    return {
      clients: clients.filter((c) => restless.has(c.account.id)),
      domains: domains.filter((c) => restless.has(c.account.id)),
      atRest: group.accounts.filter(({ id }) => !restless.has(id)),
      print: restless.size === 0 ? print() : null,
    };
  };
}

/** Adds an account for each object that was never seen before. */
async function adopt(world: World, outline: Outline, known: readonly Entry[]): Promise<Entry[]> {
  const guids = { client: new Set<string>(), domain: new Set<string>() };
  for (const account of known) guids[account.kind].add(account.sourceGuid);
  const fresh: NewAccount[] = [];
  for (const client of outline.clients.values())
    if (!guids.client.has(client.guid))
      fresh.push({
        kind: "client",
        sourceId: client.id,
        sourceGuid: client.guid,
        name: client.login,
        ascii: client.login,
        label: labelOf(client),
      });
  for (const domain of outline.domains.values())
    if (!guids.domain.has(domain.guid))
      fresh.push({
        kind: "domain",
        sourceId: domain.id,
        sourceGuid: domain.guid,
        name: domain.name,
        ascii: domain.ascii,
        label: "",
      });
  if (fresh.length === 0) return [];
  const added = await world.store.addAccounts(fresh);
  return added.map(({ id, kind, sourceGuid }) => {
    return { id, kind, sourceGuid, centralId: null, addressCount: 0, resting: false, print: "" };
  });
}

/** Ours on the mail server do not vanish by tens: then the answer, not the server, is short. */
function refuseGaps(accounts: readonly Entry[], cases: Cases, server: string): void {
  const ours = accounts.filter((account) => account.centralId !== null);
  const gone = [...cases.clients, ...cases.domains].filter((c) => c.account.centralId !== null && !c.central);
  if (gone.length > 5 && gone.length > ours.length * 0.2)
    throw new Untrusted(
      `${server} no longer tells of ${gone.length} of ${ours.length} accounts (${gone[0]?.account.name} …). Nothing is changed until it does.`,
    );
}

async function load(world: World, cases: readonly DomainCase[]): Promise<void> {
  const ids = cases.map((c) => c.account.id);
  if (ids.length === 0) return;
  const [rows, snapshots] = [await world.store.addressRows(ids), await world.store.snapshots(ids)];
  const unsettled = await world.store.unsettled(ids);
  for (const c of cases) {
    for (const row of rows.get(c.account.id) ?? []) c.rows.set(row.name, row);
    for (const { part, data } of snapshots.get(c.account.id) ?? []) c.snapshots.set(part, data);
    c.unsettledSince = unsettled.get(c.account.id) ?? null;
    noteAddresses(c);
  }
}

/**
 * Brings the stored rows to what is seen on both sides, keeping what was written, as long as it was written to what is
 * there now: a domain that was made anew on the mail server has nothing of ours yet, and an address that was gone from both
 * sides is another one when somebody makes it again.
 */
export function noteAddresses(c: DomainCase): void {
  const gone = [...c.rows.values()].filter((row) => row.source === null && row.central === null);
  if (c.central && c.account.centralGuid !== null && c.central.guid !== c.account.centralGuid) {
    for (const row of c.rows.values()) Object.assign(row, { central: null, written: null });
    Object.assign(c.written, { catchAll: null, proven: null });
    c.dirty = c.rowsDirty = true;
  }
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
  for (const row of gone)
    if (row.written && c.central && row.central === null) {
      row.written = null;
      c.rowsDirty = true;
    }
}
