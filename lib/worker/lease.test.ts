import { expect, test, vi } from "vitest";
import { connect } from "@/db/client";
import { releaseDeadWorkers } from "@/db/jobs";
import { fenced, takeLease } from "@/db/lease";
import { getPair } from "@/db/pair";
import { addAssigned, addMailServer } from "@/db/sample";
import { testDatabase } from "@/db/testing";
import { leaseTerms } from "./lease";
import { createStore } from "./store";
import { pairOf } from "./world";

vi.stubEnv("LEASE_SECONDS", "3");
const { db, url } = await testDatabase();

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

test("a worker that stands still in the middle of a write keeps nobody from its server", async () => {
  const source = await addAssigned(db, "web2.provider.example", await addMailServer(db, 2));
  const still = connect(url, { max: 1 });
  const epoch = (await takeLease(still, source, "still", 0)) ?? 0;
  const writing = fenced(still, source, epoch, () => new Promise((resolve) => setTimeout(resolve, 1500)));
  const lost = expect(writing).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const taking = takeLease(db, source, "us", 60);
  await releaseDeadWorkers(db, 60);
  expect(await Promise.race([taking, new Promise((resolve) => setTimeout(resolve, 200, "waits"))])).toBe("waits");
  await releaseDeadWorkers(db, 0.2);
  expect(await taking).toBe(epoch + 1);
  await lost;
  await still.$client.end({ timeout: 1 });
});
