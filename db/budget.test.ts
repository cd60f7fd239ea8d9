import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { getBudget, setBudget } from "./budget";
import { recordIntents } from "./run-record";
import { addMailServer, addRun, addServer } from "./sample";
import { operations } from "./schema";
import { testDatabase } from "./testing";
import { raiseWatermark } from "./watermark";

const { db } = await testDatabase();
const mailServerId = await addMailServer(db, 1);
const web1 = await addServer(db, "web1");
const web2 = await addServer(db, "web2");
let run = 0;
const wide = { run: 1_000, server: 1_000, fleet: 1_000 };

beforeEach(async () => {
  await db.delete(operations);
  await setBudget(db, wide);
  run = await addRun(db, { serverId: web1, mailServerId });
});

/** As a run does: in a transaction that has raised the watermark. */
const intend = (amount: number, serverId = web1, disruptive = true, runId = run) =>
  db.transaction(async (tx) => {
    await raiseWatermark(tx);
    const intent = { accountId: null, serverId, kind: "remove-mx", disruptive, summary: "remove MX", reason: "moved" };
    return recordIntents(
      tx,
      runId,
      Array.from({ length: amount }, () => ({ ...intent })),
    );
  });
const granted = (answers: Awaited<ReturnType<typeof intend>>) => answers.filter((each) => "id" in each).length;
const age = (minutes: number) =>
  db.execute(sql`update operations set started_at = started_at - make_interval(mins => ${minutes})`);

describe("the change budget", () => {
  test("suits a provider with hundreds of servers until somebody sets it", async () => {
    await db.execute(sql`update settings set budget_run = default, budget_server = default, budget_fleet = default`);
    expect(await getBudget(db)).toEqual({ run: 500, server: 2_000, fleet: 10_000 });
  });

  test("lets the first ones of a batch through and tells the rest when it goes on, and why not before", async () => {
    await setBudget(db, { ...wide, server: 5 });
    const answers = await intend(8);
    expect(answers.map((each) => "id" in each)).toEqual([true, true, true, true, true, false, false, false]);
    expect(answers[7]).toMatchObject({
      why: expect.stringMatching(
        /^web1 has had its 5 changes of mail flow within an hour; it goes on at \d\d:\d\d UTC\.$/,
      ),
    });
    const later = answers[7] && "later" in answers[7] ? answers[7].later.getTime() : 0;
    expect(Math.abs(later - Date.now() - 3_600_000)).toBeLessThan(10_000);
    expect(await db.$count(operations)).toBe(5);
  });

  test("is free again as what was made becomes an hour old", async () => {
    await setBudget(db, { ...wide, server: 3 });
    await intend(2);
    await age(40);
    await intend(1);
    const [later] = await intend(1);
    expect(later && "later" in later ? Math.round((later.later.getTime() - Date.now()) / 60_000) : 0).toBe(20);
    await age(21);
    expect(granted(await intend(3))).toBe(2);
  });

  test("is one for each server, one for the fleet, and one for each run", async () => {
    await setBudget(db, { run: 4, server: 3, fleet: 5 });
    expect(granted(await intend(9, web1))).toBe(3);
    expect(granted(await intend(9, web2))).toBe(1);
    const other = await addRun(db, { serverId: web2, mailServerId });
    const answers = await intend(9, web2, true, other);
    expect(granted(answers)).toBe(1);
    expect(answers[8]).toMatchObject({ why: expect.stringMatching(/^The fleet has had its 5 changes/) });
    await db.delete(operations);
    await intend(3, web1);
    await intend(1, web2);
    const [over] = await intend(1, web2);
    expect(over).toMatchObject({ why: "This run has had its 4 changes of mail flow; the next look goes on." });
  });

  test("does not bound what only adds, nor count it", async () => {
    await setBudget(db, { run: 1, server: 1, fleet: 1 });
    expect(granted(await intend(20, web1, false))).toBe(20);
    expect(granted(await intend(2))).toBe(1);
    expect(granted(await intend(20, web1, false))).toBe(20);
  });

  test("does not count what was recorded and then not begun", async () => {
    await setBudget(db, { run: 4, server: 3, fleet: 5 });
    await intend(3);
    expect(granted(await intend(1))).toBe(0);
    await db.update(operations).set({ state: "not-begun" });
    await age(30);
    const answers = await intend(9);
    expect(granted(answers)).toBe(3);
    const later = answers[8] && "later" in answers[8] ? answers[8].later.getTime() : 0;
    expect(Math.abs(later - Date.now() - 3_600_000)).toBeLessThan(10_000);
    await db.update(operations).set({ state: "not-begun" });
    expect(granted(await intend(9))).toBe(3);
  });

  test("holds when many workers ask at once", async () => {
    await setBudget(db, { ...wide, fleet: 25 });
    const runs = await Promise.all(Array.from({ length: 8 }, () => addRun(db, { serverId: web2, mailServerId })));
    const answers = await Promise.all(
      runs.flatMap((id, index) => [intend(3, index % 2 ? web1 : web2, true, id), intend(3, web1, true, id)]),
    );
    expect(answers.flat().filter((each) => "id" in each)).toHaveLength(25);
    expect(await db.$count(operations)).toBe(25);
  });
});
