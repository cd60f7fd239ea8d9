import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { lastLook } from "./health";
import { addServer } from "./sample";
import { servers } from "./schema";
import { testDatabase } from "./testing";

const { db } = await testDatabase();

test("the last look is the newest at any server, else the newest registration, and none of the future", async () => {
  expect(await lastLook(db)).toBeNull();
  const registeredAt = new Date("2026-01-01T12:00:00Z");
  const id = await addServer(db, "web1", { registeredAt });
  expect(await lastLook(db)).toEqual(registeredAt);
  const netCheckedAt = new Date("2026-01-02T12:00:00Z");
  await db.update(servers).set({ netCheckedAt }).where(eq(servers.id, id));
  await addServer(db, "web2", { registeredAt });
  expect(await lastLook(db)).toEqual(netCheckedAt);
  await db
    .update(servers)
    .set({ netCheckedAt: new Date(Date.now() + 3_600_000) })
    .where(eq(servers.id, id));
  expect((await lastLook(db))?.getTime()).toBeLessThanOrEqual(Date.now());
});
