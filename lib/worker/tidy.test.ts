import { sql } from "drizzle-orm";
import type { JobHelpers } from "graphile-worker";
import { expect, it, vi } from "vitest";
import { createAdministrator } from "@/db/administrators";
import { enqueueDelivery } from "@/db/jobs";
import { addAssigned, addMailServer, addRun, addServer } from "@/db/sample";
import { devices, questions, runs, sessions, signInTries } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { tidy } from "./tidy";

const { db, url } = await testDatabase();
vi.stubEnv("DATABASE_URL", url);

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

it("what has had its time goes, and nothing else", async () => {
  const administratorId = (await createAdministrator(db, { login: "anna", name: "Anna", passwordHash: "" })) ?? 0;
  const mailServerId = await addMailServer(db, 1);
  const place = { mailServerId, serverId: await addAssigned(db, "web1", mailServerId) };
  const left = { mailServerId, serverId: await addServer(db, "web2") };
  const ran = async (startedBy: string, days: number | null, values: Partial<typeof runs.$inferInsert> = {}) => {
    const at = days === null ? {} : { startedAt: daysAgo(days), finishedAt: daysAgo(days) };
    await addRun(db, place, { kind: "refresh", startedBy, outcome: days === null ? null : "done", ...at, ...values });
  };
  await ran("schedule", 2);
  await ran("schedule", 2, { changed: 1 });
  await ran("anna", 2);
  await ran("schedule", 0);
  await ran("anna", 91, { changed: 1 });
  await ran("anna", null);
  await ran("ben", null, left);
  await db.insert(questions).values([
    { kind: "old", askedBy: "anna", answeredAt: daysAgo(0.1) },
    { kind: "fresh", askedBy: "anna", answeredAt: daysAgo(0.01) },
    { kind: "open", askedBy: "anna" },
    { kind: "lost", askedBy: "anna", askedAt: daysAgo(2) },
  ]);
  await db.insert(sessions).values([
    { administratorId, expiresAt: daysAgo(40) },
    { administratorId, expiresAt: daysAgo(1) },
  ]);
  await db.insert(devices).values([
    { administratorId, tokenHash: "old", seenAt: daysAgo(200) },
    { administratorId, tokenHash: "used" },
  ]);
  await db.insert(signInTries).values([
    { subject: "stranger:anna", used: 3, at: daysAgo(2) },
    { subject: "stranger:ben", used: 3 },
  ]);

  for (const [channel, attempts, days] of [
    [1, 13, 2],
    [2, 12, 2],
    [3, 13, 0.5],
  ] as const) {
    await enqueueDelivery(db, channel, {});
    await db.execute(sql`update graphile_worker._private_jobs
      set attempts = ${attempts}, run_at = ${daysAgo(days).toISOString()}::timestamptz
      where (payload ->> 'channelId')::int = ${channel}`);
  }

  await tidy({}, {} as JobHelpers);
  const kept = (await db.select().from(runs).orderBy(runs.id)).map((each) => [
    each.startedBy,
    each.changed,
    each.finishedAt !== null,
  ]);
  expect(kept).toEqual([
    ["schedule", 1, true],
    ["anna", 0, true],
    ["schedule", 0, true],
    ["anna", 0, false],
    ["ben", 0, true],
  ]);
  expect((await db.select().from(questions)).map((each) => each.kind)).toEqual(["fresh", "open"]);
  expect(await db.select().from(sessions)).toHaveLength(1);
  expect((await db.select().from(devices)).map((each) => each.tokenHash)).toEqual(["used"]);
  expect((await db.select().from(signInTries)).map((each) => each.subject)).toEqual(["stranger:ben"]);
  const jobs = await db.execute(
    sql`select (payload ->> 'channelId')::int as channel from graphile_worker._private_jobs order by 1`,
  );
  expect(jobs.map(({ channel }) => channel)).toEqual([2, 3]);
});
