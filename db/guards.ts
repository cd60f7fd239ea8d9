import { sql } from "drizzle-orm";
import type { Db } from "./client";

/** What holds changes up until a person or time ends it. */
export interface Guard {
  kind: "restored" | "stopped";
  since: Date;
  /** The particular words: a sentence, or none. */
  why: string;
  /** Who set it; null when it set itself. */
  by: string | null;
}

/** Every guard that is open now for the whole fleet, the gravest first. */
export async function listOpenGuards(db: Db): Promise<Guard[]> {
  const rows = await db.execute<Record<keyof Guard, string>>(sql`
    select 'restored' as kind, observe_only_since as since, coalesce(observe_only_why, '') as why, null as by
      from settings where observe_only_since is not null
    union all select 'stopped', stopped_at, '', stopped_by from settings where stopped_at is not null`);
  return rows.map((row) => ({ ...row, kind: row.kind as Guard["kind"], since: new Date(row.since) }));
}
