import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addToLedger, type LedgerAccount, readAccounts, saveLedger } from "./ledger";
import { addAssigned, addMailServer } from "./sample";
import { accounts, mailServers } from "./schema";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
const before = new Date("2026-01-02T03:04:05Z");
let owner = { serverId: 0, mailServerId: 1, centralServerId: 0 };
let id = 0;

beforeAll(async () => {
  await addMailServer(db, 1);
  const [mail] = await db.select().from(mailServers);
  const serverId = await addAssigned(db, "web8.provider.example", 1);
  owner = { ...owner, serverId, centralServerId: mail?.serverId ?? 0 };
  const domain = { kind: "domain", sourceId: 7, sourceGuid: "guid-7", name: "acme.example", ascii: "acme.example" };
  const [added] = await addToLedger(db, owner, [{ ...domain, kind: "domain", label: "" }]);
  id = added?.id ?? 0;
});

/** What a run writes of it, and when it has then changed last. */
async function save(seen: Partial<LedgerAccount>): Promise<Date | undefined> {
  const [account] = await readAccounts(db, owner, [id]);
  if (!account) throw new Error("the account is gone");
  await saveLedger(db, owner, [{ ...account, ...seen }]);
  const [row] = await db.select({ at: accounts.changedAt }).from(accounts).where(eq(accounts.id, id));
  return row?.at;
}

const waits: Partial<LedgerAccount> = {
  stage: "switching",
  syncStatus: "outdated",
  problem: "dns-elsewhere",
  problemDetail: "ns1.elsewhere.example answered 3 min ago.",
  differences: [{ field: "mailService", source: "on", central: "off", reason: "mail must be on" }],
  source: { name: "acme.example", zones: [{ mx: [], ttl: 3600 }] },
  central: { name: "acme.example", zones: [] },
};

describe("when an account has changed last", () => {
  beforeEach(async () => {
    await save(waits);
    await db.update(accounts).set({ changedAt: before });
  });

  test("stays as it is while every run finds the same", async () => {
    expect(await save(waits)).toEqual(before);
    // A run that did not look at both sides leaves what is known of them.
    const { source: _source, central: _central, ...halfSeen } = waits;
    expect(await save(halfSeen)).toEqual(before);
    // Written as the panels tell it, read as the database keeps it.
    expect(await save({ source: { zones: [{ ttl: 3600, mx: [] }], name: "acme.example" } })).toEqual(before);
  });

  test.each([
    ["what it waits for", { waiting: "It goes on at 14:05 UTC." }],
    ["the words of its problem", { problemDetail: "ns1.elsewhere.example answered 8 min ago." }],
    ["the time of its stage", { stageUntil: new Date() }],
    ["a digest, noted late", { sourceDigest: "x", centralDigest: "y" }],
  ] satisfies [string, Partial<LedgerAccount>][])("is not told by %s", async (_, seen) => {
    expect(await save(seen)).toEqual(before);
  });

  test.each([
    ["its stage", { stage: "draining" }],
    ["its status", { syncStatus: "synchronized" }],
    ["its problem", { problem: null }],
    ["its differences", { differences: [] }],
    ["what its server has", { source: { name: "acme.example", zones: [{ mx: [], ttl: 60 }] } }],
    ["what the mail server has", { central: null }],
  ] satisfies [string, Partial<LedgerAccount>][])("is told by %s", async (_, seen) => {
    const at = (await save(seen))?.getTime() ?? 0;
    expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
  });
});
