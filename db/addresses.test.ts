import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { countNeedingPassword, listAddresses, listNeedingPassword, passwordsWereSet } from "./addresses";
import { addAccount, addAddress, addAssigned, addMailServer } from "./sample";
import { accounts } from "./schema";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
let web8 = 0;
let nordlicht = 0;
let kanzlei = 0;

beforeAll(async () => {
  await addMailServer(db, 1);
  web8 = await addAssigned(db, "web8.provider.example", 1);
  const web9 = await addAssigned(db, "web9.provider.example", 1);
  nordlicht = await addAccount(db, { serverId: web8, mailServerId: 1 }, "nordlicht.example", { needsPassword: 2 });
  kanzlei = await addAccount(db, { serverId: web9, mailServerId: 1 }, "kanzlei.example", { needsPassword: 1 });
  const closed = await addAccount(db, { serverId: web9, mailServerId: null }, "gone.example", { needsPassword: 1 });
  for (const name of ["ada", "office"]) await addAddress(db, nordlicht, name, true);
  await addAddress(db, nordlicht, "info");
  await addAddress(db, kanzlei, "roth", true);
  await addAddress(db, closed, "old", true);
});

test("the addresses of a domain come by name, page by page", async () => {
  const first = await listAddresses(db, nordlicht, { limit: 2 });
  expect(first).toMatchObject({ rows: [{ name: "ada" }, { name: "info" }], more: true });
  const second = await listAddresses(db, nordlicht, { after: "info", limit: 2 });
  expect(second).toMatchObject({ rows: [{ name: "office" }], more: false });
});

test("the list of mailboxes without a known password has as many rows as its count, and no closed domain's", async () => {
  const all = await listNeedingPassword(db, {}, { limit: 50 });
  expect(all.rows.map((row) => `${row.name}@${row.domain}`)).toEqual([
    "ada@nordlicht.example",
    "office@nordlicht.example",
    "roth@kanzlei.example",
  ]);
  expect(await countNeedingPassword(db, {})).toBe(3);
  expect(await countNeedingPassword(db, { serverId: web8 })).toBe(2);
  expect(await countNeedingPassword(db, { accountId: kanzlei })).toBe(1);
});

test("it goes on behind the last address of a page", async () => {
  const { rows } = await listNeedingPassword(db, {}, { after: { accountId: nordlicht, name: "ada" }, limit: 1 });
  expect(rows.map((row) => row.name)).toEqual(["office"]);
});

test("an address whose password was set leaves the list and every count, and saying it twice changes nothing", async () => {
  const chosen = [
    { accountId: nordlicht, name: "ada" },
    { accountId: nordlicht, name: "info" },
    { accountId: kanzlei, name: "roth" },
  ];
  expect(await passwordsWereSet(db, chosen)).toEqual(["ada@nordlicht.example", "roth@kanzlei.example"]);
  expect(await passwordsWereSet(db, chosen)).toEqual([]);
  expect(await countNeedingPassword(db, {})).toBe(1);
  expect(await db.select({ left: accounts.needsPassword }).from(accounts).where(eq(accounts.id, nordlicht))).toEqual([
    { left: 1 },
  ]);
});
