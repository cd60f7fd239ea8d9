import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { assignServers, deassignServers, listAssigned, listFirstAssigned, wishFor } from "./assignments";
import { defineMailServer, listFreeServers, removeMailServers, setAutomatic } from "./mail-server-role";
import { countMailServers, getMailServer, listMailServers, mailServerOrders } from "./mail-servers";
import { addAccount, addAssigned, addMailServer, addServer } from "./sample";
import { accounts, assignments, auditTrail, mailServers, servers, settings } from "./schema";
import { getStats } from "./stats";
import { testDatabase } from "./testing";

const { db } = await testDatabase();

beforeEach(async () => {
  await db.delete(accounts);
  await db.delete(assignments);
  await db.delete(mailServers);
  await db.delete(servers);
});

test("a mail server synchronizes by itself until a person says otherwise, which is on record", async () => {
  await addMailServer(db, 1);
  expect(await getMailServer(db, 1)).toMatchObject({ automatic: true });
  expect(await setAutomatic(db, { id: 1, automatic: false, by: "ada" })).toMatchObject({
    name: "mail1.provider.example",
  });
  expect(await getMailServer(db, 1)).toMatchObject({ automatic: false });
  const said = await db.select().from(auditTrail).where(eq(auditTrail.event, "mail-server.waits-to-be-asked"));
  expect(said).toMatchObject([{ actor: "ada", target: "mail1.provider.example" }]);
  expect(await setAutomatic(db, { id: 9, automatic: true, by: "ada" })).toBeNull();
});

describe("the list of mail servers", () => {
  test("counts accounts by kind, and says how many are outdated", async () => {
    await addMailServer(db, 1);
    const web = await addAssigned(db, "web1.provider.example", 1);
    await addAccount(db, { serverId: web, mailServerId: 1 }, "ada", { kind: "client" });
    await addAccount(db, { serverId: web, mailServerId: 1 }, "a.example", { syncStatus: "outdated" });
    const mail = await getMailServer(db, 1);
    expect(mail).toMatchObject({ clients: 1, domains: 1, outdated: 1, syncStatus: "outdated", assigned: 1 });
  });

  test("is unknown while the mail server is not online, whatever was seen before", async () => {
    await addMailServer(db, 1, { netStatus: "error" });
    await addAssigned(db, "web1.provider.example", 1);
    expect((await getMailServer(db, 1))?.syncStatus).toBe("unknown");
  });

  test("is unknown until every assigned server has been looked at", async () => {
    await addMailServer(db, 1);
    await addAssigned(db, "web1.provider.example", 1);
    await addAssigned(db, "web2.provider.example", 1, { lookedAt: null });
    expect((await getMailServer(db, 1))?.syncStatus).toBe("unknown");
  });

  test("is unknown, and a problem, while an assigned server cannot be read", async () => {
    await addMailServer(db, 1);
    await addAssigned(db, "web1.provider.example", 1);
    expect(await countMailServers(db, { problem: true })).toBe(0);
    await db.update(assignments).set({ lookedError: "Its lists contradict each other." });
    expect((await getMailServer(db, 1))?.syncStatus).toBe("unknown");
    expect(await countMailServers(db, { problem: true })).toBe(1);
  });

  test("finds a mail server by the name of a server that is assigned to it", async () => {
    await addMailServer(db, 1);
    await addMailServer(db, 2);
    await addAssigned(db, "web_1.provider.example", 2);
    expect((await listMailServers(db, { q: "web_1" })).map((row) => row.id)).toEqual([2]);
    expect(await countMailServers(db, { q: "web%" })).toBe(0);
  });

  test("the number of problem servers equals the list it leads to", async () => {
    await addMailServer(db, 1, { netStatus: "error" });
    await addMailServer(db, 2);
    await addMailServer(db, 3);
    await addMailServer(db, 4, { netStatus: "unknown" });
    await addAssigned(db, "web1.provider.example", 2, { quarantinedAt: new Date() });
    const web3 = await addAssigned(db, "web3.provider.example", 3);
    await db.update(servers).set({ netStatus: "error" }).where(eq(servers.id, web3));
    await addMailServer(db, 5, { certificateChangedAt: new Date() });
    await addMailServer(db, 6);
    const web6 = await addAssigned(db, "web6.provider.example", 6);
    await db.update(servers).set({ certificateChangedAt: new Date() }).where(eq(servers.id, web6));
    expect((await listMailServers(db, { problem: true })).map((row) => row.id)).toEqual([1, 2, 3, 5, 6]);
    expect((await getStats(db)).problemServers).toBe(5);
  });

  test.each(mailServerOrders)(
    "can be read in the order of %s, both ways, with equal ones in a fixed place",
    async (order) => {
      for (const id of [1, 2, 3]) await addMailServer(db, id);
      const page = { order, limit: 10, offset: 0 };
      const up = (await listMailServers(db, {}, { ...page, descending: false })).map((row) => row.id);
      const down = (await listMailServers(db, {}, { ...page, descending: true })).map((row) => row.id);
      expect(down).toEqual([...up].reverse());
    },
  );

  test("names the first few assigned servers, those in trouble first", async () => {
    await addMailServer(db, 1);
    for (const name of ["web1", "web2", "web3"]) await addAssigned(db, name, 1);
    await db
      .update(assignments)
      .set({ quarantinedAt: new Date() })
      .where(eq(assignments.serverId, await idOf("web3")));
    expect((await listFirstAssigned(db, [1], 2)).map((row) => row.name)).toEqual(["web3", "web1"]);
  });
});

