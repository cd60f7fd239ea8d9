import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

const MAIL_SERVERS = 5;
const ASSIGNED = 20;

/**
 * A fleet in the database alone: five mail servers, twenty assigned servers and so many accounts, one client to three
 * domains, with the differences and problems that a large fleet always has some of. Only the number of accounts varies.
 */
export async function fill(db: Database, accounts: number): Promise<void> {
  await db.execute(sql`
    insert into servers (name, host, fingerprint, guid, sealed_key, registered_by, protocol, version, net_status, net_checked_at, latency)
    select name, name, 'AA:BB', md5(name), 'sealed', 'ada', '1.6.9.1', '18.0.72', 'online', now(), 40 + n
    from (select n, case when n <= ${MAIL_SERVERS}::int then 'mail' || n else 'web' || n - ${MAIL_SERVERS}::int end || '.provider.example' as name
          from generate_series(1, ${MAIL_SERVERS + ASSIGNED}::int) n) as fleet order by n`);
  await db.execute(sql`
    insert into mail_servers (id, server_id, mx_host, defined_by)
    select row_number() over (order by id), id, name, 'ada' from servers where name like 'mail%'`);
  await db.execute(sql`
    insert into assignments (server_id, mail_server_id, wished_by, wished_at, looked_at, synchronized_at)
    select id, 1 + id % ${MAIL_SERVERS}::int, 'ada', now() - interval '9 days', now(), now() from servers where name like 'web%'`);
  await db.execute(sql`
    insert into accounts (kind, server_id, mail_server_id, source_id, source_guid, name, ascii, label, sync_status, stage,
      stage_since, stage_times, problem, problem_detail, problem_since, address_count, needs_password)
    select kind, server_id, mail_server_id, n, md5(kind || n), name, name, '',
      case when n % 97 = 0 then 'outdated' else 'synchronized' end, 'assigned', now(), '{"switching": "2026-01-01T00:00:00Z"}',
      case when n % 211 = 0 then 'not-accepted' end, case when n % 211 = 0 then 'The mail server does not take mail for it.' end,
      case when n % 211 = 0 then now() end, case when kind = 'domain' then 3 else 0 end, 0
    from (select n, case when n % 4 = 0 then 'client' else 'domain' end as kind,
            case when n % 4 = 0 then 'client' || n else 'domain' || n || '.example' end as name,
            a.server_id, a.mail_server_id
          from generate_series(1, ${accounts}::int) n
          join (select row_number() over (order by server_id) - 1 as place, server_id, mail_server_id from assignments) a
            on a.place = n % ${ASSIGNED}::int) as objects`);
  await db.execute(sql`
    insert into runs (kind, server_id, mail_server_id, started_by, started_at, finished_at, outcome, looked)
    select 'synchronize', a.server_id, a.mail_server_id, 'schedule', now() - make_interval(mins => n), now(), 'done', 100
    from generate_series(1, 20) n cross join assignments a`);
  await db.execute(sql`vacuum analyze`);
}
