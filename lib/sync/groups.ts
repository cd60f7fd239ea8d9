import type { RemoteClient, RemoteDomain } from "@/lib/plesk/objects";
import type { Outline } from "./observe";
import type { Entry } from "./world";

/** What is looked at together: clients with everything they own, so that nothing in it depends on anything outside. */
export interface Group {
  clients: RemoteClient[];
  domains: RemoteDomain[];
  accounts: Entry[];
  /** As far as our own records tell, nothing is going on with any of them. */
  resting: boolean;
}

/**
 * Everything that a server has, in groups of one or two hundred accounts. Those who have an account that is not at rest are in
 * groups of their own: one that waits for weeks would have all others of its group understood anew at each look. The last
 * group is what the server no longer has.
 */
export function groupsOf(outline: Outline, accounts: readonly Entry[], rests: (account: Entry) => boolean): Group[] {
  const missing = { client: new Map<string, Entry>(), domain: new Map<string, Entry>() };
  for (const account of accounts) missing[account.kind].set(account.sourceGuid, account);
  const find = (group: Group, kind: Entry["kind"], guid: string) => {
    const account = missing[kind].get(guid);
    if (!account) return;
    missing[kind].delete(guid);
    group.accounts.push(account);
    if (!rests(account)) group.resting = false;
  };
  const clients = new Map<number, Group>();
  for (const client of outline.clients.values()) {
    const household = empty(true);
    household.clients.push(client);
    clients.set(client.id, household);
    find(household, "client", client.guid);
  }
  const owners = new Map<number, number | null>();
  for (const { id, owner } of outline.domains.values()) owners.set(id, owner);
  /** Subscriptions of the administrator are nobody's: each is by itself. */
  const unowned = new Map<number, Group>();
  for (const domain of outline.domains.values()) {
    const owner = owners.get(domain.subscription) ?? null;
    const [place, id] = owner === null ? [unowned, domain.subscription] : [clients, owner];
    const household = place.get(id) ?? empty(true);
    place.set(id, household);
    household.domains.push(domain);
    find(household, "domain", domain.guid);
  }
  const households = [clients, unowned].flatMap((place) => [...place].sort(([a], [b]) => a - b));
  const groups = [...joined(households, true), ...joined(households, false)];
  const gone = [...missing.client.values(), ...missing.domain.values()];
  return gone.length > 0 ? [...groups, { ...empty(false), accounts: gone }] : groups;
}

const empty = (resting: boolean): Group => ({ clients: [], domains: [], accounts: [], resting });

function joined(households: readonly (readonly [number, Group])[], resting: boolean): Group[] {
  const groups: Group[] = [];
  let group = empty(resting);
  for (const [id, household] of households) {
    if (household.resting !== resting) continue;
    if (groups.at(-1) !== group) groups.push(group);
    group.clients.push(...household.clients);
    group.domains.push(...household.domains);
    group.accounts.push(...household.accounts);
    if (isLast(id)) group = empty(resting);
  }
  return groups;
}

/**
 * Where a group ends depends on this one id, never on how many are before it: what comes or goes changes its own group and
 * no other. Multiples of the golden ratio spread evenly, so of ids in a row about each 110th ends a group.
 */
const isLast = (id: number): boolean => Math.imul(id, 0x9e3779b9) >>> 0 < 2 ** 32 / 110;

const AT_ONCE = 4;

/**
 * Works through groups, some at once, so that what one needs while it is being looked at is gone before the next. Results
 * come in the order of the groups. After the first failure, which is thrown, no further group is begun.
 */
export async function inGroups<R>(groups: readonly Group[], work: (group: Group) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = groups.entries();
  let failed = false;
  const lane = async () => {
    for (const [place, group] of waiting) {
      if (failed) return;
      try {
        results[place] = await work(group);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}
