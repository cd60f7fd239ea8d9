import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Db } from "./client";
import { enqueueProbe } from "./jobs";
import { testDatabase } from "./testing";

const { db } = await testDatabase();

/** Lets so many go on only once all of them have come here; whoever comes again later is not held up. */
function meeting(expected: number): () => Promise<void> {
  let left = expected;
  let open = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    left -= 1;
    if (left === 0) open();
    return all;
  };
}

test("of two transactions that ask for the same looks in another order, both come through", async () => {
  // Whoever makes the first job of a kind holds up all others until it is committed.
  await enqueueProbe(db, 3);
  const met = meeting(2);
  let begun = 0;
  const ask = (first: number, then: number) => async (tx: Db) => {
    begun += 1;
    await enqueueProbe(tx, first);
    await met();
    await enqueueProbe(tx, then);
    return `${first} and ${then}`;
  };
  await expect(Promise.all([db.transaction(ask(1, 2)), db.transaction(ask(2, 1))])).resolves.toEqual([
    "1 and 2",
    "2 and 1",
  ]);
  expect(begun).toBe(3);
  const [jobs] = await db.execute<{ keys: string[] }>(
    sql`select array_agg(key order by key) as keys from graphile_worker.jobs`,
  );
  expect(jobs?.keys).toEqual(["probe:1", "probe:2", "probe:3"]);
});

test("what is wrong with a transaction itself is told at once", async () => {
  let begun = 0;
  const wrong = db.transaction(async (tx) => {
    begun += 1;
    await tx.execute(sql`select 1 / 0`);
  });
  await expect(wrong).rejects.toThrow();
  expect(begun).toBe(1);
});
