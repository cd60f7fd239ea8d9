import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { countNeedingPassword, listAddresses, listNeedingPassword, passwordsWereSet } from "./addresses";
import { type LedgerAddress, saveLedgerAddresses } from "./ledger-parts";
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
  expect([first.all, second.all]).toEqual([3, 3]);
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

test("it goes on behind the last address of a page, and back to what stands before its first", async () => {
  const next = await listNeedingPassword(db, {}, { after: { accountId: nordlicht, name: "ada" }, limit: 1 });
  expect(next).toMatchObject({ rows: [{ name: "office" }], more: true, earlier: true });
  const back = await listNeedingPassword(db, {}, { before: { accountId: kanzlei, name: "roth" }, limit: 1 });
  expect(back).toMatchObject({ rows: [{ name: "office" }], more: true, earlier: true });
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

describe("what is stored of addresses", () => {
  let stored = 0;
  beforeAll(async () => {
    stored = await addAccount(db, { serverId: web8, mailServerId: 1 }, "stored.example");
  });

  const address = { mailbox: null, forwards: null, aliases: [], autoresponder: null };
  const seen = (name: string, sides: Partial<LedgerAddress>): LedgerAddress => ({
    ...{ name, source: null, central: null, written: null, needsPassword: false, missingSince: null },
    ...sides,
  });
  const save = async (...rows: LedgerAddress[]) => {
    await saveLedgerAddresses(db, [{ accountId: stored, rows }]);
    const list = await listAddresses(db, stored, { limit: 9 });
    return Object.fromEntries(list.rows.map((row) => [row.name, row]));
  };
  const both = { source: address, central: address, written: address };

  test("one that was made on the mail server was never at home, so it is not missing there", async () => {
    const rows = await save(seen("info", both), seen("born", { central: address }));
    expect(rows.born).toMatchObject({ source: null, written: null, missingSince: null });
    const later = await save(seen("info", both), seen("born", { central: address }));
    expect(later.born).toMatchObject({ missingSince: null });
  });

  test("one that was at home is missing from when it was seen to be gone, until it is back", async () => {
    const gone = { ...both, source: null };
    const { info: first } = await save(seen("info", gone));
    expect(first?.missingSince).toBeInstanceOf(Date);
    const { info: second } = await save(seen("info", gone));
    expect(second?.missingSince).toEqual(first?.missingSince);
    expect((await save(seen("info", both))).info).toMatchObject({ missingSince: null, written: address });
  });
});
