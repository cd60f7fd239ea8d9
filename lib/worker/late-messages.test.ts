import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql } from "drizzle-orm";
import { Logger, runOnce } from "graphile-worker";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { addChannel, listChannels, targetContext } from "@/db/channels";
import { enqueueDelivery } from "@/db/jobs";
import { channels, told } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import type { Notice } from "@/lib/notices";
import { makeKeyPair, seal } from "@/lib/secrets";

const keys = makeKeyPair();
const { db, url } = await testDatabase();
for (const [name, value] of Object.entries({ DATABASE_URL: url, WORKER_KEY: keys.privateKey, LOG_LEVEL: "error" }))
  vi.stubEnv(name, value);
const { deliver } = await import("./deliver");

/** What came to the channel, and what the next request is answered with. */
const got: Notice[] = [];
let status = 200;
const receiver = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  got.push(JSON.parse(body));
  response.writeHead(status).end();
});
receiver.listen(0, "127.0.0.1");
await once(receiver, "listening");
const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
afterAll(() => void receiver.close());

const trouble = (key: string) => ({
  ...{ key, title: `${key} does not answer.`, detail: "", path: "/", grave: true, since: "2026-11-25T03:04:05.000Z" },
});
/** People were told of these, and not yet of their end. */
const stand = (...all: string[]) =>
  db.insert(told).values(all.map((key) => ({ ...trouble(key), since: new Date(), toldAt: new Date() })));
const notice = (began: string[], over: string[] = []): Notice => ({
  ...{ at: "2026-11-25T03:06:00.000Z", began: began.map(trouble), over: over.map(trouble) },
});
const heard = () => got.map(({ began, over }) => [began.map(({ key }) => key), over.map(({ key }) => key)]);
const logger = new Logger(() => () => undefined);
/** Four workers go on until nothing is due. One that finds the queue in another's hands ends at once. */
async function work() {
  const due = () => db.execute(sql`select from graphile_worker.jobs where run_at <= now() and attempts < max_attempts`);
  while ((await due()).length > 0)
    await runOnce({ connectionString: url, taskList: { deliver }, concurrency: 4, noHandleSignals: true, logger });
}

let channelId = 0;
beforeEach(async () => {
  await db.delete(channels);
  await db.delete(told);
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  got.length = 0;
  status = 200;
  const id = randomUUID();
  const sealedTarget = seal(keys.publicKey, JSON.stringify({ url: address, key: "signing key" }), targetContext(id));
  channelId = await addChannel(db, {
    ...{ kind: "webhook", name: "incidents", leadsTo: "incidents.example", sealedTarget, seal: id, graveOnly: false },
    createdBy: "ada",
  });
});
const tell = (...given: Parameters<typeof notice>) => enqueueDelivery(db, channelId, notice(...given));

test("a message tells what still holds: what is over did not begin, and what was told again is not over", async () => {
  await stand("net:1", "net:3");
  await db.insert(told).values({ ...trouble("net:5"), since: new Date() });
  await tell(["net:1", "net:2"], ["net:3", "net:4", "net:5"]);
  await work();
  expect(heard()).toEqual([[["net:1"], ["net:4", "net:5"]]]);
});

test("one of which nothing holds any more is left out in silence", async () => {
  await stand("net:1");
  status = 503;
  await tell(["net:2"], ["net:1"]);
  await work();
  expect(got).toEqual([]);
  expect(await listChannels(db)).toMatchObject([{ sentAt: null, failingSince: null }]);
});

test("what waits for hours follows at once, in its order, when the channel takes a message again", async () => {
  await stand("net:1", "net:2", "net:3");
  for (const key of ["net:1", "net:2", "net:3"]) await tell([key]);
  // As after some tries in vain; the later it came, the sooner its next one.
  await db.execute(sql`update graphile_worker._private_jobs
    set attempts = 10, run_at = now() + interval '9 hours' - id * interval '1 minute'`);
  await db.delete(told).where(eq(told.key, "net:2"));
  await tell([], ["net:2"]);
  await work();
  expect(heard()).toEqual([
    [[], ["net:2"]],
    [["net:1"], []],
    [["net:3"], []],
  ]);
  expect(await db.execute(sql`select id from graphile_worker._private_jobs`)).toEqual([]);
});
