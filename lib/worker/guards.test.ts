import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { accounts, operations, runs, watermark } from "@/db/schema";
import { endObserveOnly } from "@/db/watermark";
import { refuseWhileStopped } from "./stop";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 8, ttl: 0 });
const { db } = world;
const lastRun = async () => (await db.select().from(runs).orderBy(runs.id)).at(-1);

describe("a database that went back in time", () => {
  test("is looked from, and nothing is changed on any server nor by any question until a person has looked", async () => {
    await world.wish("web1", "assigned");
    await world.run("web1");
    const before = await db.$count(operations);
    const stages = (await world.domains("web1")).map(({ stage }) => stage);
    await db.update(watermark).set({ value: 1 });
    await world.fleet.act("web1", "add-domain", ["made-since.example"]);
    expect(await world.run("web1")).toEqual({ outcome: "stopped", nextAt: null });
    expect(await lastRun()).toMatchObject({ error: expect.stringMatching(/^The database was restored/), changed: 0 });
    expect(await db.$count(operations)).toBe(before);
    const [seen] = await db.select().from(accounts).where(eq(accounts.ascii, "made-since.example"));
    expect(seen).toMatchObject({ syncStatus: "outdated", stage: null });
    const now = (await world.domains("web1")).filter(({ ascii }) => ascii !== "made-since.example");
    expect(now.map(({ stage }) => stage)).toEqual(stages);
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
