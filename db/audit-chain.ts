import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Db } from "./client";
import { auditCheck } from "./schema";

/** A place in the chain, and the hash that stands there. */
export interface Link {
  place: number;
  hash: string;
}

export interface Verdict {
  /** How many were followed until the end, or until what is wrong. */
  entries: number;
  /** The last link that is right; null before the first. */
  head: Link | null;
  /** A sentence about the first thing that is wrong; null when nothing is. */
  fault: string | null;
}

const batch = 5_000;

interface Row extends Record<string, unknown> {
  place: string;
  hash: string;
  entry: string;
  /** Null where the entry is gone. */
  words: string | null;
}

/**
 * Follows the whole chain. `seen` is a link that was right before and is kept outside the database: whoever owns the
 * database could write all hashes anew, but not that one.
 */
export async function verifyChain(db: Db, seen: Link | null): Promise<Verdict> {
  let head = null as Link | null;
  const broken = (fault: string): Verdict => ({ entries: head?.place ?? 0, head, fault });
  for (;;) {
    const rows = await readLinks(db, head?.place ?? 0);
    for (const { place, hash, entry, words } of rows) {
      const expected: number = (head?.place ?? 0) + 1;
      if (Number(place) !== expected) return broken(`Link ${expected} of the chain is gone.`);
      if (words === null) return broken(`Entry ${entry}, at link ${place} of the chain, is gone.`);
      if (
        createHash("sha256")
          .update(`${head?.hash ?? ""}${words}`)
          .digest("hex") !== hash
      )
        return broken(`Entry ${entry}, at link ${place} of the chain, is not what was written.`);
      if (seen?.place === expected && seen.hash !== hash)
        return broken(`Link ${place} of the chain is another one than was seen before: the trail was written anew.`);
      head = { place: expected, hash };
    }
    if (rows.length < batch) break;
  }
  if (seen && (head?.place ?? 0) < seen.place)
    return broken(
      `The trail ends at link ${head?.place ?? 0}, but link ${seen.place} was seen before: its end was removed, or the database was restored from a backup.`,
    );
  const [stray] = await db.execute<{ id: string }>(sql`
    select id from audit_trail a where not exists (select from audit_chain c where c.entry_id = a.id) order by id limit 1`);
  if (stray) return broken(`Entry ${stray.id} is not in the chain: it was put in behind the console's back.`);
  return { entries: head?.place ?? 0, head, fault: null };
}

/** The words of an entry are those that the trigger chain_entry takes. */
async function readLinks(db: Db, after: number): Promise<Row[]> {
  return db.execute<Row>(sql`
    select c.place, c.hash, c.entry_id as entry, case when a.id is not null then jsonb_build_array(a.id,
      to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.actor, a.event, a.target, a.detail)::text end as words
    from audit_chain c left join audit_trail a on a.id = c.entry_id
    where c.place > ${after} order by c.place limit ${batch}`);
}

export async function noteCheck(db: Db, { entries, fault }: Verdict): Promise<void> {
  const found = { entries, fault, checkedAt: sql`now()` };
  await db.insert(auditCheck).values(found).onConflictDoUpdate({ target: auditCheck.id, set: found });
}

/** How the last check of the chain ended; null before the first. */
export async function getCheck(db: Db): Promise<{ checkedAt: Date; entries: number; fault: string | null } | null> {
  const { checkedAt, entries, fault } = auditCheck;
  const [row] = await db.select({ checkedAt, entries, fault }).from(auditCheck);
  return row ?? null;
}
