import { asc, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { problemCodes } from "@/lib/problems";
import { type AccountFilter, type AccountRow, countAccounts, listAccounts } from "./accounts";
import { countMailServers, listMailServers } from "./mail-servers";
import { addAccount, addAssigned, addMailServer } from "./sample";
import { accounts, type NetStatus, type Stage, type SyncStatus, servers } from "./schema";
import { getStats } from "./stats";
import { testDatabase } from "./testing";

const { db } = await testDatabase();

const net = fc.constantFrom<NetStatus>("online", "error", "unknown");
const state = fc.record({
  syncStatus: fc.constantFrom<SyncStatus>("synchronized", "outdated", "unknown"),
  problem: fc.option(fc.constantFrom(...problemCodes)),
  stage: fc.constantFrom<Stage>("building", "draining", "assigned", "closed"),
  needsPassword: fc.nat(3),
  closed: fc.boolean(),
});
const fleet = fc.record({
  mailServers: fc.array(
    fc.record({
      net,
      other: fc.boolean(),
      assigned: fc.array(fc.record({ net, quarantine: fc.boolean(), other: fc.boolean() }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  accounts: fc.array(fc.record({ kind: fc.constantFrom("client", "domain"), at: fc.nat(20), state }), {
    maxLength: 14,
  }),
  /** What becomes of them afterwards: another state, or the row is gone. */
  changes: fc.array(fc.record({ which: fc.nat(20), state: fc.option(state) }), { maxLength: 10 }),
});
type Fleet = typeof fleet extends fc.Arbitrary<infer T> ? T : never;
type State = Fleet["accounts"][number]["state"];

/** A client has no stage; a closed account has no mail server. */
const columns = ({ closed, ...rest }: State, kind: string, mailServerId: number) => ({
  ...rest,
  stage: kind === "client" ? null : closed ? ("closed" as const) : rest.stage,
  mailServerId: closed ? null : mailServerId,
});

async function build({ mailServers, accounts: wanted, changes }: Fleet): Promise<void> {
  await db.execute(sql`truncate servers, account_counts restart identity cascade`);
  const places: { serverId: number; mailServerId: number }[] = [];
  const shown = (other: boolean) => ({ certificateChangedAt: other ? new Date() : null });
  for (const [index, { net: status, other: strange, assigned }] of mailServers.entries()) {
    const mailServerId = await addMailServer(db, index + 1, { netStatus: status, ...shown(strange) });
    for (const [number, { net: home, quarantine, other }] of assigned.entries()) {
      const at = quarantine ? { quarantinedAt: new Date(), quarantineReason: "12 became 0" } : {};
      const serverId = await addAssigned(db, `web${index}-${number}.provider.example`, mailServerId, at);
      await db
        .update(servers)
        .set({ netStatus: home, ...shown(other) })
        .where(eq(servers.id, serverId));
      places.push({ serverId, mailServerId });
    }
  }
  if (places.length === 0) return;
  const made: { id: number; kind: string; mailServerId: number }[] = [];
  for (const [index, { kind, at, state: how }] of wanted.entries()) {
    const place = places[at % places.length] ?? { serverId: 0, mailServerId: 0 };
    const row = columns(how, kind, place.mailServerId);
    const values = { ...row, kind: kind as "client" | "domain" };
    const id = await addAccount(db, { ...place, mailServerId: row.mailServerId }, `n${index}.example`, values);
    made.push({ id, kind, mailServerId: place.mailServerId });
  }
  for (const { which, state: how } of made.length > 0 ? changes : []) {
    const one = made[which % made.length];
    if (!one) continue;
    const row = eq(accounts.id, one.id);
    if (how === null) await db.delete(accounts).where(row);
    else
      await db
        .update(accounts)
        .set(columns(how, one.kind, one.mailServerId))
        .where(row);
  }
}

/** What the list of accounts shows as an account's sync status. */
const shown = ({ netStatus, syncStatus }: AccountRow) => (netStatus === "online" ? syncStatus : "unknown");

/** How many rows a reader finds who pages through the list to its end. */
async function paged(filter: AccountFilter): Promise<number> {
  let seen = 0;
  let after: string | undefined;
  do {
    const page = await listAccounts(db, filter, { order: "name", descending: false, after, limit: 4 });
    seen += page.rows.length;
    after = page.after;
  } while (after !== undefined);
  return seen;
}

test("each of the eight numbers equals the list that it leads to, whatever the fleet and whatever became of it", async () => {
  await fc.assert(
    fc.asyncProperty(fleet, async (drawn) => {
      await build(drawn);
      const stats = await getStats(db);
      const lists: [keyof typeof stats, AccountFilter][] = [
        ["accounts", {}],
        ["domains", { kind: "domain" }],
        ["clients", { kind: "client" }],
        ["problemAccounts", { problem: "any" }],
        ["problemDomains", { problem: "any", kind: "domain" }],
        ["problemClients", { problem: "any", kind: "client" }],
        ["moving", { kind: "domain", moving: true }],
      ];
      for (const [number, filter] of lists) {
        expect(stats[number], number).toBe(await paged(filter));
        expect(await countAccounts(db, filter), number).toEqual({ count: stats[number], capped: false });
      }
      const whole = { order: "name", descending: false, limit: 50 } as const;
      const { rows: listed } = await listAccounts(db, {}, whole);
      for (const status of ["synchronized", "outdated", "unknown"] as const) {
        const alike = listed.filter((row) => shown(row) === status);
        expect((await listAccounts(db, { status }, whole)).rows, status).toEqual(alike);
        expect(await countAccounts(db, { status }), status).toEqual({ count: alike.length, capped: false });
      }
      expect(stats.servers).toBe((await listMailServers(db)).length);
      expect(stats.problemServers).toBe((await listMailServers(db, { problem: true })).length);
      expect(stats.problemServers).toBe(await countMailServers(db, { problem: true }));
      const rows = await db.select().from(accounts).orderBy(asc(accounts.id));
      expect(stats.accounts).toBe(rows.filter((row) => row.mailServerId !== null).length);
      expect(stats.needsPassword).toBe(
        rows.reduce((sum, row) => sum + (row.mailServerId === null ? 0 : row.needsPassword), 0),
      );
    }),
    { numRuns: 30 },
  );
}, 60_000);
