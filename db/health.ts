import { sql } from "drizzle-orm";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { servers } from "./schema";

/** Returns when the database answers; throws when it does not. */
export async function touchDatabase(db: Db): Promise<void> {
  await db.execute(sql`select 1`);
}

/**
 * When the worker last looked at any server, or the newest one was registered; null where none is. A time that has not come
 * yet was told by a clock that was set back since.
 */
export async function lastLook(db: Db): Promise<Date | null> {
  const [row] = await db
    .select({
      at: sql<Date | null>`max(least(coalesce(${servers.netCheckedAt}, ${servers.registeredAt}), now()))`.mapWith(
        servers.registeredAt,
      ),
    })
    .from(servers)
    .where(isRegistered);
  return row?.at ?? null;
}
