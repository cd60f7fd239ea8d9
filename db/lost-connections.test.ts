import { once } from "node:events";
import { type AddressInfo, createServer, connect as open, type Server, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { connect, type Database } from "./client";
import { testDatabase } from "./testing";

/** What the driver makes of connections that are lost; `driver-mends.ts` puts it right, and these say what for. */

const { url } = await testDatabase();

let closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.map((close) => close()));
  closing = [];
});

/** A way to the database that somebody can cut. */
async function way(max: number): Promise<{ db: Database; cut(): void; setDown(down: boolean): void }> {
  const pairs = new Set<[Socket, Socket]>();
  let down = false;
  const proxy: Server = createServer((client) => {
    if (down) return client.end();
    const server = open(Number(new URL(url).port), "127.0.0.1");
    const pair: [Socket, Socket] = [client, server];
    pairs.add(pair);
    for (const [one, other] of [pair, pair.toReversed() as typeof pair]) {
      one.on("error", () => {});
      one.on("close", () => {
        other.destroy();
        pairs.delete(pair);
      });
      one.pipe(other);
    }
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const { port } = proxy.address() as AddressInfo;
  const db = connect(Object.assign(new URL(url), { port }).href, { max, name: "test" });
  const cut = () => {
    for (const [client] of pairs) client.destroy();
  };
  closing.push(async () => {
    await db.$client.end({ timeout: 0 });
    cut();
    proxy.close();
  });
  return {
    db,
    cut,
    setDown(now) {
      down = now;
    },
  };
}

const one = (db: Pick<Database, "execute">) => db.execute(sql`select ${1}::int as one`);
const slow = (db: Pick<Database, "execute">) => db.execute(sql`select pg_sleep(30), ${1}::int`);

test("after all connections were lost at once, each of them works again", async () => {
  const { db, cut } = await way(3);
  await Promise.all([one(db), one(db), one(db)]);
  // Who is told of the loss asks again at once, by a connection that is about to be lost as well.
  const told = slow(db).catch(() => one(db).catch(() => undefined));
  await new Promise((resolve) => setTimeout(resolve, 100));
  cut();
  await told;
  const since = Date.now();
  for (let round = 0; round < 3; round++) await Promise.all([one(db), one(db), one(db)]);
  expect(Date.now() - since).toBeLessThan(5_000);
});

test("a transaction whose connection is lost does nothing more, whoever uses that connection next", async () => {
  const { db, cut } = await way(1);
  await db.execute(sql`create table if not exists lost_rows (row int)`);
  let lost = () => {};
  const isLost = new Promise<void>((resolve) => {
    lost = resolve;
  });
  const late: Promise<unknown>[] = [];
  const moved = db.transaction(async (tx) => {
    await tx.execute(sql`insert into lost_rows values (1)`);
    await isLost;
    late.push(tx.execute(sql`insert into lost_rows values (2)`));
    await Promise.all(late);
  });
  moved.catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 200));
  const next = one(db);
  cut();
  await expect(moved).rejects.toThrow();
  await next;
  lost();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(late).toHaveLength(1);
  await expect(late[0]).rejects.toThrow();
  expect(await db.execute(sql`select row from lost_rows`)).toHaveLength(0);
});

test("whoever asks while the database hangs up at once is told so, and answered when it is back", async () => {
  const { db, setDown } = await way(1);
  setDown(true);
  await expect(one(db)).rejects.toThrow();
  setDown(false);
  expect(await one(db)).toHaveLength(1);
});
