import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema";

export type Database = PostgresJsDatabase<typeof schema> & { $client: postgres.Sql };

/** A connection or an open transaction: every query takes one as its first argument. */
export type Db = Database | Parameters<Parameters<Database["transaction"]>[0]>[0];

/** Opens a pool. Nothing connects before the first query. */
export function connect(url: string, options: { max?: number; name?: string } = {}): Database {
  const client = postgres(url, {
    max: options.max ?? 10,
    onnotice: () => {},
    connection: { application_name: options.name ?? "centralized-mail" },
  });
  return drizzle(client, { schema, casing: undefined });
}
