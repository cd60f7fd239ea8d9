import { and, desc, eq, getTableColumns, ilike, like, lt, or, sql } from "drizzle-orm";
import type { Db } from "./client";
import { auditChain, auditTrail } from "./schema";

export interface TrailFilter {
  /** Part of the actor, the event or what it was done to. */
  q?: string;
  /** What an event begins with: `server`, `session`. */
  subject?: string;
}

/** The audit trail with its links of the chain, the newest first; it goes on behind the entry `after`. */
export async function listTrail(db: Db, filter: TrailFilter, { after, limit }: { after?: number; limit: number }) {
  const part = `%${(filter.q ?? "").replaceAll(/[\\%_]/g, "\\$&")}%`;
  const found = await db
    .select({ ...getTableColumns(auditTrail), link: auditChain.place, hash: auditChain.hash })
    .from(auditTrail)
    .leftJoin(auditChain, eq(auditChain.entryId, auditTrail.id))
    .where(
      and(
        filter.q
          ? or(ilike(auditTrail.actor, part), ilike(auditTrail.event, part), ilike(auditTrail.target, part))
          : undefined,
        filter.subject
          ? or(eq(auditTrail.event, filter.subject), like(auditTrail.event, `${filter.subject}.%`))
          : undefined,
        after === undefined ? undefined : lt(auditTrail.id, after),
      ),
    )
    .orderBy(desc(auditTrail.id))
    .limit(limit + 1);
  return { rows: found.slice(0, limit), more: found.length > limit };
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
