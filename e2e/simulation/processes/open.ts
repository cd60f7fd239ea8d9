import { eq, sql } from "drizzle-orm";
import { accounts } from "@/db/schema";
import type { PleskServer } from "@/e2e/fleet/model";
import type { Stage } from "./stage";

/** Why a server does not get on, for whoever reads a failure: its accounts, the leases, the jobs, who waits for what. */
export async function whatIsOpen({ server, sim }: Stage, home: PleskServer): Promise<string> {
  const columns = {
    name: accounts.name,
    stage: accounts.stage,
    why: accounts.problemDetail,
    waiting: accounts.waiting,
  };
  const serverId = sim.ids.get(home) ?? 0;
  const rows = await server.ask((db) => db.select(columns).from(accounts).where(eq(accounts.serverId, serverId)));
  const others = await server.ask((db) =>
    db.execute<{ said: string }>(sql`
      select concat_ws(' ', 'lease of', name, lease_holder, lease_until - now()) as said
      from servers where lease_holder is not null
      union all select concat_ws(' ', 'job', key, 'due', run_at - now(), 'locked by', locked_by, now() - locked_at)
      from graphile_worker.jobs
      union all select concat_ws(' ', 'run', outcome, error, 'began', now() - started_at, 'ended', now() - finished_at)
      from (select * from runs where server_id = ${serverId} order by id desc limit 3) as last
      union all select concat_ws(' ', 'open breaker of', coalesce((select name from servers where id = server_id), 'all'), why)
      from breakers where closed_at is null
      union all select concat_ws(' ', 'queue', queue_name, 'locked by', locked_by, now() - locked_at)
      from graphile_worker._private_job_queues where locked_at is not null
      union all select concat_ws(' ', application_name, state, now() - state_change, wait_event, left(query, 60))
      from pg_stat_activity where application_name like 'pool-%' or (state <> 'idle' and pid <> pg_backend_pid())`),
  );
  return [
    ...rows.map(({ name, stage, why, waiting }) => `${name} ${stage} ${why ?? waiting ?? ""}`),
    ...others.map(({ said }) => said),
  ].join("; ");
}
