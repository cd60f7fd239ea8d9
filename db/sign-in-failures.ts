import { eq, lt, sql } from "drizzle-orm";
import type { Db } from "./client";
import { signInFailures } from "./schema";

/** How many tries are free, and the longest wait in seconds; between them the wait doubles with each try. */
export interface Allowance {
  free: number;
  longest: number;
}

/**
 * Takes one try for a subject (`account:<login>`, `address:<ip>`), counted as a failure until `forgive` says otherwise,
 * so that tries made at the same instant cannot share one. Answers the seconds to wait first: 0 when the try was taken.
 */
export async function takeTry(db: Db, subject: string, { free, longest }: Allowance): Promise<number> {
  const wait = sql`case when f.failures < ${free} then interval '0'
    else least(power(2, least(f.failures - ${free}, 20)), ${longest}) * interval '1 second' end`;
  const taken = await db.execute(sql`
    insert into sign_in_failures as f (subject, failures, last_at) values (${subject}, 1, now())
    on conflict (subject) do update
      set failures = case when f.last_at < now() - interval '1 hour' then 1 else f.failures + 1 end, last_at = now()
      where f.last_at + (${wait}) <= now()
    returning failures`);
  if (taken.length > 0) return 0;
  const [left] = await db.execute<{ seconds: number }>(sql`
    select ceil(extract(epoch from f.last_at + (${wait}) - now()))::int as seconds
    from sign_in_failures as f where subject = ${subject}`);
  return Math.max(1, left?.seconds ?? 1);
}

/** After a right password: the account starts anew, and the address gets its try back. */
export async function forgive(db: Db, account: string, address: string): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.subject, account));
  await db.execute(sql`
    update sign_in_failures set failures = greatest(failures - 1, 0) where subject = ${address}`);
}

export async function pruneSignInFailures(db: Db): Promise<void> {
  await db.delete(signInFailures).where(lt(signInFailures.lastAt, sql`now() - interval '1 day'`));
}
