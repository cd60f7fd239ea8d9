import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema";

export type Database = PostgresJsDatabase<typeof schema> & { $client: postgres.Sql };

/** A connection or an open transaction: every query takes one as its first argument. */
export type Db = Database | Parameters<Parameters<Database["transaction"]>[0]>[0];

/** Seconds until a connection that failed is tried again: a database that is back is soon found to be. */
const backoff = (failures: number): number => Math.min(2, 0.05 * 2 ** failures);

/**
 * Opens a pool. Nothing connects before the first query. A transaction in which nothing is said for `silence` seconds is
 * given up: whoever stands still in one would hold its rows, leases among them, for as long as its connection stands.
 */
export function connect(url: string, options: { max?: number; name?: string; silence?: number } = {}): Database {
  const client = postgres(url, {
    max: options.max ?? 10,
    onnotice: () => {},
    backoff,
    connection: {
      application_name: options.name ?? "centralized-mail",
      idle_in_transaction_session_timeout: (options.silence ?? 0) * 1000,
    },
  });
  return drizzle(client, { schema, casing: undefined });
}
