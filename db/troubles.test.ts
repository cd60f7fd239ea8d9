import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Notice } from "@/lib/notices";
import { addChannel } from "./channels";
import { addAssigned, addMailServer } from "./sample";
import { accounts, assignments, channels, servers, told } from "./schema";
import { setMaintenance } from "./server";
import { stopChanges } from "./stop-switch";
import { testDatabase } from "./testing";
import { followTroubles, listTroubles } from "./troubles";

const { db } = await testDatabase();
await addMailServer(db, 1);
const [mail1] = await db.execute<{ id: number }>(sql`select server_id as id from mail_servers where id = 1`);
const central = mail1?.id ?? 0;
const web1 = await addAssigned(db, "web1", 1);
const web2 = await addAssigned(db, "web2", 1);

const channel = (name: string) =>
  addChannel(db, {
    ...{ kind: "mail", name, leadsTo: `${name}@provider.example`, sealedTarget: null, graveOnly: false },
    ...{ seal: crypto.randomUUID(), createdBy: "ada" },
  });
const net = (id: number, netStatus: "online" | "error" | "unknown", netCause: string | null = null) =>
  db.update(servers).set({ netStatus, netCause }).where(eq(servers.id, id));
const follow = (settle = 0) => db.transaction((tx) => followTroubles(tx, settle));
const deliveries = () =>
  db.execute<{ payload: { channelId: number; notice: Notice } }>(sql`
    select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'deliver' order by j.id`);
const keys = (all: { key: string }[] = []) => all.map(({ key }) => key);

beforeEach(async () => {
  await db.delete(channels);
  await db.delete(told);
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  await db.execute(sql`update servers set net_status = 'online', net_cause = null, maintenance = false`);
  await db.execute(sql`update settings set stopped_at = null`);
  await db.execute(sql`update accounts set problem = null`);
});

describe("trouble", () => {
  test("is a server that is there and cannot be read, once that has lasted", async () => {
    const fail = (lookedAt: Date) =>
      db
        .update(assignments)
        .set({ lookedAt, lookedError: "Its lists contradict each other." })
        .where(eq(assignments.serverId, web1));
    await fail(new Date());
    expect(keys(await listTroubles(db))).toEqual([]);
    await fail(new Date(Date.now() - 16 * 60_000));
    expect(await listTroubles(db)).toMatchObject([
      { key: `look:${web1}`, title: "Plesk server web1 cannot be read.", detail: "Its lists contradict each other." },
    ]);
    await net(web1, "error", "It cannot be reached.");
    expect(keys(await listTroubles(db))).toEqual([`net:${web1}`]);
    await db.update(assignments).set({ lookedError: null });
  });

  test("is what does not answer, what holds changes up, and what accounts need, each with its words and its page", async () => {
    await net(central, "error", "The SMTP service does not answer.");
    await net(web2, "error", "It cannot be reached.");
    await stopChanges(db, "ada");
    await db.insert(accounts).values(
      ["one.example", "two.example"].map((name) => ({
        ...{
          kind: "domain" as const,
          serverId: web1,
          mailServerId: 1,
          sourceId: 1,
          sourceGuid: name,
          name,
          ascii: name,
          label: "",
        },
        ...{ problem: "dns-elsewhere", problemSince: new Date() },
      })),
    );
    expect((await listTroubles(db)).map(({ key, title, path, grave }) => ({ key, title, path, grave }))).toEqual([
      { key: "guard:stopped:fleet", title: "All changes are stopped.", path: "/problems", grave: true },
      {
        key: `net:${central}`,
        title: "Mail server mail1.provider.example does not answer as it should.",
        path: "/mail/1",
        grave: true,
      },
      {
        key: `net:${web2}`,
        title: "Plesk server web2 does not answer as it should.",
        path: `/servers/${web2}`,
        grave: false,
      },
      {
        key: `problem:dns-elsewhere:${web1}`,
        title: "DNS is elsewhere: 2 accounts of web1.",
        path: `/accounts?problem=dns-elsewhere&server=${web1}`,
        grave: false,
      },
    ]);
  });

  test("is none where somebody is at work on it, and none on a quiet day", async () => {
    expect(await listTroubles(db)).toEqual([]);
    await net(web1, "error", "It cannot be reached.");
    await setMaintenance(db, web1, "ben");
    expect(await listTroubles(db)).toEqual([]);
  });
});

describe("those who are to be told", () => {
  test("are told once of what has lasted, each of them, and once of its end", async () => {
    const [one, two] = [await channel("one"), await channel("two")];
    await net(central, "error", "The SMTP service does not answer.");
    expect(await follow(60)).toBeNull();
    await db.execute(sql`update told set seen_at = now() - interval '61 seconds'`);
    expect(keys((await follow(60))?.began)).toEqual([`net:${central}`]);
    expect(await follow(60)).toBeNull();
    expect((await deliveries()).map(({ payload }) => payload.channelId)).toEqual([one, two]);

    await net(central, "online");
    expect(await follow(60)).toBeNull();
    await db.execute(sql`update told set gone_at = now() - interval '61 seconds'`);
    const end = await follow(60);
    expect(end).toMatchObject({ began: [], over: [{ key: `net:${central}` }] });
    expect(await follow(60)).toBeNull();
    expect(await deliveries()).toHaveLength(4);
  });

  test("hear nothing of what passed meanwhile, came back meanwhile, or is not known for a while", async () => {
    await channel("one");
    await net(web1, "error");
    await follow(60);
    await net(web1, "online");
    await follow(60);
    expect(await db.select().from(told)).toEqual([]);

    await net(web1, "error");
    await follow();
    await net(web1, "unknown");
    expect(await follow()).toBeNull();
    await net(web1, "online");
    await follow(60);
    await net(web1, "error");
    expect(await follow(60)).toBeNull();
    await db.execute(sql`update told set seen_at = now() - interval '1 day'`);
    expect(await follow(60)).toBeNull();
    expect(await deliveries()).toHaveLength(1);
  });

  test("get one message for what begins together, the gravest first", async () => {
    await channel("one");
    await net(web1, "error");
    await net(web2, "error");
    await net(central, "error");
    const notice = await follow();
    expect(keys(notice?.began)).toHaveLength(3);
    expect(notice?.began[0]?.key).toBe(`net:${central}`);
    expect(await deliveries()).toHaveLength(1);
  });

  test("are told by one worker, however many look at once", async () => {
    await channel("one");
    await net(central, "error");
    const all = await Promise.all(Array.from({ length: 6 }, () => follow()));
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(await deliveries()).toHaveLength(1);
  });

  test("who come first while there is trouble hear of it; without anybody nothing is kept", async () => {
    await net(central, "error");
    await follow();
    expect(await db.select().from(told)).toEqual([]);
    await channel("one");
    expect(keys((await follow())?.began)).toEqual([`net:${central}`]);
  });
});
