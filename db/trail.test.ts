import { beforeAll, expect, test } from "vitest";
import { record } from "./audit";
import { testDatabase } from "./testing";
import { listTrail } from "./trail";

const { db } = await testDatabase();

beforeAll(async () => {
  const released = { actor: "ada", event: "database.released" } as const;
  const changed = { actor: "ben", event: "password.changed", target: "ben" } as const;
  for (const entry of [released, changed, released, released, changed]) await record(db, entry);
});

const events = async (filter: Parameters<typeof listTrail>[1]) =>
  (await listTrail(db, filter, { limit: 9 })).rows.map(({ event }) => event);

test("an entry is found by its person, its code and its target, and by the events whose words were meant", async () => {
  expect(await events({ q: "BEN" })).toEqual(["password.changed", "password.changed"]);
  expect(await events({ q: "e.released" })).toHaveLength(3);
  expect(await events({ q: "after a restore" })).toEqual([]);
  expect(await events({ q: "after a restore", worded: ["database.released"] })).toHaveLength(3);
  expect(await events({ q: "after a restore", worded: ["database.released"], subject: "password" })).toEqual([]);
});

test("a page leads on to the next and back to the one before it", async () => {
  const whole = (await listTrail(db, {}, { limit: 9 })).rows;
  const next = await listTrail(db, {}, { after: whole[0]?.id, limit: 2 });
  expect(next).toEqual({ rows: whole.slice(1, 3), more: true, earlier: true });
  const back = await listTrail(db, {}, { before: whole[4]?.id, limit: 2 });
  expect(back).toEqual({ rows: whole.slice(2, 4), more: true, earlier: true });
});
