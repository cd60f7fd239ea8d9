import { afterAll, beforeEach, expect, test } from "vitest";
import { connect } from "@/db/client";
import { testDatabase } from "@/db/testing";
import { openWire, type Watch } from "./wire";

const { db, url } = await testDatabase();
await db.execute("create table kept (word text)");

const idle: Watch = { before: async () => true, after: async () => true };
const watch: Watch = { ...idle };
const wire = await openWire(() => Number(new URL(url).port), {
  before: (...at) => watch.before(...at),
  after: (...at) => watch.after(...at),
});
const far = connect(Object.assign(new URL(url), { port: wire.port }).href, { max: 1, name: "far" });
afterAll(async () => {
  await far.$client.end({ timeout: 1 });
  await wire.close();
});
beforeEach(async () => {
  Object.assign(watch, idle);
  await db.execute("delete from kept");
});

const keep = (word: string) =>
  far.transaction(async (tx) => void (await tx.execute(`insert into kept values ('${word}')`)));
const kept = async () => (await db.execute<{ word: string }>("select word from kept")).map(({ word }) => word);

// A pool asks what types there are when it first connects.
await far.execute("select 1");

test("each statement is seen before it reaches the database and after it was done", async () => {
  const seen: string[] = [];
  watch.before = async (sql) => {
    seen.push(sql.split(" ")[0] ?? "");
    return true;
  };
  watch.after = async (tag) => {
    seen.push(`${tag}!`);
    return true;
  };
  await keep("one");
  expect(seen).toEqual(["begin", "BEGIN!", "insert", "INSERT 0 1!", "commit", "COMMIT!"]);
});

test("large rows come through whole, whatever pieces they arrive in", async () => {
  const [row] = await far.execute<{ text: string }>("select repeat('ä', 300000) as text");
  expect(row?.text).toBe("ä".repeat(300_000));
});

test("a commit whose acknowledgement is lost fails for its client and stands in the database", async () => {
  watch.after = async (tag) => tag !== "COMMIT";
  await expect(keep("two")).rejects.toThrow();
  expect(await kept()).toEqual(["two"]);
});

test("a connection that is cut before the commit leaves nothing behind, and the pool connects again", async () => {
  watch.before = async (sql) => sql !== "commit";
  await expect(keep("three")).rejects.toThrow();
  watch.before = idle.before;
  await keep("four");
  expect(await kept()).toEqual(["four"]);
});

test("all connections can be cut at once", async () => {
  await far.execute("select 1");
  expect(wire.cut()).toBe(1);
  expect(wire.cut()).toBe(0);
  // The client hears of it a moment later.
  await new Promise((resolve) => setTimeout(resolve, 50));
  await keep("five");
  expect(await kept()).toEqual(["five"]);
});

test("a statement that is held reaches the database when it is let go", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  watch.before = async (sql) => {
    if (sql.startsWith("insert")) await held;
    return true;
  };
  const under = keep("six");
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await kept()).toEqual([]);
  release();
  await under;
  expect(await kept()).toEqual(["six"]);
});
