import { sql } from "drizzle-orm";
import type { Database, Db } from "./client";

/**
 * The right to reconcile a server: a holder, an end, and an epoch that grows with each taking. Every write of a holder is
 * conditional on its epoch, so one that was paused beyond its end can write nothing more.
 */

export class LeaseMoved extends Error {
  override name = "LeaseMoved";
}

/** Returns the new epoch, or null while somebody else holds it. All times are the database's. */
export async function takeLease(db: Db, serverId: number, holder: string, seconds: number): Promise<number | null> {
  const rows = await db.execute<{ epoch: string }>(sql`
    update servers set lease_holder = ${holder}, lease_until = now() + make_interval(secs => ${seconds}), epoch = epoch + 1
    where id = ${serverId} and (lease_until is null or lease_until < now()) returning epoch`);
  return rows[0] ? Number(rows[0].epoch) : null;
}

export async function releaseLease(db: Db, serverId: number, epoch: number): Promise<void> {
  await db.execute(
    sql`update servers set lease_holder = null, lease_until = null where id = ${serverId} and epoch = ${epoch}`,
  );
}

/** Runs writes in one transaction that nobody with a newer epoch can overlap. Throws LeaseMoved when there is one. */
export async function fenced<T>(
  db: Database,
  serverId: number,
  epoch: number,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return await db.transaction(async (tx) => {
    const rows = await tx.execute(sql`select 1 from servers where id = ${serverId} and epoch = ${epoch} for share`);
    if (rows.length === 0) throw new LeaseMoved(`the lease of server ${serverId} is no longer at epoch ${epoch}`);
    return await work(tx);
  });
}

/** Everything that must be true right before a remote change, in one look that keeps the lease for another call. */
export async function readGate(db: Db, serverId: number, epoch: number, seconds: number) {
  const rows = await db.execute<{
    generation: number | null;
    restored: boolean;
    stopped: boolean;
    broken: boolean;
    maintenance: boolean;
    otherCertificate: boolean;
  }>(sql`
    with held as (
      update servers set lease_until = now() + make_interval(secs => ${seconds})
      where id = ${serverId} and epoch = ${epoch} and lease_until is not null returning id, maintenance, certificate_changed_at
    )
    select exists (select from breakers b where b.closed_at is null
        and (b.server_id is null or b.server_id in (held.id, central.id))) as broken,
      a.generation, s.observe_only_since is not null as restored, s.stopped_at is not null as stopped, held.maintenance or central.maintenance as maintenance,
      coalesce(held.certificate_changed_at, central.certificate_changed_at) is not null as "otherCertificate"
    from held cross join settings s
    left join assignments a on a.server_id = held.id
    left join mail_servers m on m.id = a.mail_server_id
    left join servers central on central.id = m.server_id`);
  return rows[0] ?? null;
}
