import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { closeBreaker, listFailed } from "./breakers";
import { readGate, takeLease } from "./lease";
import { openRun, recordIntents, settleIntents } from "./run-record";
import { addAssigned, addMailServer, addRun } from "./sample";
import { auditTrail, breakers, type OperationState, operations } from "./schema";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
const mailServerId = await addMailServer(db, 1);
const [mail1] = await db.execute<{ id: number }>(sql`select server_id as id from mail_servers`);
const central = mail1?.id ?? 0;
const web: number[] = [];
for (const name of ["web1", "web2", "web3", "web4"]) web.push(await addAssigned(db, name, mailServerId));
const [web1 = 0, web2 = 0, web3 = 0, web4 = 0] = web;
const epochs = new Map<number, number>();
for (const id of web) epochs.set(id, (await takeLease(db, id, "test", 180)) ?? 0);

beforeEach(async () => {
  await db.delete(breakers);
  await db.delete(operations);
});

async function make(serverId: number, states: OperationState[], disruptive = true): Promise<void> {
  const runId = await addRun(db, { serverId, mailServerId });
  const intent = { accountId: null, serverId, kind: "remove-mx", disruptive, summary: "remove MX", reason: "moved" };
  const recorded = await recordIntents(
    db,
    runId,
    states.map(() => ({ ...intent })),
  );
  const ids = recorded.map((each) => ("id" in each ? each.id : 0));
  await settleIntents(
    db,
    states.map((state, index) => ({ id: ids[index] ?? 0, state, error: state === "failed" ? "no" : null })),
  );
}
const times = (amount: number, state: OperationState) => Array.from({ length: amount }, () => state);
const isOpen = async (serverId: number) => !(await readGate(db, serverId, epochs.get(serverId) ?? 0, 180))?.broken;
const age = (minutes: number) =>
  db.execute(sql`update operations set started_at = started_at - make_interval(mins => ${minutes})`);

describe("the breaker of a server", () => {
  test("opens when a handful of changes of mail flow failed, or nobody knows, and closes the gate of that server alone", async () => {
    await make(web1, ["failed", "unknown", "failed", "unknown"]);
    expect(await isOpen(web1)).toBe(true);
    await make(web1, ["failed"]);
    expect(await isOpen(web1)).toBe(false);
    expect(await isOpen(web2)).toBe(true);
    expect(await db.select().from(breakers)).toMatchObject([
      {
        serverId: web1,
        why: "5 of 5 changes of mail flow within an hour failed, or nobody knows whether they happened.",
      },
    ]);
    expect((await db.select().from(auditTrail)).at(-1)).toMatchObject({ event: "breaker.opened", target: "web1" });
  });

  test("opens for all servers of a mail server when changes failed there", async () => {
    await make(central, times(5, "failed"));
    for (const id of web) expect(await isOpen(id)).toBe(false);
  });

  test("stays closed while most changes succeed, over time, and for what only adds or was not begun", async () => {
    await make(web1, [...times(40, "done"), ...times(8, "failed")]);
    await make(web2, times(4, "failed"));
    await age(61);
    await make(web2, times(4, "failed"));
    await make(web3, times(9, "failed"), false);
    await make(web4, times(9, "not-begun"));
    for (const id of web) expect(await isOpen(id)).toBe(true);
  });

  test("opens also for what a worker left behind that ended again and again", async () => {
    const runId = await addRun(db, { serverId: web1, mailServerId });
    const intent = { accountId: null, serverId: web1, kind: "remove-mx", disruptive: true, summary: "", reason: "" };
    await recordIntents(
      db,
      runId,
      Array.from({ length: 5 }, () => ({ ...intent })),
    );
    expect(await isOpen(web1)).toBe(true);
    await openRun(db, { kind: "synchronize", serverId: web1, mailServerId, startedBy: "schedule" });
    expect(await isOpen(web1)).toBe(false);
  });

  test("is closed by a person, and what failed before counts no more", async () => {
    await make(web1, times(6, "failed"));
    const [breaker] = await db.select().from(breakers);
    expect(await listFailed(db, breaker?.id ?? 0, 3)).toMatchObject([
      { error: "no" },
      { error: "no" },
      { error: "no" },
    ]);
    expect(await closeBreaker(db, breaker?.id ?? 0, "ada")).toMatchObject({ serverId: web1, server: "web1" });
    expect(await closeBreaker(db, breaker?.id ?? 0, "ben")).toBeNull();
    expect(await isOpen(web1)).toBe(true);
    await make(web1, times(4, "failed"));
    expect(await isOpen(web1)).toBe(true);
    await make(web1, ["failed"]);
    expect(await isOpen(web1)).toBe(false);
    expect(await db.select().from(breakers)).toMatchObject([{ closedBy: "ada" }, { closedAt: null }]);
  });
});

describe("the breaker of the fleet", () => {
  test("opens with the third server's within an hour, and outlives theirs", async () => {
    await make(web1, times(5, "failed"));
    await make(web2, times(5, "failed"));
    expect(await isOpen(web4)).toBe(true);
    await make(web3, times(5, "failed"));
    expect(await isOpen(web4)).toBe(false);
    const all = await db.select().from(breakers).orderBy(breakers.id);
    expect(all.at(-1)).toMatchObject({
      serverId: null,
      why: "The breakers of web1, web2 and web3 opened within an hour.",
    });
    for (const { id } of all.slice(0, 3)) await closeBreaker(db, id, "ada");
    expect(await isOpen(web1)).toBe(false);
    expect(await listFailed(db, all.at(-1)?.id ?? 0, 50)).toHaveLength(15);
    expect(await closeBreaker(db, all.at(-1)?.id ?? 0, "ada")).toMatchObject({ serverId: null, server: null });
    for (const id of web) expect(await isOpen(id)).toBe(true);
  });

  test("stays closed when they opened on different days", async () => {
    await make(web1, times(5, "failed"));
    await make(web2, times(5, "failed"));
    await db.execute(sql`update breakers set opened_at = opened_at - interval '2 hours'`);
    await make(web3, times(5, "failed"));
    expect(await isOpen(web4)).toBe(true);
  });
});
