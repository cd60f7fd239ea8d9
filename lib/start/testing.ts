import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "./migrate";
import { startPostgres } from "./postgres";

declare module "vitest" {
  interface ProvidedContext {
    /** A migrated database that nobody connects to: each test file clones it (db/testing.ts). */
    templateUrl: string;
  }
}

/** Vitest's global setup: one PostgreSQL a run, in a folder that goes away with it. Nothing in it needs to last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "centralized-mail-test-"));
  await chmod(folder, 0o755);
  const server = await openServer(folder);
  const templateUrl = server.url.replace(/[^/]+$/, "template_console");
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  await sql`drop database if exists template_console`;
  await sql`create database template_console`;
  await sql.end();
  await migrateDatabase(templateUrl);
  project.provide("templateUrl", templateUrl);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** The embedded one, or the PostgreSQL that TEST_DATABASE_URL names: its login must be allowed to make databases. */
async function openServer(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { url, stop: async () => {} };
  return startPostgres(folder, { fsync: "off", synchronous_commit: "off", full_page_writes: "off" });
}
