import { sql } from "drizzle-orm";
import type { Db } from "./client";

/** Returns when the database answers; throws when it does not. */
export async function touchDatabase(db: Db): Promise<void> {
  await db.execute(sql`select 1`);
}