describe("the role of a mail server", () => {
  test("ids count up and are not used again after a removal", async () => {
    const first = await define(await addServer(db, "mail-a.example"));
    const second = await define(await addServer(db, "mail-b.example"));
    await db.transaction((tx) => removeMailServers(tx, [second], "ada"));
    expect(await define(await addServer(db, "mail-c.example"))).toBe(second + 1);
    expect(second).toBe(first + 1);
  });

  test("a definition that is rolled back leaves no gap", async () => {
    const serverId = await addServer(db, "mail-a.example");
    const [before] = await db.select({ next: settings.nextMailServerId }).from(settings);
    const undone = db.transaction(async (tx) => {
      await defineMailServer(tx, { serverId, by: "ada" });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await define(serverId)).toBe(before?.next);
  });

  test("an assigned server and a mail server are refused, and a free one is offered", async () => {
    await addMailServer(db, 1);
    const web = await addAssigned(db, "web1", 1);
    const free = await addServer(db, "free");
    expect(await db.transaction((tx) => defineMailServer(tx, { serverId: free, by: "ada" }))).toBe("no host name");
    expect(await db.transaction((tx) => defineMailServer(tx, { serverId: web, by: "ada" }))).toBe("assigned");
    const mail = await idOf("mail1.provider.example");
    expect(await db.transaction((tx) => defineMailServer(tx, { serverId: mail, by: "ada" }))).toBe("mail server");
    expect((await listFreeServers(db)).map((server) => server.id)).toEqual([free]);
  });

  test("removing one in use removes none of them, and names who is assigned", async () => {
    await addMailServer(db, 1);
    await addMailServer(db, 2);
    await addAssigned(db, "web1", 2);
    const inUse = await db.transaction((tx) => removeMailServers(tx, [1, 2], "ada"));
    expect(inUse.map((server) => server.name)).toEqual(["web1"]);
    expect(await countMailServers(db)).toBe(2);
  });
});

describe("assigning and deassigning", () => {
  test("the newest wish wins, and each moves the generation on", async () => {
    await addMailServer(db, 1);
    const web = await addServer(db, "web1");
    const wish = { mailServerId: 1, serverIds: [web], by: "ada" };
    expect(await db.transaction((tx) => assignServers(tx, wish))).toEqual([]);
    expect(await db.transaction((tx) => deassignServers(tx, wish))).toEqual(["web1"]);
    expect(await db.transaction((tx) => assignServers(tx, wish))).toEqual([]);
    const [row] = await db.select().from(assignments);
    expect(row).toMatchObject({ wish: "assigned", generation: 3 });
    const events = await db.select({ event: auditTrail.event }).from(auditTrail).where(eq(auditTrail.target, "web1"));
    expect(events.map((entry) => entry.event)).toEqual(["server.assigned", "server.deassigned", "server.assigned"]);
  });

  test("a server with another role, of another mail server, or unknown is refused with its reason", async () => {
    await addMailServer(db, 1);
    await addMailServer(db, 2);
    const elsewhere = await addAssigned(db, "web2", 2);
    const mail = await idOf("mail2.provider.example");
    const serverIds = [elsewhere, mail, 999_999];
    const nowhere = await db.transaction((tx) => assignServers(tx, { mailServerId: 9, serverIds, by: "ada" }));
    expect(nowhere).toEqual([{ server: "That mail server", reason: "gone" }]);
    const refusals = await db.transaction((tx) => assignServers(tx, { mailServerId: 1, serverIds, by: "ada" }));
    expect(refusals.map((refusal) => refusal.reason)).toEqual([
      "is assigned to another mail server",
      "is a mail server",
      "gone",
    ]);
  });

  test("deassigning from a mail server that does not have it changes nothing", async () => {
    await addMailServer(db, 1);
    await addMailServer(db, 2);
    const web = await addAssigned(db, "web1", 1);
    const wished = await db.transaction((tx) => deassignServers(tx, { mailServerId: 2, serverIds: [web], by: "ada" }));
    expect(wished).toEqual([]);
    expect((await listAssigned(db, 1)).map((row) => row.wish)).toEqual(["assigned"]);
  });

  test("refresh and synchronize are wished for every assigned server of the mail servers, and for no other", async () => {
    await addMailServer(db, 1);
    await addMailServer(db, 2);
    const web = await addAssigned(db, "web1", 1);
    await addAssigned(db, "web2", 2);
    expect(await wishFor(db, "synchronize", { mailServerIds: [1], by: "ada" })).toEqual([web]);
    const [row] = await db.select().from(assignments).where(eq(assignments.serverId, web));
    expect(row?.synchronizeWantedBy).toBe("ada");
    expect((await getMailServer(db, 2))?.asked).toBe(true);
  });
});

async function define(serverId: number): Promise<number> {
  const made = await db.transaction((tx) => defineMailServer(tx, { serverId, by: "ada" }));
  if (typeof made === "string") throw new Error(made);
  return made.id;
}

async function idOf(name: string): Promise<number> {
  const [row] = await db.select({ id: servers.id }).from(servers).where(eq(servers.name, name));
  return row?.id ?? 0;
}
