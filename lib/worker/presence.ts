import postgres from "postgres";
import { readDatabaseUrl } from "@/db/database-url";

/** A connection that bears a pool's name: while it stands, other workers leave that pool's jobs alone. */
export interface Presence {
  /** Connects again if the connection was lost. */
  renew(): Promise<void>;
  end(): Promise<void>;
}

export async function showPresence(databaseUrl: string, pool: string): Promise<Presence> {
  const { url, ssl } = readDatabaseUrl(databaseUrl);
  const sql = postgres(url, { ssl, max: 1, max_lifetime: null, connection: { application_name: pool } });
  const renew = async () => void (await sql`select 1`);
  await renew();
  return { renew, end: () => sql.end({ timeout: 5 }) };
}
