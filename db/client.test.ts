import { expect, test } from "vitest";
import { connect } from "./client";
import { testDatabase } from "./testing";
import { raiseWatermark } from "./watermark";

const { db, url } = await testDatabase();

test("who stands still in the middle of a transaction loses it, and others get at its rows", async () => {
  const frozen = connect(url, { max: 1, standstill: 300 });
  const before = await raiseWatermark(db);
  await new Promise<void>((holds) => {
    const standing = frozen.transaction(async (tx) => {
      await raiseWatermark(tx);
      holds();
      await new Promise(() => {});
    });
    standing.catch(() => {});
  });
  const since = Date.now();
  // What the other had raised is taken back with its transaction.
  expect(await raiseWatermark(db)).toBe(before + 1);
  expect(Date.now() - since).toBeGreaterThan(100);
  await frozen.$client.end({ timeout: 1 });
});
