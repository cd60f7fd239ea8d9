import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { countOperations, getRun, isRunning, listOperations, listRuns } from "./runs";
import { addAccount, addAssigned, addMailServer, addOperation, addRun } from "./sample";
import { accounts, assignments } from "./schema";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
const finishedAt = new Date();
let web8 = 0;
let failed = 0;

beforeAll(async () => {
  await addMailServer(db, 1);
  web8 = await addAssigned(db, "web8.provider.example", 1);
  const web9 = await addAssigned(db, "web9.provider.example", 1);
  await addRun(db, { serverId: web8, mailServerId: 1 }, { kind: "assign", outcome: "done", finishedAt });
  failed = await addRun(
    db,
    { serverId: web8, mailServerId: 1 },
    { outcome: "done", failed: 1, changed: 2, finishedAt },
  );
  await addRun(db, { serverId: web9, mailServerId: 7 }, { outcome: "failed", error: "unreachable", finishedAt });
  await addRun(db, { serverId: web9, mailServerId: 1 }, { step: "creating addresses", done: 3, total: 9 });
  await addOperation(db, failed, { serverId: web8, summary: "first" });
  await addOperation(db, failed, { serverId: web8, summary: "second", state: "failed", error: "zone is a slave" });
  await addOperation(db, failed, { serverId: web8, summary: "third" });
  await addOperation(db, failed, { serverId: web8, summary: "fourth", state: "not-begun" });
});

test("runs are listed newest first and the list goes on behind its last row", async () => {
  const first = await listRuns(db, {}, { limit: 3 });
  expect(first.rows.map((run) => run.kind)).toEqual(["synchronize", "synchronize", "synchronize"]);
  const second = await listRuns(db, {}, { after: first.rows.at(-1)?.id, limit: 3 });
  expect(second).toMatchObject({ rows: [{ kind: "assign" }], more: false, earlier: true });
});

test("a page of runs and of operations leads back to the one before it, not to the first", async () => {
  const runs = (await listRuns(db, {}, { limit: 9 })).rows;
  const back = await listRuns(db, {}, { before: runs[3]?.id, limit: 2 });
  expect(back).toEqual({ rows: runs.slice(1, 3), more: true, earlier: true });
  expect(await listRuns(db, {}, { before: runs[1]?.id, limit: 2 })).toMatchObject({ more: true, earlier: false });
  const operations = (await listOperations(db, failed, {}, { limit: 9 })).rows;
  const before = await listOperations(db, failed, {}, { before: operations[3]?.id, limit: 2 });
  expect(before).toEqual({ rows: operations.slice(1, 3), more: true, earlier: true });
});

test("a run of a mail server that was removed since is still listed, without its name", async () => {
  const { rows } = await listRuns(db, { mailServerId: 7 }, { limit: 3 });
  expect(rows).toMatchObject([{ server: "web9.provider.example", mailServer: null }]);
});

test("trouble is a run that failed or in which an operation failed", async () => {
  const { rows } = await listRuns(db, { state: "trouble" }, { limit: 9 });
  expect(rows.map((run) => run.error)).toEqual(["unreachable", null]);
});

test("a page knows whether something runs on its server, or was asked for a moment ago", async () => {
  await db.update(assignments).set({ wishedAt: new Date(Date.now() - 120_000) });
  expect(await isRunning(db, {})).toBe(true);
  expect(await isRunning(db, { serverId: web8 })).toBe(false);
  const id = await addAccount(db, { serverId: web8, mailServerId: 1 }, "acme.example");
  await db.update(accounts).set({ synchronizeWantedAt: new Date() }).where(eq(accounts.id, id));
  expect(await isRunning(db, { serverId: web8 })).toBe(true);
  await db.update(accounts).set({ synchronizeWantedAt: null });
  expect(await isRunning(db, { serverId: web8 })).toBe(false);
  await db.update(assignments).set({ refreshWantedAt: new Date() }).where(eq(assignments.serverId, web8));
  expect(await isRunning(db, { serverId: web8 })).toBe(true);
});

test("a run shows what it changed in the order of doing, and counts each outcome", async () => {
  expect(await getRun(db, failed)).toMatchObject({ changed: 2, failed: 1, server: "web8.provider.example" });
  const all = await listOperations(db, failed, {}, { limit: 2 });
  expect(all).toMatchObject({ rows: [{ summary: "first" }, { summary: "second" }], more: true });
  const bad = await listOperations(db, failed, { state: "failed" }, { limit: 2 });
  expect(bad).toMatchObject({ rows: [{ summary: "second", error: "zone is a slave" }], more: false });
  expect(await countOperations(db, failed)).toEqual({ done: 2, failed: 1, "not-begun": 1 });
});
