import { sql } from "drizzle-orm";
import type { JobHelpers } from "graphile-worker";
import { expect, it, vi } from "vitest";
import { createAdministrator } from "@/db/administrators";
import { enqueueDelivery } from "@/db/jobs";
import { devices, questions, runs, servers, sessions, signInTries } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { tidy } from "./tidy";

const { db, url } = await testDatabase();
vi.stubEnv("DATABASE_URL", url);

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

it("what has had its time goes, and nothing else", async () => {
  const administratorId = (await createAdministrator(db, { login: "anna", name: "Anna", passwordHash: "" })) ?? 0;
  await db.insert(servers).values({
    name: "web1",
    host: "web1.example",
    fingerprint: "",
    guid: "g",
    sealedKey: "",
    registeredBy: "anna",
    protocol: "1.6.9.1",
  });
  const run = { serverId: 1, mailServerId: 1, outcome: "done" } as const;
  await db.insert(runs).values([
    { ...run, kind: "refresh", startedBy: "schedule", finishedAt: daysAgo(2) },
    { ...run, kind: "synchronize", startedBy: "schedule", finishedAt: daysAgo(2), changed: 1 },
    { ...run, kind: "refresh", startedBy: "anna", finishedAt: daysAgo(2) },
    { ...run, kind: "refresh", startedBy: "schedule", finishedAt: daysAgo(0) },
    { ...run, kind: "assign", startedBy: "anna", finishedAt: daysAgo(91), changed: 1 },
    { ...run, kind: "assign", startedBy: "anna" },
  ]);
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
  const kept = (await db.select().from(runs)).map((each) => [each.startedBy, each.changed, each.finishedAt !== null]);
  expect(kept).toEqual([
    ["schedule", 1, true],
    ["anna", 0, true],
    ["schedule", 0, true],
    ["anna", 0, false],
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
