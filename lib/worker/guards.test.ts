import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { closeBreaker } from "@/db/breakers";
import { setBudget } from "@/db/budget";
import { accounts, breakers, operations, runs, watermark } from "@/db/schema";
import { endObserveOnly } from "@/db/watermark";
import { homeOf } from "@/e2e/fleet/home";
import { refuseWhileStopped } from "./stop";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 8, ttl: 0 });
const { db } = world;
const web1 = world.model("web1");
await world.fleet.act("web1", "resume-client", ["mfischer"]);
await world.fleet.act("web1", "add-domain", ["made-since.example"]);
const words = /^web1\S* has had its 3 changes of mail flow within an hour; it goes on at \d\d:\d\d UTC\.$/;
const fresh = sql`${operations.startedAt} > now() - interval '1 hour'`;
const on = (source: unknown) => (source as { mailService: boolean } | null)?.mailService === true;
const lastRun = async () => (await db.select().from(runs).orderBy(runs.id)).at(-1);

describe("a database that went back in time", () => {
  test("is looked from, and nothing is changed on any server nor by any question until a person has looked", async () => {
    await world.wish("web1", "assigned");
    await world.run("web1");
    const before = await db.$count(operations);
    const stages = (await world.domains("web1")).map(({ stage }) => stage);
    await db.update(watermark).set({ value: 1 });
    await world.fleet.act("web1", "add-address", ["born@made-since.example"]);
    expect(await world.run("web1")).toEqual({ outcome: "stopped", nextAt: null });
    expect(await lastRun()).toMatchObject({ error: expect.stringMatching(/^The database was restored/), changed: 0 });
    expect(await db.$count(operations)).toBe(before);
    const [seen] = await db.select().from(accounts).where(eq(accounts.ascii, "made-since.example"));
    expect(seen).toMatchObject({ syncStatus: "outdated" });
    expect((await world.domains("web1")).map(({ stage }) => stage)).toEqual(stages);
    await expect(refuseWhileStopped(db)).rejects.toThrow(/^The database was restored/);
  });

  test("goes on from there once that is released", async () => {
    await endObserveOnly(db);
    await world.settle("web1");
    const moved = (await world.domains("web1")).filter(({ problem }) => problem === null);
    expect(new Set(moved.map(({ stage }) => stage))).toEqual(new Set(["assigned"]));
    await refuseWhileStopped(db);
  });
});

describe("a change budget that is used up", () => {
  const anHourLater = () => db.execute(sql`update operations set started_at = started_at - interval '61 minutes'`);
  let before: ReturnType<typeof homeOf> | undefined;
  const flowing = () => web1.domains.filter((domain) => domain.mail.service === "on").length;

  test("holds the rest back where both servers accept, in words, while what only adds goes on", async () => {
    await world.wish("web1", "deassigned");
    await world.settle("web1");
    await anHourLater();
    before = homeOf(web1);
    await world.wish("web1", "assigned");
    await setBudget(db, { run: 500, server: 3, fleet: 10_000 });
    const result = await world.run("web1");
    expect(result.outcome).toBe("waiting");
    expect(result.nextAt).toBeGreaterThan(Date.now() + 50 * 60_000);
    expect(await lastRun()).toMatchObject({ outcome: "waiting", failed: 0, error: expect.stringMatching(words) });
    const all = (await world.domains("web1")).filter(({ problem, source }) => problem === null && on(source));
    expect(all.every(({ centralId }) => centralId !== null)).toBe(true);
    const waiting = all.filter(({ waiting }) => waiting && words.test(waiting));
    expect(waiting.length).toBeGreaterThan(3);
    expect(new Set(waiting.map(({ stage }) => stage))).toEqual(new Set(["switching"]));
    expect(await db.$count(operations, and(eq(operations.disruptive, true), fresh))).toBe(3);
  });

  test("lets it go on by itself as time passes, out and back, and loses nothing", async () => {
    for (let hour = 0; hour < 40 && flowing() > 0; hour++) {
      await anHourLater();
      await world.run("web1");
      expect(await db.$count(operations, and(eq(operations.disruptive, true), fresh))).toBeLessThanOrEqual(6);
    }
    expect(flowing()).toBe(0);
    await world.wish("web1", "deassigned");
    await anHourLater();
    await world.run("web1");
    const held = (await world.domains("web1")).filter(({ waiting }) => waiting && words.test(waiting));
    expect(held.length).toBeGreaterThan(0);
    await setBudget(db, { run: 500, server: 2_000, fleet: 10_000 });
    await world.settle("web1");
    expect(homeOf(web1)).toEqual(before);
    expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
  });
});

describe("a breaker", () => {
  test("opens when changes fail again and again; from then on nothing is changed, and looking goes on", async () => {
    await world.wish("web1", "assigned");
    await world.fleet.act("web1", "fault", ["refuseChanges", "on"]);
    for (let turn = 0; turn < 8; turn++) await world.run("web1");
    await world.fleet.act("web1", "fault", ["refuseChanges", "off"]);
    expect(await db.select().from(breakers)).toMatchObject([{ serverId: world.ids.web1, closedAt: null }]);
    const made = await db.$count(operations);
    await world.fleet.act("web1", "add-address", ["later@kaplan-textil.example"]);
    expect(await world.run("web1")).toEqual({ outcome: "stopped", nextAt: null });
    expect(await lastRun()).toMatchObject({ error: expect.stringMatching(/^A breaker is open/), changed: 0 });
    expect(await db.$count(operations)).toBe(made);
    const [seen] = await db.select().from(accounts).where(eq(accounts.ascii, "kaplan-textil.example"));
    expect(seen).toMatchObject({ syncStatus: "outdated" });
  });

  test("is closed by a person, and then everything goes on", async () => {
    const [breaker] = await db.select().from(breakers);
    await closeBreaker(db, breaker?.id ?? 0, "anna");
    await world.settle("web1");
    const moved = (await world.domains("web1")).filter(({ problem, source }) => problem === null && on(source));
    expect(moved).toEqual([]);
    expect(web1.domains.filter((domain) => domain.mail.service === "on")).toEqual([]);
    expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
  });
});
