import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll } from "vitest";
import type { Database } from "@/db/client";
import { releaseLease, takeLease } from "@/db/lease";
import { getPair } from "@/db/pair";
import { type accounts, assignments, mailServers } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { type Fleet, type FleetOptions, startFleet } from "@/e2e/fleet/fleet";
import type { PleskServer } from "@/e2e/fleet/model";
import { makeKeyPair } from "@/lib/secrets";
import type { Reconciled } from "@/lib/sync/reconcile";
import type { World } from "@/lib/sync/world";

/** A real fleet over HTTPS, a real database, and the worker's own code between them. */
export interface Ground {
  db: Database;
  fleet: Fleet;
  /** Database ids of the registered servers by their short names. */
  ids: Record<string, number>;
  model(key: string): PleskServer;
  /** One run of the reconcile job for an assigned server, in this process; `otherwise` says what is otherwise in its world. */
  run(key: string, stopping?: AbortSignal, otherwise?: (world: World) => Partial<World>): Promise<Reconciled>;
  /** Runs until nothing waits for time any more. */
  settle(key: string): Promise<Reconciled>;
  wish(key: string, wish: "assigned" | "deassigned"): Promise<void>;
  domains(key: string): Promise<(typeof accounts.$inferSelect)[]>;
}

/** Starts one for a test file: all servers registered, the first one defined as mail server 1. Ends with the file. */
export async function ground(options: Partial<FleetOptions> = {}): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), "ground-"));
  const keys = makeKeyPair();
  writeFileSync(join(folder, "worker.key"), keys.privateKey);
  const fleet = await startFleet({ servers: 2, domains: 6, ttl: 1, seed: 7, ...options });
  Object.assign(process.env, {
    WORKER_KEY_FILE: join(folder, "worker.key"),
    WORKER_PUBLIC_KEY: keys.publicKey,
    ALLOWED_NETWORKS: "127.0.0.0/8",
    DNS_RESOLVER: `${fleet.dns.host}:${fleet.dns.port}`,
    DNS_PORT: String(fleet.dns.port),
    DRAIN_MARGIN_SECONDS: "0",
    LOG_LEVEL: "error",
  });
  const { db, url } = await testDatabase();
  process.env.DATABASE_URL = url;
  afterAll(async () => {
    await fleet.stop();
    rmSync(folder, { recursive: true });
  });
  const { register } = await import("./register");
  const { createWorld } = await import("./world");
  const { reconcile } = await import("@/lib/sync/reconcile");
  const ids: Record<string, number> = {};
  for (const server of fleet.servers) {
    const { key, host, port, fingerprint, login, password, smtpPort, imapPort, pop3Port } = server.describe();
    const { serverId } = await register({
      db,
      by: "tester",
      payload: { host, port, fingerprint, login, smtpPort, imapPort, pop3Port },
      credential: { password },
      tell: async () => {},
      answerInSecret: () => {},
    });
    ids[key] = serverId;
  }
  const id = (key: string) => ids[key] ?? 0;
  const mxHost = fleet.servers[0]?.model.name ?? "";
  await db.insert(mailServers).values({ id: 1, serverId: id("mail1"), mxHost, definedBy: "tester" });

  const run: Ground["run"] = async (key, stopping, otherwise) => {
    const holder = `test ${key}`;
    const row = await getPair(db, id(key));
    if (!row) throw new Error(`${key} is not assigned`);
    const epoch = await takeLease(db, id(key), holder, 180);
    if (epoch === null) throw new Error(`${key} is being looked at`);
    const world = createWorld(db, row, epoch, holder, stopping);
    try {
      return await reconcile({ ...world, ...otherwise?.(world) });
    } finally {
      await world.close();
      await releaseLease(db, id(key), epoch);
    }
  };

  return {
    db,
    fleet,
    ids,
    run,
    model: (key) => {
      const found = fleet.servers.find((server) => server.model.key === key);
      if (!found) throw new Error(`no server ${key}`);
      return found.model;
    },
    async settle(key) {
      for (let turn = 0; turn < 30; turn++) {
        const result = await run(key);
        if (result.nextAt === null) return result;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, (result.nextAt ?? 0) - Date.now()) + 20));
      }
      throw new Error(`${key} did not come to rest`);
    },
    async wish(key, wish) {
      const values = { serverId: id(key), mailServerId: 1, wish, wishedBy: "tester" };
      const [row] = await db
        .select()
        .from(assignments)
        .where(eq(assignments.serverId, id(key)));
      if (!row) await db.insert(assignments).values(values);
      else
        await db
          .update(assignments)
          .set({ wish, generation: row.generation + 1, wishedAt: new Date() })
          .where(eq(assignments.serverId, id(key)));
    },
    domains: (key) =>
      db.query.accounts.findMany({
        where: (account, { and }) => and(eq(account.serverId, id(key)), eq(account.kind, "domain")),
        orderBy: (account) => account.id,
      }),
  };
}
