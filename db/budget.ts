import { sql } from "drizzle-orm";
import { count } from "@/lib/format";
import type { Db } from "./client";
import { settings } from "./schema";

/**
 * How many disruptive operations one run may make, and one server and the whole fleet within an hour. What was recorded and
 * then not begun does not count: nothing was sent for it.
 */
export interface Budget {
  run: number;
  server: number;
  fleet: number;
}

export async function getBudget(db: Db): Promise<Budget> {
  const { budgetRun: run, budgetServer: server, budgetFleet: fleet } = settings;
  const [row] = await db.select({ run, server, fleet }).from(settings);
  if (!row) throw new Error("The settings row is missing: the database was not migrated to the end.");
  return row;
}

export async function setBudget(db: Db, { run, server, fleet }: Budget): Promise<void> {
  await db.update(settings).set({ budgetRun: run, budgetServer: server, budgetFleet: fleet });
}

/** The operations that a budget counts. */
export const counts = sql`disruptive and state <> 'not-begun'`;

/** How many more may be made, and for the one that no room is left for: when there is, and why not before. */
export interface Room {
  left: number;
  later: Date;
  why: string;
}

/**
 * What is left for one run on one server. Call it in the transaction that records the intents, after it has raised the
 * watermark: so all workers count one after the other, and together never beyond the budget.
 */
export async function roomFor(tx: Db, runId: number, serverId: number): Promise<Room> {
  const [made] = await tx.execute<Record<keyof Budget, number> & { name: string; now: string }>(sql`
    select count(*) filter (where server_id = ${serverId})::int as server, count(*)::int as fleet,
      (select count(*) from operations where run_id = ${runId} and ${counts})::int as run,
      (select name from servers where id = ${serverId}) as name, now() as now
    from operations where ${counts} and started_at > now() - interval '1 hour'`);
  const budget = await getBudget(tx);
  if (!made) throw new Error("An aggregate answered without a row.");
  const left = (part: keyof Budget) => Math.max(0, budget[part] - made[part]);
  const tightest = (["fleet", "server", "run"] as const).reduce((a, b) => (left(b) < left(a) ? b : a));
  const who = { fleet: "The fleet", server: made.name, run: "This run" }[tightest];
  const had = `${who} has had its ${count(budget[tightest])} changes of mail flow`;
  if (tightest === "run")
    return { left: left("run"), later: new Date(Date.parse(made.now) + 60_000), why: `${had}; the next look goes on.` };
  const later = await freeAt(tx, tightest === "server" ? serverId : null, made[tightest] - budget[tightest]);
  const at = `${later.toISOString().slice(11, 16)} UTC`;
  return { left: left(tightest), later, why: `${had} within an hour; it goes on at ${at}.` };
}

/** When enough of them are an hour old for one more to have room. */
async function freeAt(tx: Db, serverId: number | null, over: number): Promise<Date> {
  const rows = await tx.execute<{ at: string }>(sql`
    select started_at + interval '1 hour' as at from operations
    where ${counts} and started_at > now() - interval '1 hour' and (${serverId}::int is null or server_id = ${serverId})
    order by started_at offset ${Math.max(0, over)} limit 1`);
  return rows[0] ? new Date(rows[0].at) : new Date(Date.now() + 3_600_000);
}
