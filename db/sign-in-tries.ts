import { lt, sql } from "drizzle-orm";
import type { Db } from "./client";
import { signInTries } from "./schema";

/** So many tries at once, and so many more come back within an hour: never more than the sum within any hour. */
export interface Allowance {
  atOnce: number;
  anHour: number;
}

/**
 * Takes one try of a subject's allowance, so that tries made at the same instant cannot share one. Answers the seconds
 * to wait first: 0 when the try was taken.
 */
export async function takeTry(db: Db, subject: string, { atOnce, anHour }: Allowance): Promise<number> {
  const perSecond = anHour / 3600;
  const left = sql`greatest(t.used - extract(epoch from now() - t.at) * ${perSecond}::float8, 0)`;
  const taken = await db.execute(sql`
    insert into sign_in_tries as t (subject, used, at) values (${subject}, 1, now())
    on conflict (subject) do update set used = ${left} + 1, at = now() where ${left} + 1 <= ${atOnce}::float8
    returning used`);
  if (taken.length > 0) return 0;
  const [wait] = await db.execute<{ seconds: number }>(sql`
    select ceil((${left} + 1 - ${atOnce}::float8) / ${perSecond}::float8)::int as seconds
    from sign_in_tries as t where subject = ${subject}`);
  return Math.max(1, wait?.seconds ?? 1);
}

/** A right one costs nothing: the try is given back. */
export async function giveBack(db: Db, subject: string): Promise<void> {
  await db.execute(sql`update sign_in_tries set used = greatest(used - 1, 0) where subject = ${subject}`);
}

export async function pruneSignInTries(db: Db): Promise<void> {
  await db.delete(signInTries).where(lt(signInTries.at, sql`now() - interval '1 day'`));
}
