import { and, eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { setBudget } from "@/db/budget";
import { operations } from "@/db/schema";
import type { World } from "@/lib/sync/world";
import { ground } from "./testing";

/** More domains than are asked about at once are due to lose their local mail, and their name servers are slow. */
const world = await ground({ servers: 2, domains: 28, ttl: 1 });
const { db } = world;
const web1 = world.model("web1");
await world.fleet.act("web1", "resume-client", ["mfischer"]);

let now = Date.now();
/** A clock that goes on only while name servers are asked: by so many seconds, so many times. */
const slow =
  (seconds: number, times = Number.POSITIVE_INFINITY) =>
  ({ clock, dns }: World): Partial<World> => {
    let asked = 0;
    return {
      clock: { ...clock, now: () => now },
      dns: {
        ...dns,
        async nameServers(zone) {
          asked += 1;
          if (asked <= times) now += seconds * 1000;
          return dns.nameServers(zone);
        },
      },
    };
  };
const atHome = () => web1.domains.filter(({ mail }) => mail.service === "on").length;
const flowing = () => db.$count(operations, eq(operations.disruptive, true));
const notBegun = () => db.$count(operations, and(eq(operations.disruptive, true), eq(operations.state, "not-begun")));

beforeAll(async () => {
  await world.wish("web1", "assigned");
  const ready = new Set<string | null>(["draining", "assigned"]);
  for (let left = Number.NaN, turn = 0; left !== 0 && turn < 12; turn++) {
    await world.run("web1", undefined, slow(0));
    left = (await world.domains("web1")).filter(({ stage }) => !ready.has(stage)).length;
  }
  now += 60_000;
  await db.execute(sql`update operations set started_at = started_at - interval '61 minutes'`);
});

test("where all was heard too long ago, nothing is recorded and nothing sent", async () => {
  const [before, due] = [await flowing(), atHome()];
  expect(due).toBeGreaterThan(20);
  const result = await world.run("web1", undefined, slow(130));
  expect(result).toMatchObject({ outcome: "waiting", nextAt: expect.any(Number) });
  const late = (await world.domains("web1")).filter(({ waiting }) => waiting?.startsWith("Not begun"));
  expect(late).toHaveLength(due);
  expect(await flowing()).toBe(before);
  expect(atHome()).toBe(due);
}, 60_000);

test("those that were heard last go first, and the others use up nothing of the budget", async () => {
  const due = atHome();
  const before = await flowing();
  await setBudget(db, { run: 500, server: 4, fleet: 10_000 });
  await world.run("web1", undefined, slow(30, 16));
  expect(atHome()).toBe(due - 4);
  expect(await flowing()).toBe(before + 4);
  expect(await notBegun()).toBe(0);
});

test("run after run goes on until none is left", async () => {
  await setBudget(db, { run: 500, server: 2_000, fleet: 10_000 });
  let left = atHome();
  for (let turn = 0; turn < 12 && left > 0; turn++) {
    await world.run("web1", undefined, slow(30, 16));
    expect(atHome()).toBeLessThan(left);
    left = atHome();
  }
  expect(left).toBe(0);
  expect(await notBegun()).toBe(0);
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
}, 60_000);
