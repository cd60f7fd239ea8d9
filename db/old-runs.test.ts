import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Db } from "./client";
import { closeLeftRuns, pruneRuns } from "./old-runs";
import { isRunning } from "./runs";
import { addAssigned, addMailServer, addOperation, addRun, addServer } from "./sample";
import { assignments, type OperationState, type RunOutcome, runs, servers } from "./schema";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
await addMailServer(db, 1);
const web1 = await addAssigned(db, "web1", 1);
const web2 = await addAssigned(db, "web2", 1);

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
/** A scheduled run that did nothing, unless said otherwise. */
const ran = (serverId: number, hours: number, outcome: RunOutcome, values: Partial<typeof runs.$inferInsert> = {}) => {
  const at = { startedAt: hoursAgo(hours), finishedAt: hoursAgo(hours) };
  return addRun(
    db,
    { serverId, mailServerId: 1 },
    { kind: "refresh", startedBy: "schedule", outcome, ...at, ...values },
  );
};
const kept = async () => (await db.select({ id: runs.id }).from(runs).orderBy(runs.id)).map(({ id }) => id);

beforeEach(() => db.delete(runs));

test("scheduled runs that did nothing go after a day, however they ended", async () => {
  for (const outcome of ["done", "waiting", "failed", "stopped"] as const) await ran(web1, 25, outcome);
  const last = [];
  for (const outcome of ["done", "waiting", "failed", "stopped"] as const) last.push(await ran(web1, 23, outcome));
  await pruneRuns(db);
  expect(await kept()).toEqual(last);
});

test("the last one of each server that ended so is kept, for as long as all others", async () => {
  await ran(web1, 91 * 24, "stopped");
  await ran(web1, 60, "failed");
  const failed = await ran(web1, 50, "failed");
  const other = await ran(web2, 45, "waiting");
  await ran(web1, 40, "done");
  const done = await ran(web1, 30, "done");
  await pruneRuns(db);
  expect(await kept()).toEqual([failed, other, done]);
});

test("what a person started, or what changed or tried anything, is kept, also where it was cut off before it counted", async () => {
  const held = [await ran(web1, 48, "done", { startedBy: "ada" }), await ran(web1, 48, "failed", { failed: 1 })];
  for (const state of ["done", "failed", "unknown", "intended"] satisfies OperationState[]) {
    held.push(await ran(web1, 40, "stopped"));
    await addOperation(db, held.at(-1) ?? 0, { serverId: web1, state });
  }
  for (const state of ["already", "not-begun"] satisfies OperationState[])
    await addOperation(db, await ran(web1, 40, "stopped"), { serverId: web1, state });
  for (const outcome of ["done", "failed", "stopped"] as const) held.push(await ran(web1, 1, outcome));
  await pruneRuns(db);
  expect(await kept()).toEqual(held);
});

test("finding the runs that go does not read all that are kept", async () => {
  await db.execute(sql`
    insert into runs (kind, server_id, mail_server_id, started_by, started_at, finished_at, outcome, changed)
    select 'synchronize', ${web1}, 1, 'ada', at, at, 'done', 1
    from (select now() - n * interval '1 second' as at from generate_series(1, 20000) n) as times`);
  await db.execute(sql`analyze runs`);
  const timesReadWhole = (tx: Db) =>
    tx.execute(sql`select seq_scan as times from pg_stat_xact_user_tables where relname = 'runs'`);
  await db.transaction(async (tx) => {
    const before = await timesReadWhole(tx);
    await pruneRuns(tx);
    expect(await timesReadWhole(tx)).toEqual(before);
  });
});

test("a run whose worker died when its server was deassigned is closed, once nobody can be at it any more", async () => {
  const gone = await addServer(db, "web3");
  await db
    .update(servers)
    .set({ leaseUntil: hoursAgo(-1) })
    .where(eq(servers.id, gone));
  const open = { outcome: null, finishedAt: null, kind: "deassign", startedBy: "ada", step: "looking" } as const;
  const left = await ran(gone, 2, "done", open);
  await addOperation(db, left, { serverId: gone });
  await addOperation(db, left, { serverId: gone, state: "already" });
  await addOperation(db, left, { serverId: gone, state: "unknown" });
  const going = await ran(web1, 2, "done", open);
  await db.update(assignments).set({ wishedAt: hoursAgo(1) });

  await closeLeftRuns(db);
  expect(await isRunning(db, { serverId: gone })).toBe(true);
  await db.update(servers).set({ leaseUntil: hoursAgo(0.1) });
  await closeLeftRuns(db);
  expect(await isRunning(db, { serverId: gone })).toBe(false);
  expect(await isRunning(db, { serverId: web1 })).toBe(true);
  const [row, other] = await db.select().from(runs).orderBy(runs.id);
  expect(row).toMatchObject({
    id: left,
    outcome: "done",
    changed: 1,
    failed: 1,
    step: null,
    finishedAt: expect.any(Date),
  });
  expect(other).toMatchObject({ id: going, outcome: null, finishedAt: null });
});
