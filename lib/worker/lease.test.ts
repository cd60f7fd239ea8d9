import { expect, test, vi } from "vitest";
import { takeLease } from "@/db/lease";
import { getPair } from "@/db/pair";
import { addAssigned, addMailServer } from "@/db/sample";
import { testDatabase } from "@/db/testing";
import { leaseTerms } from "./lease";
import { createStore } from "./store";
import { pairOf } from "./world";

vi.stubEnv("LEASE_SECONDS", "3");
const { db } = await testDatabase();

test("a call that begins when the lease was just kept ends inside it", () => {
  const { seconds, deadlines, patience } = leaseTerms();
  expect(seconds).toBe(3);
  expect(deadlines.read).toBeLessThan(deadlines.change);
  expect(deadlines.change + patience).toBeLessThanOrEqual(seconds * 1000);
});

test("a yes that took so long that a call could outlive the lease is no yes", async () => {
  const source = await addAssigned(db, "web1.provider.example", await addMailServer(db, 1));
  const epoch = (await takeLease(db, source, "us", leaseTerms().seconds)) ?? 0;
  const row = await getPair(db, source);
  if (!row) throw new Error("not assigned");
  const store = createStore(db, row, pairOf(row), epoch, "us");
  expect(await store.gate()).toEqual({ open: true });
  const held = db.transaction(async (tx) => {
    await tx.execute(`select from servers where id = ${source} for update`);
    await new Promise((resolve) => setTimeout(resolve, leaseTerms().patience + 200));
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await store.gate()).toEqual({ open: false, why: "lease-lost" });
  await held;
  await store.withTurn(async () => {
    expect(await store.gate()).toEqual({ open: true });
    await new Promise((resolve) => setTimeout(resolve, leaseTerms().patience + 100));
    expect(await store.gate()).toEqual({ open: false, why: "lease-lost" });
  });
});
