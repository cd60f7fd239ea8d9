import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** Names as long as they may be, of servers, clients and domains, some without a place to break; and many labels. */
export async function growLong(db: Database): Promise<void> {
  const long = "donaudampfschifffahrtsgesellschaftskapitaen";
  await db.execute(sql`
    update servers set name = ${long} || id || '.rechenzentrum-nord-ost.provider-with-a-long-name.example',
      labels = array['customer-' || id, 'rack 17, upper half, left'::text, repeat('x', 40)]`);
  await db.execute(sql`
    update accounts set
      name = case when kind = 'client' then 'client-' || repeat('a', 50) || id
        else ${long} || '-' || id || '.the-very-long-name-of-a-small-family-business-in-the-old-town.example' end,
      label = case when kind = 'client' then 'Maximiliane Hohenzollern-Sonnenschein von der Au, Gasthaus „Zum Löwen“ & Söhne' else '' end`);
  await db.execute(sql`vacuum analyze`);
}

/** Nothing answers, and every account has a problem: each of the causes has its share. */
export async function turnRed(db: Database): Promise<void> {
  await db.execute(sql`
    update servers set net_status = 'error', net_since = now() - interval '3 hours',
      net_cause = 'The IMAP service does not answer: connection refused at 192.0.2.17:143.'`);
  await db.execute(sql`
    update accounts set sync_status = 'outdated', problem_since = now() - interval '3 hours',
      problem = (array['dns-elsewhere', 'not-accepted', 'changed-by-someone', 'licence-full', 'missing', 'refused'])[1 + id % 6],
      problem_detail = 'The mail server does not take mail for it: 550 5.1.1 unknown user, says its SMTP service.'`);
  await db.execute(sql`
    update assignments set quarantined_at = now() - interval '2 hours',
      quarantine_reason = 'It suddenly reports no domains, had 4 000. Nothing is changed until they are back, or you have looked and released it.'`);
  await db.execute(sql`vacuum analyze`);
}
