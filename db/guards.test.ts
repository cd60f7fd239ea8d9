import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { setBudget } from "./budget";
import { confirmCertificate, noteOtherCertificate } from "./certificates";
import { listOpenGuards, type Scope } from "./guards";
import { releaseServer } from "./problems";
import { addAssigned, addMailServer, addOperation, addRun } from "./sample";
import { breakers, operations } from "./schema";
import { setMaintenance } from "./server";
import { stopChanges } from "./stop-switch";
import { testDatabase } from "./testing";
import { observeOnly } from "./watermark";

const { db } = await testDatabase();
await addMailServer(db, 1);
await addMailServer(db, 2);
const [mail1] = await db.execute<{ id: number }>(sql`select server_id as id from mail_servers where id = 1`);
const central = mail1?.id ?? 0;
const web1 = await addAssigned(db, "web1", 1);
const web2 = await addAssigned(db, "web2", 1);
const web3 = await addAssigned(db, "web3", 2);

afterEach(async () => {
  await db.delete(breakers);
  await db.delete(operations);
  await db.execute(sql`update settings set stopped_at = null, observe_only_since = null`);
  await db.execute(sql`update servers set maintenance = false, certificate_changed_at = null`);
  await db.execute(sql`update assignments set quarantined_at = null`);
});

const names = async (scope: Scope) =>
  (await listOpenGuards(db, scope)).map(({ kind, server }) => `${kind} ${server ?? "fleet"}`);

describe("the open guards", () => {
  test("are none on a quiet day", async () => {
    for (const scope of ["fleet", "servers", { serverId: web1 }, { mailServerId: 1 }] as const)
      expect(await listOpenGuards(db, scope)).toEqual([]);
  });

  test("of the fleet are told with since when, why and by whom, the gravest first", async () => {
    await stopChanges(db, "ada");
    await observeOnly(db, "The database is older.", { system: null, timeline: null, database: "1" }, 7);
    await db.insert(breakers).values({ serverId: null, why: "Three opened." });
    const guards = await listOpenGuards(db, "fleet");
    expect(guards).toMatchObject([
      { kind: "restored", why: "The database is older.", by: null, serverId: null },
      { kind: "stopped", by: "ada" },
      { kind: "breaker", why: "Three opened.", id: expect.any(Number) },
    ]);
    for (const { since } of guards) expect(Math.abs(Date.now() - since.getTime())).toBeLessThan(60_000);
    expect(await names("servers")).toEqual([]);
  });

  test("of a server are its own and its mail server's; of a mail server also those of the servers assigned to it", async () => {
    await setMaintenance(db, central, "ben");
    await setMaintenance(db, web3, "ben");
    await noteOtherCertificate(db, { id: central, fingerprint: "AA:BB", followsAuthority: false }, "CC:DD");
    await db.insert(breakers).values({ serverId: web2, why: "Five failed." });
    await db.execute(
      sql`update assignments set quarantined_at = now(), quarantine_reason = 'All gone.' where server_id = ${web1}`,
    );
    expect(await names("servers")).toEqual([
      "breaker web2",
      "certificate mail1.provider.example",
      "quarantine web1",
      "maintenance mail1.provider.example",
      "maintenance web3",
    ]);
    expect(await names({ serverId: web1 })).toEqual([
      "certificate mail1.provider.example",
      "quarantine web1",
      "maintenance mail1.provider.example",
    ]);
    expect(await names({ serverId: web3 })).toEqual(["maintenance web3"]);
    expect(await names({ mailServerId: 1 })).toEqual([
      "breaker web2",
      "certificate mail1.provider.example",
      "quarantine web1",
      "maintenance mail1.provider.example",
    ]);
    expect(await names({ mailServerId: 2 })).toEqual(["maintenance web3"]);
    const [certificate, , maintenance] = await listOpenGuards(db, { serverId: web1 });
    expect(certificate).toMatchObject({ why: "CC:DD", by: null, mailServerId: 1 });
    expect(maintenance).toMatchObject({ by: "ben", mailServerId: 1 });
  });

  test("another certificate counts from when it was first seen, until a person confirms one", async () => {
    const trust = { fingerprint: "AA:BB", followsAuthority: false };
    await noteOtherCertificate(db, { id: web1, ...trust }, "CC:DD");
    await db.execute(sql`update servers set certificate_changed_at = now() - interval '1 hour' where id = ${web1}`);
    await noteOtherCertificate(db, { id: web1, ...trust }, "EE:FF");
    const [guard, ...others] = await listOpenGuards(db, "servers");
    expect(others).toEqual([]);
    expect(guard).toMatchObject({ kind: "certificate", server: "web1", why: "CC:DD" });
    expect(Date.now() - (guard?.since.getTime() ?? 0)).toBeGreaterThan(59 * 60_000);
    expect(await confirmCertificate(db, web1, { ...trust, fingerprint: "CC:DD" })).toEqual({ shown: "CC:DD" });
    expect(await listOpenGuards(db, "servers")).toEqual([]);
    await noteOtherCertificate(db, { id: web1, ...trust }, "CC:DD");
    expect(await listOpenGuards(db, "servers")).toEqual([]);
    expect(await confirmCertificate(db, web1, trust)).toEqual({ shown: null });
  });

  test("a quarantine that was released says so until the next look", async () => {
    await db.execute(
      sql`update assignments set quarantined_at = now() - interval '1 minute' where server_id = ${web1}`,
    );
    expect(await listOpenGuards(db, "servers")).toMatchObject([{ released: false }]);
    await releaseServer(db, web1);
    expect(await listOpenGuards(db, "servers")).toMatchObject([{ kind: "quarantine", released: true }]);
  });

  test("a budget that is used up is told with the time at which it goes on", async () => {
    await setBudget(db, { run: 100, server: 2, fleet: 4 });
    const runId = await addRun(db, { serverId: web1, mailServerId: 1 });
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const made = (serverId: number, minutes: number) =>
      addOperation(db, runId, { serverId, disruptive: true, startedAt: minutesAgo(minutes) });
    await made(web1, 50);
    await made(web1, 20);
    await made(web2, 10);
    await addOperation(db, runId, { serverId: web2, disruptive: false });
    for (const state of ["not-begun", "not-begun"] as const)
      await addOperation(db, runId, { serverId: web2, disruptive: true, state });
    const [guard, ...others] = await listOpenGuards(db, "servers");
    expect(others).toEqual([]);
    expect(guard).toMatchObject({ kind: "budget", server: "web1", why: "2" });
    expect(Math.round(((guard?.until?.getTime() ?? 0) - Date.now()) / 60_000)).toBe(10);
    expect(await names("fleet")).toEqual([]);
    await made(web3, 1);
    expect(await names("fleet")).toEqual(["budget fleet"]);
  });
});
