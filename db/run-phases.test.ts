import { beforeAll, expect, test } from "vitest";
import { listFailedAccounts, listPhases } from "./run-phases";
import { addAccount, addAssigned, addMailServer, addOperation, addRun } from "./sample";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 12, 0, second));
let run = 0;
let web8 = 0;
let broken = 0;

beforeAll(async () => {
  await addMailServer(db, 1);
  web8 = await addAssigned(db, "web8.provider.example", 1);
  broken = await addAccount(db, { serverId: web8, mailServerId: 1 }, "broken.example");
  run = await addRun(db, { serverId: web8, mailServerId: 1 });
  const other = await addRun(db, { serverId: web8, mailServerId: 1 });
  const mx = { serverId: web8, kind: "add-mx" };
  await addOperation(db, run, { ...mx, startedAt: at(9), settledAt: at(12) });
  await addOperation(db, run, { ...mx, startedAt: at(5), settledAt: at(6), state: "failed", accountId: broken });
  await addOperation(db, run, { serverId: web8, kind: "mail-service", startedAt: at(2), state: "intended" });
  await addOperation(db, other, { ...mx, startedAt: at(1), state: "failed", accountId: broken });
});

test("operations of one kind are one bar, from the first to the last, in the order in which they began", async () => {
  const phases = await listPhases(db, run);
  expect(phases).toMatchObject([
    { kind: "mail-service", began: at(2), ended: at(2), count: 1, failed: 0, unsettled: 1 },
    { kind: "add-mx", server: "web8.provider.example", began: at(5), ended: at(12), count: 2, failed: 1, unsettled: 0 },
  ]);
});

test("what failed is told by its accounts, once each", async () => {
  expect(await listFailedAccounts(db, run, 10)).toEqual([broken]);
});
