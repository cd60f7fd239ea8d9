import { sql } from "drizzle-orm";
import type { Db } from "./client";

/** How long a conclusion may be reused: it bounds any mistake in it, and an update that would conclude otherwise. */
const KEPT = sql`interval '24 hours'`;

/** The prints under which domains of this assigned server were found at rest, those of the last day. */
export async function readPrints(db: Db, serverId: number): Promise<Set<string>> {
  const rows = await db.execute<{ print: string }>(
    sql`select print from prints where server_id = ${serverId} and decoded_at > now() - ${KEPT}`,
  );
  return new Set(rows.map(({ print }) => print));
}

/** Adds what was concluded just now, and drops what is too old to be used. */
export async function savePrints(db: Db, serverId: number, prints: readonly string[]): Promise<void> {
  await db.execute(sql`delete from prints where server_id = ${serverId} and decoded_at <= now() - ${KEPT}`);
  await db.execute(sql`
    insert into prints (server_id, print)
    select ${serverId}, jsonb_array_elements_text(${JSON.stringify(prints)}::text::jsonb)
    on conflict (server_id, print) do update set decoded_at = excluded.decoded_at`);
}
