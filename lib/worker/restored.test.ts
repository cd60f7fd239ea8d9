import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, describe, expect, test, vi } from "vitest";
import { connect, type Database } from "@/db/client";
import { takeLease } from "@/db/lease";
import { getPair } from "@/db/pair";
import { addAssigned, addMailServer } from "@/db/sample";
import { auditTrail, watermark } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { compareIdentity, endObserveOnly, getObserveOnly, readIdentity } from "@/db/watermark";
import { migrateDatabase } from "@/lib/start/migrate";
import { startPostgres } from "@/lib/start/postgres";

const folder = mkdtempSync(join(tmpdir(), "restored-"));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));
const keyFile = join(folder, "worker.key");
const kept = join(folder, "watermark.json");
vi.stubEnv("WORKER_KEY_FILE", keyFile);

/** The worker's code as a process that was just started has it: nothing is remembered but what is in the file. */
async function freshWorker() {
  vi.resetModules();
  return { ...(await import("./watermark")), ...(await import("./store")), ...(await import("./world")) };
}

async function begin(db: Database) {
  const { createStore, pairOf } = await freshWorker();
  const [server] = await db.execute<{ id: number }>(sql`select server_id as id from assignments`);
  const row = await getPair(db, server?.id ?? 0);
  if (!row) throw new Error("nothing is assigned");
  await db.execute(sql`update servers set lease_until = null`);
  const epoch = await takeLease(db, row.source.id, "test", 180);
  const store = createStore(db, row, pairOf(row), epoch ?? 0, "test");
  await store.startRun("synchronize", "schedule");
  return store;
}
const intent = {
  accountId: null,
  disruptive: true,
  side: "source",
  kind: "add-mx",
  summary: "add MX",
  reason: "wanted",
} as const;

describe("a database that was restored from a copy", { timeout: 120_000 }, () => {
  test("is only looked at until a person releases it, and then goes on", async () => {
    const dataDir = join(folder, "data");
    const cluster = () => startPostgres(dataDir, { fsync: "off" });
    let server = await cluster();
    const open = async () => {
      await migrateDatabase(server.url);
      return connect(server.url, { max: 4 });
    };
    const close = async (db: Database) => {
      await db.$client.end();
      await server.stop();
    };
    let db = await open();
    await addMailServer(db, 1);
    await addAssigned(db, "web1", 1);
    const first = await begin(db);
    expect(await first.gate()).toEqual({ open: true });
    await first.intend([intent]);
    await close(db);
    execFileSync("cp", ["-a", join(dataDir, "postgres"), join(folder, "backup")]);

    server = await cluster();
    db = await open();
    const second = await begin(db);
    await second.intend([intent]);
    expect(await second.gate()).toEqual({ open: true });
    const { value } = JSON.parse(readFileSync(kept, "utf8")) as { value: number };
    expect(value).toBe((await db.select().from(watermark))[0]?.value);
    await close(db);

    rmSync(join(dataDir, "postgres"), { recursive: true });
    execFileSync("cp", ["-a", join(folder, "backup"), join(dataDir, "postgres")]);
    server = await cluster();
    db = await open();
    const third = await begin(db);
    expect(await third.gate()).toEqual({ open: false, why: "restored" });
    expect(await getObserveOnly(db)).toMatchObject({
      why: "The database is older than what this worker has seen of it: it was restored from a backup.",
    });
    expect(await (await begin(db)).gate()).toEqual({ open: false, why: "restored" });
    expect(await db.select().from(auditTrail)).toMatchObject([{ actor: "worker", event: "database.restored" }]);

    expect(await endObserveOnly(db)).toBe(true);
    const fourth = await begin(db);
    await fourth.intend([intent]);
    expect(await fourth.gate()).toEqual({ open: true });
    expect(await getObserveOnly(db)).toBeNull();
    await close(db);
  });
});

describe("another database", () => {
  const lookAt = async (db: Database) => {
    const { checkDatabase } = await freshWorker();
    await checkDatabase(db);
    return (await getObserveOnly(db))?.why ?? null;
  };

  test("that is met for the first time is no alarm, nor is a file that was cut", async () => {
    rmSync(kept, { force: true });
    const { db } = await testDatabase();
    expect(await lookAt(db)).toBeNull();
    writeFileSync(kept, '{"installation":"');
    expect(await lookAt(db)).toBeNull();
    await db.execute(sql`update settings set installation = gen_random_uuid()`);
    await db.update(watermark).set({ value: 0, database: null });
    expect(await lookAt(db)).toBeNull();
  });

  test("that was made from a dump of this one, was moved, or went back in time is told by PostgreSQL itself", async () => {
    const { db } = await testDatabase();
    expect(await lookAt(db)).toBeNull();
    const here = await readIdentity(db);
    expect(here).toEqual({
      system: expect.stringMatching(/^\d+$/),
      timeline: 1,
      database: expect.stringMatching(/^\d+$/),
    });
    expect(await compareIdentity(db, { ...here, system: "7" })).toMatch(/in another PostgreSQL/);
    expect(await compareIdentity(db, { ...here, timeline: 2 })).toMatch(/another timeline/);
    await db.update(watermark).set({ database: "1" });
    expect(await lookAt(db)).toMatch(/made anew/);
    await endObserveOnly(db);
    expect(await lookAt(db)).toBeNull();
  });

  test("whose PostgreSQL does not tell who it is goes by what it does tell", async () => {
    const { db, url } = await testDatabase();
    await db.execute(sql`revoke execute on function pg_control_system() from public`);
    await db.execute(sql`create role narrow login password 'narrow'`);
    const narrow = connect(Object.assign(new URL(url), { username: "narrow", password: "narrow" }).href, { max: 1 });
    try {
      expect(await readIdentity(narrow)).toEqual({ system: null, timeline: null, database: expect.any(String) });
    } finally {
      await narrow.$client.end();
      await db.execute(sql`drop role narrow`);
    }
  });
});

test("a value that is kept after a later one raises no alarm: runs of one worker overtake each other", async () => {
  rmSync(kept, { force: true });
  const { db } = await testDatabase();
  const { raising } = await freshWorker();
  let committed = () => {};
  const slow = new Promise<void>((resolve) => {
    committed = resolve;
  });
  const first = raising(
    db,
    "here",
    async (work) => {
      const done = await db.transaction(work);
      committed();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return done;
    },
    async () => {},
  );
  await slow;
  await raising(
    db,
    "here",
    (work) => db.transaction(work),
    async () => {},
  );
  await first;
  expect(await getObserveOnly(db)).toBeNull();
  expect(JSON.parse(readFileSync(kept, "utf8"))).toEqual({ installation: "here", value: 2 });
});
