import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import postgres from "postgres";

/** The demo's folder. */
export const dataDir = (): string => dirname(process.env.DEMO_FILE ?? "");

/** The demo's database, as its owner sees it. */
export function openDatabase(): postgres.Sql {
  const { port, password } = JSON.parse(readFileSync(join(dataDir(), "postgres.json"), "utf8"));
  return postgres({ host: "127.0.0.1", port, user: "app", password, database: "centralized_mail", max: 1 });
}

/** What was typed wrongly before is forgiven: a test that types something wrong has all its tries again. */
export async function forgetTries(): Promise<void> {
  const sql = openDatabase();
  await sql`delete from sign_in_tries`;
  await sql.end();
}
