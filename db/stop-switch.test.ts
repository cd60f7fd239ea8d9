import { expect, test } from "vitest";
import { getStop } from "./stats";
import { allowChanges, stopChanges } from "./stop-switch";
import { testDatabase } from "./testing";

const { db } = await testDatabase();

test("the stop switch keeps who pressed it first, until changes are allowed again", async () => {
  expect(await getStop(db)).toBeNull();
  expect(await stopChanges(db, "ada")).toBe(true);
  expect(await stopChanges(db, "grace")).toBe(false);
  expect(await getStop(db)).toMatchObject({ by: "ada" });
  expect(await allowChanges(db)).toBe(true);
  expect(await allowChanges(db)).toBe(false);
  expect(await getStop(db)).toBeNull();
});
