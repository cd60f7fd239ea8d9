import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { connect, type Database } from "./client";

/**
 * A migrated, empty database for one test file: `const { db } = await testDatabase();` at its top. It is dropped
 * after the file's last test.
 */
export async function testDatabase(): Promise<{ db: Database; url: string }> {
  const template = new URL(inject("templateUrl"));
  const name = `test_${randomBytes(6).toString("hex")}`;
  const url = Object.assign(new URL(template), { pathname: `/${name}` }).href;
  const maintenance = Object.assign(new URL(template), { pathname: "/postgres" }).href;
  await command(maintenance, `create database ${name} template ${template.pathname.slice(1)}`);
  const db = connect(url, { max: 10, name: "test" });
  afterAll(async () => {
    await db.$client.end({ timeout: 1 });
    await command(maintenance, `drop database ${name} with (force)`);
  });
  return { db, url };
}

async function command(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
