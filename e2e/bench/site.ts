import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { encode } from "next-auth/jwt";
import { createAdministrator } from "@/db/administrators";
import { connect, type Database } from "@/db/client";
import { createSession } from "@/db/sessions";
import { startWeb } from "@/e2e/site/web";
import { buildWhenStale } from "@/lib/start/build";
import { migrateDatabase } from "@/lib/start/migrate";
import { freePort } from "@/lib/start/ports";
import { startPostgres } from "@/lib/start/postgres";
import { closeLater } from "./closing";
import { fill } from "./fill";

/** The production build over a filled database, and somebody signed in. */
export interface Site {
  db: Database;
  origin: string;
  /** Of somebody who is signed in. */
  cookie: { name: string; value: string };
  /** A page's HTML, for somebody signed in unless said otherwise; null when it leads elsewhere. */
  visit(path: string, who?: "nobody"): Promise<string | null>;
}

/** Starts one with so many accounts. */
export async function openSite(accounts: number): Promise<Site> {
  await buildWhenStale(console.log);
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  closeLater(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startPostgres(folder);
  closeLater(() => postgres.stop());
  await migrateDatabase(postgres.url);
  const db = connect(postgres.url, { name: "bench", max: 2 });
  closeLater(() => db.$client.end());
  await fill(db, accounts);
  const secret = randomBytes(32).toString("base64url");
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const web = startWeb({ port, origin, databaseUrl: postgres.url, secret });
  closeLater(async () => void web.kill("SIGTERM"));
  const session = { name: "centralized-mail", value: await signIn(db, secret) };
  const cookie = `${session.name}=${session.value}`;
  await served(`${origin}/api/health`);
  return {
    db,
    origin,
    cookie: session,
    async visit(path, who) {
      const answer = await fetch(origin + path, { headers: who ? {} : { cookie }, redirect: "manual" });
      const html = await answer.text();
      if (answer.status >= 300 && answer.status < 400) return null;
      if (answer.status !== 200) throw new Error(`${path} answers with HTTP ${answer.status}, not with a page`);
      return html;
    },
  };
}

/** A session in the database and its cookie, as signing in makes them. */
async function signIn(db: Database, secret: string): Promise<string> {
  const administratorId = await createAdministrator(db, { login: "bench", name: "Bench", passwordHash: "none" });
  if (administratorId === null) throw new Error("there is an administrator “bench” already");
  const sid = await createSession(db, { administratorId, hours: 12, userAgent: "bench", address: "127.0.0.1" });
  return encode({ token: { sid }, secret, maxAge: 12 * 3600 });
}

async function served(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if ((await fetch(url).catch(() => undefined))?.ok) return;
    await sleep(100);
  }
  throw new Error(`The web process does not answer at ${url}.`);
}
