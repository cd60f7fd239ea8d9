import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { readDatabaseUrl } from "./database-url";
import { retryDeadlock } from "./deadlock";
import * as schema from "./schema";

export type Database = PostgresJsDatabase<typeof schema> & { $client: postgres.Sql };

/** A connection or an open transaction: every query takes one as its first argument. */
export type Db = Database | Parameters<Parameters<Database["transaction"]>[0]>[0];

/** Seconds until a connection that failed is tried again: a database that is back is soon found to be. */
const backoff = (failures: number): number => Math.min(2, 0.05 * 2 ** failures);

/** How our connections are called in the database's own list of them. */
export const OURS = "centralized-mail";

interface Options {
  max?: number;
  name?: string;
  /** Milliseconds after which PostgreSQL ends a transaction in which nobody asks anything. Default: never. */
  standstill?: number;
}

/** Opens a pool. Nothing connects before the first query. Throws where the driver loses what is asked when connections end. */
export function connect(databaseUrl: string, options: Options = {}): Database {
  if (!("mended" in postgres))
    throw new Error("The installed database driver has faults that `npm run mend` puts right. Run it and start again.");
  const { url, ssl } = readDatabaseUrl(databaseUrl);
  const client = postgres(url, {
    ssl,
    max: options.max ?? 10,
    onnotice: () => {},
    backoff,
    connection: {
      application_name: options.name ?? OURS,
      ...(options.standstill ? { idle_in_transaction_session_timeout: options.standstill } : {}),
    },
  });
  const database = drizzle(client, { schema, casing: undefined });
  const once = database.transaction.bind(database);
  database.transaction = (work, config) => retryDeadlock(() => once(work, config));
  return database;
}
