import { eq, isNotNull, sql } from "drizzle-orm";
import { record } from "./audit";
import type { Database, Db } from "./client";
import { settings, watermark } from "./schema";

/**
 * How a database that was restored from a backup is told from one that simply went on: it is behind what was seen of it,
 * or in another PostgreSQL, on another timeline, or made anew.
 */
export interface Identity {
  /** Null where the role may not read it. */
  system: string | null;
  timeline: number | null;
  database: string;
}

/** Raises the watermark; until the transaction ends nobody else can. Answers its new value. */
export async function raiseWatermark(db: Db): Promise<number> {
  const rows = await db.execute<{ value: string }>(sql`update watermark set value = value + 1 returning value`);
  if (!rows[0]) throw new Error("the watermark's row is gone");
  return Number(rows[0].value);
}

export async function readIdentity(db: Database): Promise<Identity> {
  const [known] = await db.execute<{ database: string; allowed: boolean }>(sql`
    select (select oid::text from pg_database where datname = current_database()) as database,
      has_function_privilege('pg_control_system()', 'execute')
        and has_function_privilege('pg_control_checkpoint()', 'execute') as allowed`);
  const database = known?.database ?? "";
  if (!known?.allowed) return { system: null, timeline: null, database };
  const [control] = await db.execute<{ system: string; timeline: number }>(sql`
    select system_identifier::text as system, timeline_id as timeline from pg_control_system(), pg_control_checkpoint()`);
  return { system: control?.system ?? null, timeline: control?.timeline ?? null, database };
}

/** Why this is not the database that it was, as a sentence; null when it is. What is known for the first time is noted. */
export async function compareIdentity(db: Database, now: Identity): Promise<string | null> {
  const [before] = await db.select().from(watermark);
  if (!before) throw new Error("the watermark's row is gone");
  if (before.system && now.system && before.system !== now.system)
    return "The database is in another PostgreSQL than before: it was moved, or restored from a backup.";
  if (before.timeline && now.timeline && before.timeline !== now.timeline)
    return "PostgreSQL has begun another timeline: it was restored to a point in time, or a standby took over.";
  if (before.database && before.database !== now.database)
    return "The database was made anew in its PostgreSQL: it was restored from a dump, or copied.";
  const noted = { system: before.system ?? now.system, timeline: before.timeline ?? now.timeline };
  if (!before.database || noted.system !== before.system || noted.timeline !== before.timeline)
    await db.update(watermark).set({ ...noted, database: now.database });
  return null;
}

/**
 * From now on the worker only looks. The database takes its new identity, and a watermark above everything that was seen
 * of it, so that it is found out once. False when it only looked already.
 */
export async function observeOnly(db: Database, why: string, identity: Identity, seen: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.update(watermark).set({ ...identity, value: sql`greatest(${watermark.value}, ${seen}::bigint) + 1` });
    const set = await tx.execute(sql`
      update settings set observe_only_since = now(), observe_only_why = ${why} where observe_only_since is null returning id`);
    if (set.length > 0) await record(tx, { actor: "worker", event: "database.restored", detail: { why } });
    return set.length > 0;
  });
}

/** A person has looked: changes may be made again. False when they may already. */
export async function endObserveOnly(db: Db): Promise<boolean> {
  const done = await db
    .update(settings)
    .set({ observeOnlySince: null, observeOnlyWhy: null })
    .where(isNotNull(settings.observeOnlySince))
    .returning({ id: settings.id });
  return done.length > 0;
}

/** Since when and why the worker only looks; null while it may change. */
export async function getObserveOnly(db: Db): Promise<{ since: Date; why: string } | null> {
  const [row] = await db
    .select({ since: settings.observeOnlySince, why: settings.observeOnlyWhy })
    .from(settings)
    .where(eq(settings.id, 1));
  return row?.since ? { since: row.since, why: row.why ?? "" } : null;
}
