import { and, eq, getTableColumns, ilike, inArray, like, or, sql } from "drizzle-orm";
import type { Db } from "./client";
import { along, asPage, type Turn } from "./paging";
import { auditChain, auditTrail } from "./schema";

export interface TrailFilter {
  /** Part of the actor, the event or what it was done to. */
  q?: string;
  /** The events that have `q` in the words which people read for them. */
  worded?: readonly string[];
  /** What an event begins with: `server`, `session`. */
  subject?: string;
}

/** The audit trail with its links of the chain, the newest first; a place is an entry's id. */
export async function listTrail(db: Db, filter: TrailFilter, turn: Turn<number>) {
  const { beyond, order } = along([auditTrail.id], true, turn, (id) => sql`(${id}::bigint)`);
  const part = `%${(filter.q ?? "").replaceAll(/[\\%_]/g, "\\$&")}%`;
  const found = await db
    .select({ ...getTableColumns(auditTrail), link: auditChain.place, hash: auditChain.hash })
    .from(auditTrail)
    .leftJoin(auditChain, eq(auditChain.entryId, auditTrail.id))
    .where(
      and(
        filter.q
          ? or(
              ilike(auditTrail.actor, part),
              ilike(auditTrail.event, part),
              ilike(auditTrail.target, part),
              inArray(auditTrail.event, [...(filter.worded ?? [])]),
            )
          : undefined,
        filter.subject
          ? or(eq(auditTrail.event, filter.subject), like(auditTrail.event, `${filter.subject}.%`))
          : undefined,
        beyond,
      ),
    )
    .orderBy(...order)
    .limit(turn.limit + 1);
  return asPage(found, turn);
}

export type TrailEntry = Awaited<ReturnType<typeof listTrail>>["rows"][number];

/** What has been done so far, for a choice of subjects: the first words of the events. */
export async function listSubjects(db: Db): Promise<string[]> {
  const rows = await db
    .selectDistinct({ subject: sql<string>`split_part(${auditTrail.event}, '.', 1)` })
    .from(auditTrail)
    .orderBy(sql`1`);
  return rows.map((row) => row.subject);
}
