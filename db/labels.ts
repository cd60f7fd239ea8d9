import { and, inArray, sql } from "drizzle-orm";
import type { Db } from "./client";
import { isRegistered } from "./registered";
import { servers } from "./schema";

/** Every label that a registered server has, by the alphabet. */
export async function listLabels(db: Db): Promise<string[]> {
  const rows = await db
    .selectDistinct({ label: sql<string>`unnest(${servers.labels})` })
    .from(servers)
    .where(isRegistered)
    .orderBy(sql`1`);
  return rows.map(({ label }) => label);
}

/** Gives a label to these servers, or takes it away. Answers the names of those that it changed something for. */
export async function labelServers(
  tx: Db,
  serverIds: readonly number[],
  deed: { add: string } | { remove: string },
): Promise<string[]> {
  const [label, adding] = "add" in deed ? [deed.add, true] : [deed.remove, false];
  const wanted = adding
    ? sql`(select array_agg(distinct each order by each) from unnest(${servers.labels} || ${label}::text) as each)`
    : sql`array_remove(${servers.labels}, ${label})`;
  const changed = await tx
    .update(servers)
    .set({ labels: wanted })
    .where(
      and(
        inArray(servers.id, [...serverIds]),
        isRegistered,
        sql`(${label} = any(${servers.labels})) is distinct from ${adding}`,
      ),
    )
    .returning({ name: servers.name });
  return changed.map(({ name }) => name).sort();
}
