import { sql } from "drizzle-orm";
import type { Db } from "./client";

/**
 * What the web process may do in the database, by its own role: strangers talk to it, so it can neither read a sealed
 * credential nor point a server at another certificate or Plesk, nor end what another certificate holds up, and the audit trail it can only add to.
 */

/** Columns that the role cannot read. */
const unread: Readonly<Record<string, readonly string[]>> = {
  servers: ["sealed_key"],
  questions: ["sealed"],
  channels: ["sealed_target"],
};
/** Columns that only the worker writes. */
const unwritten: Readonly<Record<string, readonly string[]>> = {
  servers: [
    ...["id", "sealed_key", "guid", "fingerprint", "follows_authority", "certificate_changed_at", "shown_fingerprint"],
    ...["lease_holder", "lease_until", "epoch"],
  ],
};
/** What the role may do with these tables; with all others everything. */
const limited: Readonly<Record<string, readonly ("select" | "insert" | "update" | "delete")[]>> = {
  servers: ["select", "update"],
  questions: ["select", "insert", "update"],
  channels: ["select", "insert", "delete"],
  told: ["select"],
  audit_trail: ["select", "insert"],
  audit_chain: ["select"],
  audit_check: ["select"],
  snapshots: ["select"],
  watermark: ["select"],
};

/** Gives a role exactly these rights in this database; to be repeated after each migration. */
export async function grantWebRights(db: Db, role: string): Promise<void> {
  const to = sql.identifier(role);
  await db.execute(sql`grant usage on schema public, graphile_worker to ${to}`);
  await db.execute(sql`grant select, insert, update, delete on all tables in schema public, graphile_worker to ${to}`);
  await db.execute(sql`grant usage, select on all sequences in schema public, graphile_worker to ${to}`);
  await db.execute(sql`grant execute on all functions in schema graphile_worker to ${to}`);
  await openQueue(db, role);
  for (const [table, deeds] of Object.entries(limited)) {
    await db.execute(sql`revoke all on ${sql.identifier(table)} from ${to}`);
    const columns = await columnsOf(db, table);
    for (const deed of deeds) {
      if (deed === "delete") {
        await db.execute(sql`grant delete on ${sql.identifier(table)} to ${to}`);
        continue;
      }
      const kept = { select: unread, insert: {}, update: unwritten }[deed] as typeof unread;
      const open = columns.filter((column) => !kept[table]?.includes(column)).map((column) => sql.identifier(column));
      await db.execute(sql`grant ${sql.raw(deed)} (${sql.join(open, sql`, `)}) on ${sql.identifier(table)} to ${to}`);
    }
  }
}

/** The queue shuts its tables by row-level security for everybody but their owner. */
async function openQueue(db: Db, role: string): Promise<void> {
  const tables = await db.execute<{ name: string }>(sql`
    select relname as name from pg_class
    where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity
      and not exists (select from pg_policy where polrelid = pg_class.oid and polname = ${role})`);
  for (const { name } of tables) {
    const table = sql`graphile_worker.${sql.identifier(name)}`;
    const policy = sql.identifier(role);
    await db.execute(sql`create policy ${policy} on ${table} to ${policy} using (true) with check (true)`);
  }
}

async function columnsOf(db: Db, table: string): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select attname as name from pg_attribute
    where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped order by attnum`);
  return rows.map(({ name }) => name);
}

/** Makes the role where it is not there yet, and gives it this password. Roles belong to the whole PostgreSQL. */
export async function makeRole(db: Db, role: string, password: string): Promise<void> {
  const [known] = await db.execute(sql`select 1 from pg_roles where rolname = ${role}`);
  // Neither statement takes parameters; the password is quoted by PostgreSQL itself.
  const [quoted] = await db.execute<{ text: string }>(sql`select quote_literal(${password}) as text`);
  const deed = known ? sql`alter` : sql`create`;
  await db.execute(sql`${deed} role ${sql.identifier(role)} login password ${sql.raw(quoted?.text ?? "")}`);
}
