import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { record } from "./audit";
import { getCheck, type Link, noteCheck, verifyChain } from "./audit-chain";
import { connect } from "./client";
import { auditChain, auditTrail } from "./schema";
import { testDatabase } from "./testing";

const { db, url } = await testDatabase();

/** What only the owner of the database can do: the triggers are off for one statement. */
async function behindItsBack(statement: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql.raw(statement));
  });
}

const opened = (target: string) => ({
  actor: "anna",
  event: "panel.opened" as const,
  target,
  detail: { login: "admin", address: "192.0.2.7" },
});

beforeEach(() => behindItsBack("truncate audit_trail, audit_chain restart identity"));

async function write(entries: number): Promise<void> {
  for (let n = 1; n <= entries; n += 1) await record(db, opened(`web${n}`));
}

async function links(): Promise<Link[]> {
  return db.select({ place: auditChain.place, hash: auditChain.hash }).from(auditChain).orderBy(auditChain.place);
}

describe("the chain of the audit trail", () => {
  test("is whole, whatever is written, and remembers how its check ended", async () => {
    expect(await verifyChain(db, null)).toEqual({ entries: 0, head: null, fault: null });
    await write(2);
    await record(db, { actor: 'bob"\\', event: "session.refused", target: "ü\u202e🔑\n", detail: { address: "" } });
    const verdict = await verifyChain(db, null);
    expect(verdict).toEqual({ entries: 3, head: (await links()).at(-1), fault: null });
    await noteCheck(db, verdict);
    expect(await getCheck(db)).toMatchObject({ entries: 3, fault: null });
  });

  test("follows the order of commits, with no place left out, however many write at once", async () => {
    const writers = await Promise.all(Array.from({ length: 8 }, async () => connect(url, { max: 1, name: "test" })));
    await Promise.all(
      writers.map(async (writer, n) => {
        for (let turn = 0; turn < 25; turn += 1)
          await writer
            .transaction(async (tx) => {
              await record(tx, opened(`writer ${n}`));
              await record(tx, opened(`writer ${n} again`));
              if (turn % 5 === 4) throw new Error("not today");
            })
            .catch(() => undefined);
      }),
    );
    await Promise.all(writers.map((writer) => writer.$client.end()));
    expect(await verifyChain(db, null)).toMatchObject({ entries: 8 * 20 * 2, fault: null });
  });

  test("makes nobody wait for each other in a circle: the lock comes last", async () => {
    const other = connect(url, { max: 1, name: "test" });
    await db.execute(sql`create table if not exists rows_of_deeds (id int primary key, n int not null)`);
    await db.execute(sql`insert into rows_of_deeds values (1, 0) on conflict do nothing`);
    const bump = sql`update rows_of_deeds set n = n + 1`;
    await db.transaction(async (tx) => {
      await tx.execute(bump);
      const second = other.transaction(async (also) => {
        await record(also, opened("second"));
        await also.execute(bump);
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await record(tx, opened("first"));
      second.catch(() => undefined);
    });
    await other.$client.end();
    expect(await verifyChain(db, null)).toMatchObject({ entries: 2, fault: null });
  });

  test("refuses to be changed, removed or emptied, and so does the trail", async () => {
    await write(1);
    for (const statement of [
      "update audit_trail set actor = 'nobody'",
      "delete from audit_trail",
      "truncate audit_trail",
      "update audit_chain set hash = ''",
      "delete from audit_chain",
      "truncate audit_chain",
    ])
      await expect(db.execute(sql.raw(statement)), statement).rejects.toThrow();
    expect(await db.$count(auditTrail)).toBe(1);
  });
});

describe("what an owner of the database does to it is found, and the first place is named", () => {
  test.each([
    ["update audit_trail set actor = 'bob' where id = 2", "Entry 2, at link 2 of the chain, is not what was written."],
    ["update audit_trail set event = 'panel.closed' where id = 2", "Entry 2, at link 2"],
    ["update audit_trail set target = 'web9' where id = 2", "Entry 2, at link 2"],
    ["update audit_trail set at = at - interval '1 microsecond' where id = 3", "Entry 3, at link 3"],
    [`update audit_trail set detail = detail || '{"login":"root"}' where id = 1`, "Entry 1, at link 1"],
    ["update audit_trail set id = 9 where id = 2", "Entry 2, at link 2 of the chain, is gone."],
    ["delete from audit_trail where id = 3", "Entry 3, at link 3 of the chain, is gone."],
    ["delete from audit_chain where place = 2", "Link 2 of the chain is gone."],
    ["update audit_chain set hash = md5(hash) where place = 4", "Entry 4, at link 4"],
    ["update audit_chain set entry_id = 33 where place = 3", "Entry 33, at link 3 of the chain, is gone."],
    ["insert into audit_trail (actor, event) values ('bob', 'session.signed-in')", "Entry 6 is not in the chain"],
    [
      "delete from audit_trail where id = 5; delete from audit_chain where place = 5",
      "The trail ends at link 4, but link 5",
    ],
    ["truncate audit_trail, audit_chain", "The trail ends at link 0"],
  ])("%s", async (statement, fault) => {
    await write(5);
    const seen = (await links()).at(-1) ?? null;
    for (const one of statement.split("; ")) await behindItsBack(one);
    const verdict = await verifyChain(db, seen);
    expect(verdict.fault).toContain(fault);
  });

  test("also when every hash was made anew: a link that was seen before says so", async () => {
    await write(5);
    const seen = (await links())[3] ?? null;
    await behindItsBack("update audit_trail set target = 'web9' where id = 2");
    await behindItsBack("truncate audit_chain");
    await db.execute(sql`select chain_entry(a) from (select * from audit_trail order by id) a`);
    expect(await verifyChain(db, null)).toMatchObject({ entries: 5, fault: null });
    expect((await verifyChain(db, seen)).fault).toContain("Link 4 of the chain is another one than was seen before");
  });
});
