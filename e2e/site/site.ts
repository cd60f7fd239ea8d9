import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { encode } from "next-auth/jwt";
import { createAdministrator } from "@/db/administrators";
import { connect, type Database } from "@/db/client";
import type { Role } from "@/db/schema";
import { createSession } from "@/db/sessions";
import { migrateDatabase } from "@/lib/start/migrate";
import { freePort } from "@/lib/start/ports";
import { startPostgres } from "@/lib/start/postgres";
import { startWeb } from "./web";

/** The web process as it is built, over a database of its own in which a test may do as it likes. No worker, no fleet. */
export interface Site {
  db: Database;
  origin: string;
  /** Makes a person and a session, and answers the session's cookie as the browser sends it. */
  signedIn(login: string, role: Role, provedAt?: Date | null): Promise<{ id: number; cookie: string }>;
  /** The cookie of somebody whose second factor is still to come. */
  half(login: string): Promise<string>;
  close(): Promise<void>;
}

/** `settings` go to the web process; the port is free, and nobody else's until it listens. */
export async function openSite(settings: (origin: string) => Record<string, string> = () => ({})): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "centralized-mail-site-"));
  const postgres = await startPostgres(folder);
  await migrateDatabase(postgres.url);
  const db = connect(postgres.url, { name: "test", max: 4 });
  const secret = randomBytes(32).toString("base64url");
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const web = startWeb({ port, origin, databaseUrl: postgres.url, secret, settings: settings(origin) });
  const ended = new Promise((resolve) => web.once("exit", resolve));
  await served(`http://127.0.0.1:${port}/api/health`);
  const begin = async (login: string, role: Role, more: { provedAt?: Date | null; half?: boolean }) => {
    const id = await createAdministrator(db, { login, name: login, role, passwordHash: null });
    if (id === null) throw new Error(`There is somebody called ${login} already.`);
    const values = { administratorId: id, hours: 12, userAgent: "test", address: "127.0.0.1", ...more };
    const sid = await createSession(db, values);
    return { id, cookie: `centralized-mail=${await encode({ token: { sid }, secret, maxAge: 12 * 3600 })}` };
  };
  return {
    db,
    origin,
    signedIn: (login, role, provedAt) => begin(login, role, { provedAt }),
    half: async (login) => (await begin(login, "administrator", { half: true })).cookie,
    async close() {
      web.kill("SIGTERM");
      await ended;
      await db.$client.end();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function served(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if ((await fetch(url).catch(() => undefined))?.ok) return;
    await sleep(100);
  }
  throw new Error(`The web process does not answer at ${url}.`);
}
