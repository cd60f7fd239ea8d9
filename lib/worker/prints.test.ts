import { desc, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { accounts, assignments, operations, prints, runs } from "@/db/schema";
import { allowChanges, stopChanges } from "@/db/stop-switch";
import type { MailName, PleskServer } from "@/e2e/fleet/model";
import { setDomain, shelf, updateMailName, zoneOf } from "@/e2e/fleet/world";
import { preview } from "./preview";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 16, ttl: 0 });
const { db } = world;
const web1 = world.model("web1");
const mail1 = world.model("mail1");
const act = (server: string, deed: string, ...args: string[]) => world.fleet.act(server, deed, args);
await act("web1", "resume-client", "mfischer");
await world.wish("web1", "assigned");
await world.settle("web1");

const stored = () => db.select().from(prints).orderBy(prints.print);

/** All that a run can have found or done, for people to see. */
async function known() {
  const rows = await db
    .select({
      name: accounts.name,
      source: accounts.sourceDigest,
      central: accounts.centralDigest,
      stage: accounts.stage,
      status: accounts.syncStatus,
      problem: accounts.problem,
      owner: accounts.clientId,
      parent: accounts.parentId,
      missing: sql<boolean>`${accounts.missingSince} is not null`,
    })
    .from(accounts)
    .orderBy(accounts.id);
  return { rows, changes: await db.$count(operations) };
}

/** Runs until a run finds every group as it was: it stores no print and changes nothing. */
async function quiet() {
  await world.settle("web1");
  await world.run("web1");
  const before = [await stored(), await known()];
  expect(before[0]).not.toEqual([]);
  await world.run("web1");
  expect([await stored(), await known()]).toEqual(before);
}

/** Looking at everything again without any print finds nothing that was missed. */
async function missedNothing() {
  await world.settle("web1");
  const before = await known();
  await db.delete(prints);
  await world.settle("web1");
  expect(await known()).toEqual(before);
}

const domainOf = (server: PleskServer, name: string) => {
  const found = server.domains.find((domain) => domain.asciiName === name);
  if (!found) throw new Error(`${server.key} has no domain ${name}`);
  return found;
};
const patch = (server: PleskServer, name: string, box: string, change: Parameters<typeof updateMailName>[3]) => {
  const domain = domainOf(server, name);
  const found = server.mailNames.find((each: MailName) => each.domainId === domain.id && each.name === box);
  if (found) updateMailName(server, domain, found, change);
};
const ttl = (seconds: number) => {
  const zone = zoneOf(web1, { domainId: domainOf(web1, "blue-harbour.example").id });
  if (zone) zone.soa.ttl = seconds;
};
const moveSite = (to: string) => {
  const [site, main] = [domainOf(web1, "royal-candles-graz.test"), domainOf(web1, to)];
  shelf(web1).domains.change(site, () => Object.assign(site, { webspaceId: main.id, ownerId: main.ownerId }));
};
const own = (login: string) => {
  const owner = web1.accounts.find((each) => each.login === login);
  setDomain(web1, domainOf(web1, "kaplan-textil.example"), { ownerId: owner?.id ?? 0 });
};
const forward = (...addresses: string[]) => ({ forwarding: { enabled: addresses.length > 0, addresses } });

type Deed = () => unknown;
const deeds: [string, Deed, Deed][] = [
  [
    "an address",
    () => act("web1", "add-address", "desk@kaplan-textil.example"),
    () => patch(web1, "kaplan-textil.example", "desk", { description: "the front desk" }),
  ],
  [
    "a forward's target",
    () => patch(web1, "bright-garden-graz.example", "hello", forward("a@else.test")),
    () => patch(web1, "bright-garden-graz.example", "hello", forward("b@else.test")),
  ],
  [
    "the catch-all",
    () => act("web1", "set-unknown", "twin-peaks-outdoor.example", "forward", "info@twin-peaks-outdoor.example"),
    () => act("web1", "set-unknown", "twin-peaks-outdoor.example", "reject"),
  ],
  [
    "an MX record",
    () => act("web1", "add-record", "blue-harbour.example", "MX", "@", "mx.else.test.", "20"),
    () => act("web1", "remove-record", "blue-harbour.example", "MX", "@", "mx.else.test."),
  ],
  ["a TTL", () => ttl(77), () => ttl(0)],
  [
    "an alias",
    () => act("web1", "add-alias", "old-town-school-graz.example", "oldschool.example"),
    () => act("web1", "remove-alias", "oldschool.example"),
  ],
  [
    "a domain's suspension",
    () => act("web1", "suspend-domain", "amber-dental-graz.test"),
    () => act("web1", "resume-domain", "amber-dental-graz.test"),
  ],
  ["a client's suspension", () => act("web1", "suspend-client", "ada"), () => act("web1", "resume-client", "ada")],
  [
    "a domain's name",
    () => act("web1", "rename-domain", "bright-brewery-graz.example", "dark-brewery.example"),
    () => act("web1", "rename-domain", "dark-brewery.example", "bright-brewery-graz.example"),
  ],
  [
    "a client's login",
    () => act("web1", "rename-client", "plang", "paula"),
    () => act("web1", "rename-client", "paula", "plang"),
  ],
  ["an owner", () => own("wyildiz"), () => own("kaplan")],
  ["a site's subscription", () => moveSite("kaplan-textil.example"), () => moveSite("amber-archive-graz.example")],
  [
    "a domain with its mail switched on again",
    () => act("web1", "set-mail", "status-web1.example", "on"),
    () => act("web1", "set-mail", "status-web1.example", "off"),
  ],
  [
    "an address on the mail server",
    () => act("mail1", "remove-address", "press@old-town-school-graz.example"),
    () => patch(mail1, "old-town-school-graz.example", "piet", forward("c@else.test")),
  ],
];

