import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { enqueueReconcile } from "@/db/jobs";
import { mailServers, probeHistory, servers } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { type Fleet, startFleet } from "@/e2e/fleet/fleet";
import { ask } from "@/lib/ask";
import { makeKeyPair } from "@/lib/secrets";

const { db, url } = await testDatabase();
const keys = makeKeyPair();
const folder = mkdtempSync(join(tmpdir(), "worker-"));
writeFileSync(join(folder, "worker.key"), keys.privateKey);
vi.stubEnv("DATABASE_URL", url);
vi.stubEnv("WORKER_PUBLIC_KEY", keys.publicKey);

let fleet: Fleet;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  fleet = await startFleet({ servers: 1, domains: 1, empty: true });
});
afterAll(async () => {
  await fleet.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => db.execute("truncate servers, mail_servers, questions restart identity cascade"));
afterEach(async () => {
  for (const worker of workers.splice(0)) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue;
    worker.kill("SIGKILL");
    await once(worker, "exit");
  }
});

/** A worker process as `npm start` runs it, once it is ready, with the lines of its log. */
async function startWorker(settings: Record<string, string> = {}) {
  const worker = spawn(process.execPath, ["--import", "tsx", join("lib", "worker", "main.ts")], {
    env: { ...process.env, WORKER_KEY_FILE: join(folder, "worker.key"), PROBE_SECONDS: "1", ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  workers.push(worker);
  const events: string[] = [];
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: worker.stdout }).on("line", (line) => {
      const { event } = JSON.parse(line) as { event: string };
      events.push(event);
      if (event === "worker.ready") resolve();
    });
  });
  await Promise.race([ready, once(worker, "exit")]);
  return { worker, events };
}

async function register() {
  const described = fleet.servers[0]?.describe();
  if (!described) throw new Error("the fleet is empty");
  const { host, port, smtpPort, imapPort, pop3Port, login, password, fingerprint } = described;
  const payload = { host, port, smtpPort, imapPort, pop3Port, login, fingerprint };
  return ask("register", payload, { by: "anna", sealed: { password } });
}

const server = async () => (await db.select().from(servers))[0];

describe("the worker process", () => {
  it("answers questions, watches the net status, and goes when told to, with exit code 0", async () => {
    const { worker, events } = await startWorker();
    expect(await register()).toMatchObject({ ok: true });
    await expect.poll(async () => (await server())?.netStatus, { timeout: 5000 }).toBe("online");
    const since = (await server())?.netSince;

    await db.insert(mailServers).values({ id: 1, serverId: 1, mxHost: "mail1", definedBy: "anna" });
    await fleet.act("mail1", "service", ["mail", "stop"]);
    await expect.poll(async () => (await server())?.netStatus, { timeout: 8000 }).toBe("error");
    expect(await server()).toMatchObject({
      netCause: expect.stringMatching(/^The IMAP service does not answer: connection refused at /),
      probes: { panel: { ok: true }, smtp: { ok: true }, imap: { ok: false }, pop3: { ok: false } },
    });
    expect((await server())?.netSince).not.toEqual(since);
    await fleet.act("mail1", "service", ["mail", "start"]);
    await expect.poll(async () => (await server())?.netStatus, { timeout: 8000 }).toBe("online");
    expect((await db.select().from(probeHistory)).length).toBeGreaterThan(2);

    worker.kill("SIGTERM");
    expect(await once(worker, "exit")).toEqual([0, null]);
    expect(events).toEqual(expect.arrayContaining(["worker.ready", "net-status.changed", "worker.stopped"]));
  });

  it("frees what a killed worker held", async () => {
    const { worker } = await startWorker();
    await enqueueReconcile(db, 77);
    const [pool] = await db.execute<{ name: string }>(
      sql`select application_name as name from pg_stat_activity where application_name like 'pool-%' and datname = current_database()`,
    );
    await db.execute(
      sql`update graphile_worker._private_jobs set locked_by = ${pool?.name}, locked_at = now() - interval '1 minute' where key = 'reconcile:77'`,
    );
    await db.execute(
      sql`update graphile_worker._private_job_queues set locked_by = ${pool?.name}, locked_at = now() - interval '1 minute'`,
    );
    const locked = async () =>
      (await db.execute(sql`select locked_by from graphile_worker._private_job_queues where locked_by = ${pool?.name}`))
        .length;
    expect(await locked()).toBe(1);
    worker.kill("SIGKILL");
    await once(worker, "exit");
    await startWorker();
    await expect.poll(locked, { timeout: 15_000 }).toBe(0);
  });

  it("says which setting is wrong and ends with exit code 2", async () => {
    const { worker } = await startWorker({ DATABASE_URL: "mysql://x" });
    if (worker.exitCode === null) await once(worker, "exit");
    expect(worker.exitCode).toBe(2);
  });
});
