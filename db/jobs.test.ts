import { sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { connect } from "./client";
import {
  enqueueDelivery,
  enqueuePeriodic,
  enqueueProbe,
  enqueueProbeAll,
  enqueueProbes,
  enqueueReconcile,
  enqueueReconcileAll,
  enqueueReconciles,
  hastenDeliveries,
  releaseDeadWorkers,
} from "./jobs";
import { assignments, mailServers, servers } from "./schema";
import { testDatabase } from "./testing";

const { db, url } = await testDatabase();

const jobs = () =>
  db.execute<{ key: string; task: string; queue: string | null; due: number; locked: boolean }>(sql`
    select key, task_identifier as task, queue_name as queue, locked_at is not null as locked,
      round(extract(epoch from run_at - now()))::int as due from graphile_worker.jobs order by key`);

const lock = (by: string) =>
  db.execute(sql`update graphile_worker._private_jobs set locked_by = ${by}, locked_at = now() - interval '1 minute'`);

beforeEach(async () => {
  await db.execute("truncate servers, mail_servers, assignments cascade");
  await db.execute("delete from graphile_worker._private_jobs");
  await db.execute("delete from graphile_worker._private_job_queues");
});

it("asking twice for the same server is asking once, in the server's own queue", async () => {
  await enqueueReconcile(db, 5);
  await enqueueReconcile(db, 5);
  expect(await jobs()).toMatchObject([{ key: "reconcile:5", task: "reconcile", queue: "server:5", due: 0 }]);
});

it("several servers are asked for together, also where one is named twice, and none is as well", async () => {
  await enqueueReconciles(db, [7, 5, 7]);
  await enqueueProbes(db, [5, 5]);
  await enqueueReconciles(db, []);
  expect((await jobs()).map(({ key }) => key)).toEqual(["probe:5", "reconcile:5", "reconcile:7"]);
});

it("asking for later never puts off what is due sooner, and asking for sooner brings it forward", async () => {
  await enqueueReconcile(db, 5, { runAt: new Date(Date.now() + 100_000) });
  await enqueueReconcile(db, 5, { runAt: new Date(Date.now() + 900_000) });
  expect((await jobs())[0]?.due).toBeCloseTo(100, -1);
  await enqueueReconcile(db, 5);
  expect((await jobs())[0]?.due).toBe(0);
});

/** Three registered servers; the first is the mail server of the others. */
async function threeServers() {
  for (const id of [1, 2, 3])
    await db.insert(servers).values({
      id,
      name: `s${id}`,
      host: `s${id}.example`,
      fingerprint: "",
      guid: `g${id}`,
      sealedKey: "",
      registeredBy: "anna",
      protocol: "1.6.9.1",
    });
  await db.insert(mailServers).values({ id: 1, serverId: 1, mxHost: "s1.example", definedBy: "anna" });
  for (const serverId of [2, 3]) await db.insert(assignments).values({ serverId, mailServerId: 1, wishedBy: "anna" });
}

it("a round of looks or probes leaves what waits since the last one in its place, and brings later ones forward", async () => {
  await threeServers();
  await enqueueReconcileAll(db);
  await enqueueProbeAll(db, 30);
  await db.execute(sql`update graphile_worker._private_jobs set run_at = now() + make_interval(secs => case
    when key in ('probe:3', 'reconcile:3') then -300 when key = 'reconcile:2' then 900 else 0 end)`);
  await enqueueReconcileAll(db);
  await enqueueProbeAll(db, 30);
  await enqueueReconciles(db, [3]);
  await enqueueProbe(db, 3);
  const due = Object.fromEntries((await jobs()).map(({ key, due }) => [key, due]));
  expect(due).toEqual({ "probe:1": 0, "probe:2": 0, "probe:3": -300, "reconcile:2": 0, "reconcile:3": -300 });
});

it("the time of a job that is never tried again says nothing about the next one", async () => {
  await enqueueReconcile(db, 5);
  await db.execute(
    sql`update graphile_worker._private_jobs set attempts = max_attempts, run_at = now() - interval '1 hour'`,
  );
  await enqueueReconcile(db, 5, { runAt: new Date(Date.now() + 900_000) });
  expect((await jobs()).find(({ key }) => key !== null)?.due).toBeCloseTo(900, -1);
});

it("a probe that a person waits for goes first, also after the next round", async () => {
  await threeServers();
  await enqueueProbe(db, 2);
  await enqueueProbeAll(db, 30);
  await db.execute(
    sql`update graphile_worker._private_jobs set run_at = now() - interval '1 minute' where key = 'probe:1'`,
  );
  const first = await db.execute(sql`select key from graphile_worker.jobs order by priority, run_at limit 1`);
  expect(first).toEqual([{ key: "probe:2" }]);
});

it("a channel's messages go one after the other, before probes, and in order once it takes them again", async () => {
  await enqueueProbe(db, 5);
  for (const channel of [1, 1, 2, 1]) await enqueueDelivery(db, channel, {});
  const waiting = () =>
    db.execute<{ id: string; queue: string; late: boolean }>(sql`
      select id, queue_name as queue, run_at > now() as late from graphile_worker.jobs order by priority, run_at, id`);
  const [first, second, other, third, probe] = await waiting();
  expect([first, second, other, third, probe].map((job) => job?.queue)).toEqual([
    ...["channel:1", "channel:1", "channel:2", "channel:1"],
    null,
  ]);
  // The later it came, the sooner its next try; the second one is given up.
  await db.execute(sql`update graphile_worker._private_jobs
    set run_at = now() + interval '9 hours' - id * interval '1 minute',
      attempts = case when id = ${second?.id} then max_attempts else 1 end where key is null`);
  await hastenDeliveries(db, 1);
  expect(await waiting()).toEqual([
    { ...first, late: false },
    { ...third, late: false },
    { ...other, late: true },
    { ...second, late: true },
    probe,
  ]);
});

it("asking while it runs lets it run again afterwards", async () => {
  await enqueueReconcile(db, 5);
  await lock("pool-running");
  await enqueueReconcile(db, 5);
  expect((await jobs()).map((job) => job.locked).sort()).toEqual([false, true]);
});

it("a job is gone with the transaction that was rolled back", async () => {
  await expect(
    db.transaction(async (tx) => {
      await enqueueReconcile(tx, 5);
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await jobs()).toHaveLength(0);
});

it("the sweep asks for every assigned server, the probes for every server, but not for those at work", async () => {
  await threeServers();
  await enqueueReconcileAll(db);
  await enqueueProbeAll(db, 30);
  const all = ["probe:1", "probe:2", "probe:3", "reconcile:2", "reconcile:3"];
  expect((await jobs()).map((job) => job.key)).toEqual(all);
  await lock("pool-running");
  await enqueueReconcileAll(db);
  await enqueueProbeAll(db, 30);
  expect((await jobs()).map((job) => job.key)).toEqual(all);
});

it("the probes leave out whom another worker has just had probed, unless a clock was set back since", async () => {
  await threeServers();
  await db.execute(sql`update servers set net_checked_at = now() + make_interval(secs => case id
    when 1 then -20 when 2 then -40 else 300 end)`);
  await enqueueProbeAll(db, 30);
  expect((await jobs()).map(({ key }) => key)).toEqual(["probe:2", "probe:3"]);
});

it("a periodic task that runs is not asked for again", async () => {
  await enqueuePeriodic(db, "sweep");
  await enqueuePeriodic(db, "sweep");
  await lock("pool-running");
  await enqueuePeriodic(db, "sweep");
  expect(await jobs()).toHaveLength(1);
});

it("jobs of a killed worker are freed, those of a living one are kept", async () => {
  await enqueueReconcile(db, 5);
  await lock("test");
  await releaseDeadWorkers(db, 180);
  expect(await jobs()).toMatchObject([{ locked: true }]);
  await lock("pool-killed");
  await releaseDeadWorkers(db, 180);
  expect(await jobs()).toMatchObject([{ locked: false }]);
});

it("jobs of a worker that stands still are freed although its connection stands", async () => {
  const still = connect(url, { max: 1, name: "pool-still" });
  await still.execute("select 1");
  await enqueueReconcile(db, 5);
  await lock("pool-still");
  await releaseDeadWorkers(db, 180);
  expect(await jobs()).toMatchObject([{ locked: true }]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await releaseDeadWorkers(db, 0.2);
  expect(await jobs()).toMatchObject([{ locked: false }]);
  await still.$client.end();
});

it("a queue whose job was finished by somebody else is freed, one whose job is under way is not", async () => {
  const queue = () => db.execute(sql`select locked_by as "by" from graphile_worker._private_job_queues`);
  await enqueueReconcile(db, 5);
  await lock("test");
  await db.execute(
    sql`update graphile_worker._private_job_queues set locked_by = 'test', locked_at = now() - interval '1 minute'`,
  );
  await releaseDeadWorkers(db, 180);
  expect(await queue()).toEqual([{ by: "test" }]);
  await db.execute("delete from graphile_worker._private_jobs");
  await releaseDeadWorkers(db, 180);
  expect(await queue()).toEqual([{ by: null }]);
});
