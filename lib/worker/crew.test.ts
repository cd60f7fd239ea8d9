import { sql } from "drizzle-orm";
import type { Task, TaskList } from "graphile-worker";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { enqueueDelivery, enqueueProbes, enqueueReconciles } from "@/db/jobs";
import { testDatabase } from "@/db/testing";
import { tasks } from "./tasks";

const { db, url } = await testDatabase();
vi.stubEnv("DATABASE_URL", url);
const { startCrew } = await import("./crew");

const servers = [1, 2, 3, 4, 5, 6];
const done: string[] = [];
let release = () => {};
let crew: Awaited<ReturnType<typeof startCrew>> | undefined;

beforeEach(async () => {
  done.length = 0;
  await db.execute(sql`delete from graphile_worker._private_jobs`);
});
afterEach(async () => {
  release();
  await crew?.stop();
});

/** The product's lists with other deeds: those of one task hold out until they are released, all others are done at once. */
async function startStuckIn(stuck: string) {
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const deed = (name: string): Task => (name === stuck ? () => held : async () => void done.push(name));
  const lists = tasks.map((list): TaskList => Object.fromEntries(Object.keys(list).map((name) => [name, deed(name)])));
  crew = await startCrew(url, lists, 2);
}
const running = async (task: string) =>
  (await db.execute(sql`select from graphile_worker.jobs where task_identifier = ${task} and locked_at is not null`))
    .length;
const count = (task: string) => done.filter((name) => name === task).length;

test("net status and messages go on while looks keep every worker of synchronization", async () => {
  await startStuckIn("reconcile");
  await enqueueReconciles(db, servers);
  await expect.poll(() => running("reconcile"), { timeout: 10_000 }).toBe(2);
  await enqueueProbes(db, servers);
  await enqueueDelivery(db, 1, {});
  await expect.poll(() => [count("probe"), count("deliver")], { timeout: 10_000 }).toEqual([6, 1]);
  expect(await running("reconcile")).toBe(2);
});

test("looks go on while probes keep every other worker", async () => {
  await startStuckIn("probe");
  await enqueueProbes(db, servers);
  await expect.poll(() => running("probe"), { timeout: 10_000 }).toBe(2);
  await enqueueReconciles(db, servers);
  await expect.poll(() => count("reconcile"), { timeout: 10_000 }).toBe(6);
});

test("a crew that is told to stop ends with what is under way in all of its lists", async () => {
  await startStuckIn("reconcile");
  await enqueueReconciles(db, servers);
  await expect.poll(() => running("reconcile"), { timeout: 10_000 }).toBe(2);
  const stopped = crew?.stop();
  release();
  await stopped;
  await crew?.ended;
  expect(await running("reconcile")).toBe(0);
  const left = () =>
    db.execute(sql`select from pg_stat_activity where datname = current_database() and application_name like 'pool-%'`);
  await expect.poll(async () => (await left()).length).toBe(0);
});
