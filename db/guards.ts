import { type SQL, sql } from "drizzle-orm";
import { counts } from "./budget";
import type { Db } from "./client";

/** What holds changes up until a person or time ends it. */
export interface Guard {
  kind: "restored" | "stopped" | "breaker" | "certificate" | "quarantine" | "maintenance" | "budget";
  /** A breaker's own id. */
  id: number | null;
  /** Null: the whole fleet. */
  serverId: number | null;
  server: string | null;
  /** The id that it has as a mail server. */
  mailServerId: number | null;
  since: Date;
  /** The particular words, a sentence; empty when the kind says it all. Of a certificate the fingerprint that was shown. */
  why: string;
  /** Who set it; null when it set itself. */
  by: string | null;
  /** When it ends by itself. */
  until: Date | null;
  /** A person has released it, and the next look ends it. */
  released: boolean;
}

/** `fleet`: those that hold for every server; `servers`: those of any one; else those that hold up this one. */
export type Scope = "fleet" | "servers" | { serverId: number } | { mailServerId: number };

/** Every guard that is open now, the gravest first. */
export async function listOpenGuards(db: Db, scope: Scope): Promise<Guard[]> {
  const rows = await db.execute<
    Record<keyof Guard, string> & { id: number; serverId: number; mailServerId: number }
  >(sql`
    with recent as (
      select server_id, count(*)::int as made, max(started_at) as since, array_agg(started_at order by started_at) as times
      from operations where ${counts} and started_at > now() - interval '1 hour' group by grouping sets ((server_id), ())),
    used as (
      select server_id, since, times[made - bound + 1] + interval '1 hour' as until, bound
      from (select recent.*, case when server_id is null then budget_fleet else budget_server end as bound
        from recent, settings) as bounded where made >= bound),
    guards (place, kind, id, server_id, since, why, by, until, released) as (
      select 1, 'restored', null::int, null::int, observe_only_since, coalesce(observe_only_why, ''), null::text,
          null::timestamptz, false from settings where observe_only_since is not null
      union all select 2, 'stopped', null, null, stopped_at, '', stopped_by, null, false
        from settings where stopped_at is not null
      union all select 3, 'breaker', id, server_id, opened_at, why, null, null, false
        from breakers where closed_at is null
      union all select 4, 'certificate', null, id, certificate_changed_at, coalesce(shown_fingerprint, ''), null, null, false
        from servers where certificate_changed_at is not null and unregistered_at is null
      union all select 5, 'quarantine', null, server_id, quarantined_at, coalesce(quarantine_reason, ''), null, null,
          coalesce(release_wanted_at > quarantined_at, false) from assignments where quarantined_at is not null
      union all select 6, 'maintenance', null, id, coalesce(maintenance_since, registered_at), '', maintenance_by, null, false
        from servers where maintenance and unregistered_at is null
      union all select 7, 'budget', null, server_id, since, bound::text, null, until, false from used)
    select g.kind, g.id, g.server_id as "serverId", s.name as server, m.id as "mailServerId", g.since, g.why, g.by,
      g.until, g.released
    from guards g left join servers s on s.id = g.server_id left join mail_servers m on m.server_id = g.server_id
    where ${within(scope)} order by g.place, lower(s.name)`);
  return rows.map(({ since, until, ...row }) => ({
    ...(row as unknown as Guard),
    since: new Date(since),
    until: until ? new Date(until) : null,
  }));
}

function within(scope: Scope): SQL {
  if (scope === "fleet") return sql`g.server_id is null`;
  if (scope === "servers") return sql`g.server_id is not null`;
  if ("serverId" in scope)
    return sql`(g.server_id = ${scope.serverId} or g.server_id in (
      select m.server_id from assignments a join mail_servers m on m.id = a.mail_server_id where a.server_id = ${scope.serverId}))`;
  return sql`(m.id = ${scope.mailServerId} or g.server_id in (
    select server_id from assignments where mail_server_id = ${scope.mailServerId}))`;
}
