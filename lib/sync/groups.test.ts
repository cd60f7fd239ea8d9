import { describe, expect, test } from "vitest";
import { objectId, type RemoteDomain } from "@/lib/plesk/objects";
import { type Group, groupsOf, inGroups } from "./groups";
import type { Outline } from "./observe";
import { client, seen } from "./testing";
import type { Entry } from "./world";

const entry = (kind: Entry["kind"], sourceGuid: string, id: number, changes: Partial<Entry> = {}): Entry => {
  return { id, kind, sourceGuid, centralId: id, addressCount: 0, resting: true, print: "", ...changes };
};

/** Clients with these ids, each with a subscription and a site in it, and so many subscriptions of the administrator. */
function server(clientIds: readonly number[], unowned = 0) {
  const clients = clientIds.map((id) => client({ id: objectId<"client">(id), guid: `client ${id}` }));
  const domain = (id: number, changes: Partial<RemoteDomain>): RemoteDomain =>
    seen({ id: objectId<"domain">(id), guid: `domain ${id}`, subscription: objectId<"domain">(id), ...changes });
  const domains = clients.flatMap(({ id }) => {
    const main = domain(id * 2, { owner: id });
    return [main, domain(id * 2 + 1, { kind: "site", subscription: main.id })];
  });
  for (let id = 0; id < unowned; id++) domains.push(domain(1_000_000 + id, {}));
  const outline: Outline = {
    ipAddresses: [],
    dnsIsRemote: false,
    clients: new Map(clients.map((each) => [each.guid, each])),
    domains: new Map(domains.map((each) => [each.guid, each])),
    aliases: new Map(),
  };
  const accounts = [
    ...clients.map(({ guid, id }) => entry("client", guid, id)),
    ...domains.map(({ guid, id }) => entry("domain", guid, 10_000_000 + id)),
  ];
  return { outline, accounts };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const contents = (groups: readonly Group[]) => groups.map(({ accounts }) => accounts.map(({ id }) => id).join(" "));
const resting = ({ resting }: Entry) => resting;

describe("groups", () => {
  test("hold whole households, everyone once, and none is large", () => {
    const { outline, accounts } = server(range(1, 3000), 500);
    const groups = groupsOf(outline, accounts, resting);
    const all = groups.flatMap((group) => group.accounts);
    expect([all.length, new Set(all).size]).toEqual([accounts.length, accounts.length]);
    for (const { clients, domains } of groups) {
      const owners = new Set<number>(clients.map(({ id }) => id));
      for (const { kind, owner, subscription } of domains) {
        if (owner !== null) expect(owners).toContain(owner);
        if (kind === "site") expect(domains.map(({ id }) => id)).toContain(subscription);
      }
    }
    expect(groups.length).toBeGreaterThan(20);
    expect(Math.max(...groups.map(({ clients }) => clients.length))).toBeLessThan(250);
  });

  test("stay what they are but for one when somebody comes or goes anywhere", () => {
    const before = new Set(contents(groupsOf(...both(range(1, 3000)), resting)));
    for (const gone of [1, 1234, 2999]) {
      const after = contents(groupsOf(...both(range(1, 3000).filter((id) => id !== gone)), resting));
      expect(after.filter((group) => !before.has(group)).length).toBeLessThanOrEqual(1);
    }
  });

  test("have whole households of those who are not at rest apart", () => {
    const { outline, accounts } = server(range(1, 50));
    const waiting = accounts.map((each) => (each.sourceGuid === "domain 21" ? { ...each, resting: false } : each));
    const [calm, restless, ...more] = groupsOf(outline, waiting, resting);
    expect([calm?.resting, restless?.resting, more]).toEqual([true, false, []]);
    expect(restless?.accounts.map(({ sourceGuid }) => sourceGuid)).toEqual(["client 10", "domain 20", "domain 21"]);
    expect(calm?.accounts).toHaveLength(accounts.length - 3);
  });

  test("end with those who are gone from the server, whoever has the same guid in another kind", () => {
    const { outline, accounts } = server([1]);
    const gone = [entry("domain", "client 1", 77), entry("client", "gone", 78)];
    const groups = groupsOf(outline, [...accounts, ...gone], resting);
    expect(groups.at(-1)).toMatchObject({ clients: [], domains: [], resting: false });
    expect(
      groups
        .at(-1)
        ?.accounts.map(({ id }) => id)
        .sort(),
    ).toEqual([77, 78]);
  });

  test("are worked through some at once, in order, and none is begun after a failure", async () => {
    const groups = groupsOf(...both(range(1, 3000)), resting);
    const first = ({ accounts }: Group) => accounts[0]?.id;
    expect(await inGroups(groups, async (group) => first(group))).toEqual(groups.map(first));
    let begun = 0;
    const failing = inGroups(groups, async () => {
      begun += 1;
      await new Promise(setImmediate);
      throw new Error("cut");
    });
    await expect(failing).rejects.toThrow("cut");
    expect(begun).toBe(4);
  });
});

function both(clientIds: readonly number[]): [Outline, Entry[]] {
  const { outline, accounts } = server(clientIds);
  return [outline, accounts];
}
