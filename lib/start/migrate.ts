import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { runMigrations } from "graphile-worker";
import postgres from "postgres";
import { readDatabaseUrl } from "@/db/database-url";
import { root } from "./root";

/** PostgreSQL 15, as server_version_num counts. */
const oldest = 150_000;

/** Brings a database to this version's schema, the job queue's included. Two at the same time wait for each other. */
export async function migrateDatabase(databaseUrl: string): Promise<void> {
  const { url, ssl, queueUrl } = readDatabaseUrl(databaseUrl);
  const sql = postgres(url, { ssl, max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    const [server] = await sql<{ number: string; version: string }[]>`
      select current_setting('server_version_num') as number, current_setting('server_version') as version`;
    if (!server || Number(server.number) < oldest) {
      throw new Error(`The database is PostgreSQL ${server?.version}. Set DATABASE_URL to one of version 15 or newer.`);
    }
    // An advisory lock ends with its connection, so a migration that is killed blocks nobody.
    await sql`select pg_advisory_lock(hashtext('centralized-mail migrations'))`;
    await migrate(drizzle(sql), { migrationsFolder: join(root, "db", "migrations") });
    await runMigrations({ connectionString: queueUrl });
  } finally {
    await sql.end();
  }
}