describe("in the next run a change is seen although all was at rest, and so is another after it:", () => {
  test.each(deeds)("%s", async (_what, deed, next) => {
    await quiet();
    for (const change of [deed, next]) {
      const before = await known();
      await change();
      await world.run("web1");
      expect(await known()).not.toEqual(before);
      await world.settle("web1");
    }
    await missedNothing();
  });
});

test("what changes while nothing may be changed is noticed at the next look that may", async () => {
  await quiet();
  const moved = () => db.select().from(accounts).where(eq(accounts.ascii, "kaplan-textil.example"));
  await stopChanges(db, "ada");
  await act("web1", "set-mail", "kaplan-textil.example", "on");
  expect(await world.run("web1")).toMatchObject({ outcome: "stopped" });
  await allowChanges(db);
  await world.run("web1");
  expect(await moved()).toMatchObject([{ problem: "changed-by-someone" }]);
  await act("web1", "set-mail", "kaplan-textil.example", "off");
  await world.settle("web1");
  expect(await moved()).toMatchObject([{ problem: null }]);
});

test("what is at rest counts as looked at, and a preview shows the same of it with prints and without", async () => {
  await quiet();
  const [run] = await db.select({ looked: runs.looked }).from(runs).orderBy(desc(runs.id)).limit(1);
  expect(run?.looked).toBe(await db.$count(accounts));
  const shown = () =>
    preview({
      db,
      payload: { serverIds: [world.ids.web1 ?? 0], mailServerId: 1, wish: "assigned" },
      by: "tester",
      credential: null,
      tell: async () => {},
      answerInSecret: () => {},
    });
  const before = await shown();
  await db.delete(prints);
  const { ttl: _some, ...rest } = before.servers[0] ?? {};
  expect((await shown()).servers).toMatchObject([rest]);
});

test("what was understood a day ago is understood anew, and what became too old goes", async () => {
  await quiet();
  const age = (hours: number) => db.update(prints).set({ decodedAt: sql`now() - make_interval(hours => ${hours})` });
  await age(23);
  const before = await stored();
  await world.run("web1");
  expect(await stored()).toEqual(before);
  await age(25);
  await db
    .insert(prints)
    .values({ serverId: world.ids.web1 ?? 0, print: "old", decodedAt: sql`now() - interval '2 days'` });
  await world.run("web1");
  const after = await stored();
  expect(after.map(({ print }) => print)).toEqual(before.map(({ print }) => print));
  expect(after.every(({ decodedAt }) => decodedAt.getTime() > Date.now() - 600_000)).toBe(true);
});

test("a domain that is gone is missing, and no other is", async () => {
  await quiet();
  await act("web1", "delete-domain", "amber-dental-graz.test");
  await world.run("web1");
  const { rows } = await known();
  expect(rows.filter(({ missing, problem }) => missing || problem).map(({ name }) => name)).toEqual([
    "amber-dental-graz.test",
  ]);
  await missedNothing();
});

test("nothing is at rest any more once the wish turns, and prints go with the assignment", async () => {
  await db.update(accounts).set({ solution: "close" }).where(eq(accounts.name, "amber-dental-graz.test"));
  await quiet();
  await world.wish("web1", "deassigned");
  await world.settle("web1");
  expect((await known()).rows.every(({ stage }) => stage === "closed")).toBe(true);
  expect([await db.$count(assignments), await stored()]).toEqual([0, []]);
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
});
