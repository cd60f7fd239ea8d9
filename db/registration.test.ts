import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { assignServers } from "./assignments";
import { enqueueProbeAll } from "./jobs";
import { getLanding } from "./landing";
import { defineMailServer, listFreeServers } from "./mail-server-role";
import { recordNetStatus } from "./net-status";
import { getProspect } from "./pair";
import { getPanelAccess } from "./panels";
import { listTroubledServers } from "./problems";
import { findServerByAddress, findServerByGuid, registerServer, replaceKey, unregisterServer } from "./registration";
import { addAccount, addMailServer, addServer } from "./sample";
import { accounts, servers } from "./schema";
import { editServer, findAddress, getServer, setMaintenance } from "./server";
import { countServers, listServerNames, listServers } from "./servers";
import { getStats } from "./stats";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
const name = "web1.provider.example";
const again = {
  name: "Web one",
  host: "new.provider.example",
  port: 8443,
  fingerprint: "CC:DD",
  guid: `guid of ${name}`,
  sealedKey: "another",
  registeredBy: "grace",
  protocol: "1.6.9.1",
};
let web1 = 0;

beforeEach(async () => {
  await db.execute("truncate servers, mail_servers, accounts, graphile_worker._private_jobs restart identity cascade");
  await addMailServer(db, 1);
  web1 = await addServer(db, name, {
    netStatus: "error",
    maintenance: true,
    latency: 12,
    certificateChangedAt: new Date(),
  });
});

const rowOf = async (id: number) => (await db.select().from(servers).where(eq(servers.id, id)))[0];
const addHistory = (id: number) =>
  addAccount(db, { serverId: id, mailServerId: null }, "a.example", { stage: "closed" });

describe("a server that never had accounts", () => {
  test("leaves no row when it is unregistered", async () => {
    await unregisterServer(db, web1);
    expect(await rowOf(web1)).toBeUndefined();
  });
});

describe("a server whose accounts are kept", () => {
  beforeEach(async () => {
    await addHistory(web1);
    await unregisterServer(db, web1);
  });

  test("keeps its row without its key", async () => {
    expect(await rowOf(web1)).toMatchObject({ name, sealedKey: "", unregisteredAt: expect.any(Date) });
    expect(await db.$count(accounts)).toBe(1);
  });

  test("is in no list, no number, no search and no probe", async () => {
    const page = { sort: "name", descending: false, offset: 0, limit: 50 } as const;
    const mail = ["mail1.provider.example"];
    expect((await listServers(db, {}, page)).map((row) => row.name)).toEqual(mail);
    expect(await listServers(db, { q: "web1" }, page)).toEqual([]);
    expect(await countServers(db, {})).toBe(1);
    expect((await listServerNames(db)).map((row) => row.name)).toEqual(mail);
    expect(await listFreeServers(db)).toEqual([]);
    expect(await listTroubledServers(db)).toEqual([]);
    expect(await getStats(db)).toMatchObject({ pleskServers: 1 });
    await enqueueProbeAll(db, 30);
    const jobs = await db.execute<{ key: string }>("select key from graphile_worker.jobs");
    expect(jobs.map((job) => job.key)).toEqual(["probe:1"]);
  });

  test("cannot be looked up, called, edited or given a role", async () => {
    expect(await getServer(db, web1)).toBeNull();
    expect(await getPanelAccess(db, web1)).toBeNull();
    expect(await getProspect(db, web1, 1)).toBeNull();
    expect(await getLanding(db, web1)).toBeNull();
    expect(await setMaintenance(db, web1, null)).toBeNull();
    expect(await replaceKey(db, web1, "", "stolen")).toBe(false);
    expect(await defineMailServer(db, { serverId: web1, by: "ada" })).toBe("gone");
    expect(await assignServers(db, { mailServerId: 1, serverIds: [web1], by: "ada" })).toMatchObject([
      { reason: "gone" },
    ]);
    const seen = { status: "online" as const, cause: null, latency: 1, probes: {} };
    expect(await recordNetStatus(db, web1, new Date(), seen, null)).toBeNull();
    await editServer(db, web1, { ...again, smtpPort: 25, imapPort: 143, labels: [], pop3Port: 110 });
    expect(await rowOf(web1)).toMatchObject({ name, netStatus: "error" });
  });

  test("frees its address and its identity", async () => {
    expect(await findServerByAddress(db, name, 8443)).toBeNull();
    expect(await findServerByGuid(db, again.guid)).toBeNull();
    expect(await findAddress(db, 1, name, 8443)).toBeNull();
    expect(await registerServer(db, { ...again, host: name, guid: "somebody else" })).not.toBe(web1);
  });

  test("gets its row and its accounts again when it is registered again, with everything else new", async () => {
    expect(await registerServer(db, again)).toBe(web1);
    expect(await rowOf(web1)).toMatchObject({
      ...again,
      unregisteredAt: null,
      maintenance: false,
      netStatus: "unknown",
      latency: null,
      certificateChangedAt: null,
    });
    expect(await db.$count(accounts, eq(accounts.serverId, web1))).toBe(1);
    await unregisterServer(db, web1);
    expect(await registerServer(db, again)).toBe(web1);
  });

  test("is not registered again where another server has the address meanwhile", async () => {
    await addServer(db, "other.provider.example", { host: again.host });
    expect(await registerServer(db, again)).toBeNull();
    expect(await rowOf(web1)).toMatchObject({ sealedKey: "", unregisteredAt: expect.any(Date) });
  });
});

test("a server that was a mail server keeps its row while accounts stand on it", async () => {
  const web8 = await addServer(db, "web8.provider.example");
  await addAccount(db, { serverId: web8, mailServerId: null }, "a.example", { stage: "closed", centralServerId: web1 });
  await unregisterServer(db, web1);
  expect(await rowOf(web1)).toMatchObject({ unregisteredAt: expect.any(Date) });
});

test("two registered servers never share an address or an identity", async () => {
  expect(await registerServer(db, { ...again, host: name, guid: "other" })).toBeNull();
  expect(await registerServer(db, again)).toBeNull();
});
