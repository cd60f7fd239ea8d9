import { beforeEach, expect, it } from "vitest";
import { pruneProbeHistory, recordNetStatus } from "./net-status";
import { probeHistory, servers } from "./schema";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
const online = { status: "online", cause: null, latency: 12, probes: {} } as const;
const broken = { status: "error", cause: "SMTP is down.", latency: 12, probes: {} } as const;
const minute = (number: number) => new Date(Date.UTC(2026, 0, 1, 12, number));

beforeEach(async () => {
  await db.execute("truncate servers restart identity cascade");
  await db.insert(servers).values({
    name: "web1",
    host: "web1.example",
    fingerprint: "",
    guid: "g",
    sealedKey: "",
    registeredBy: "anna",
    protocol: "1.6.9.1",
  });
});

const stored = async () => (await db.select().from(servers))[0];

it("since when moves only when the status changes, though the cause may", async () => {
  expect(await recordNetStatus(db, 1, minute(0), broken, null)).toBe("unknown");
  expect(await recordNetStatus(db, 1, minute(1), { ...broken, cause: "IMAP is down." }, null)).toBe("error");
  expect(await stored()).toMatchObject({ netSince: minute(0), netCheckedAt: minute(1), netCause: "IMAP is down." });
  await recordNetStatus(db, 1, minute(2), online, null);
  expect(await stored()).toMatchObject({ netStatus: "online", netSince: minute(2), netCause: null });
});

it("an older look never overwrites a newer one", async () => {
  await recordNetStatus(db, 1, minute(5), online, null);
  expect(await recordNetStatus(db, 1, minute(4), broken, null)).toBeNull();
  expect(await stored()).toMatchObject({ netStatus: "online", netCheckedAt: minute(5) });
  expect(await db.select().from(probeHistory)).toHaveLength(1);
});

it("a look that a clock ahead has dated does not stand in the way of those after it", async () => {
  const ahead = new Date(Date.now() + 7_200_000);
  const now = new Date();
  await recordNetStatus(db, 1, ahead, online, null);
  expect(await recordNetStatus(db, 1, now, online, null)).toBe("online");
  expect(await stored()).toMatchObject({ netSince: now, netCheckedAt: now });
  expect(await recordNetStatus(db, 1, new Date(now.getTime() + 1), broken, null)).toBe("online");
});

it("what the panel told is kept while it does not answer", async () => {
  const told = {
    version: "18.0.60",
    os: "Debian 12",
    ipAddresses: ["192.0.2.11"],
    counts: { clients: 3, domains: 5 },
    limits: { clients: null, domains: 30 },
    disk: null,
  };
  await recordNetStatus(db, 1, minute(0), online, told);
  await recordNetStatus(db, 1, minute(1), broken, null);
  expect(await stored()).toMatchObject({
    version: "18.0.60",
    clientCount: 3,
    domainLimit: 30,
    ipAddresses: ["192.0.2.11"],
  });
});

it("a server that is registered no more takes no status, and history goes after two days", async () => {
  expect(await recordNetStatus(db, 99, minute(0), online, null)).toBeNull();
  await recordNetStatus(db, 1, minute(0), online, null);
  await recordNetStatus(db, 1, new Date(), online, null);
  await pruneProbeHistory(db);
  const history = await db.select().from(probeHistory);
  expect(history.filter((row) => row.at < new Date(Date.now() - 2 * 86_400_000))).toHaveLength(0);
});
