import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { settings } from "./schema";
import { testDatabase } from "./testing";

const first = await testDatabase();
const second = await testDatabase();

test("a test file gets a migrated database with the job queue in it", async () => {
  expect(await first.db.select({ next: settings.nextMailServerId }).from(settings)).toEqual([{ next: 1 }]);
  const [queue] = await first.db.execute<{ jobs: number }>(sql`select count(*)::int as jobs from graphile_worker.jobs`);
  expect(queue).toEqual({ jobs: 0 });
});

test("two databases know nothing of each other", async () => {
  await first.db.update(settings).set({ nextMailServerId: 7 });
  expect(await second.db.select({ next: settings.nextMailServerId }).from(settings)).toEqual([{ next: 1 }]);
});
