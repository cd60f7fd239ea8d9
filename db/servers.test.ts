import { beforeAll, describe, expect, test } from "vitest";
import { addAccount, addAssigned, addMailServer, addServer } from "./sample";
import { editServer, findAddress, getServer, getServerAccounts, setMaintenance, wishForServer } from "./server";
import { countServers, listServers, type ServerFilter, type ServerOrder, serverOrders } from "./servers";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
let web1 = 0;
let web8 = 0;

beforeAll(async () => {
  await addMailServer(db, 1);
  web1 = await addServer(db, "web1.provider.example", { maintenance: true, netStatus: "error", domainCount: 5 });
  web8 = await addAssigned(db, "web8.provider.example", 1);
  await addAssigned(db, "web9.provider.example", 1, { wish: "deassigned" });
  await addAccount(db, { serverId: web8, mailServerId: 1 }, "a.example", { syncStatus: "outdated" });
  await addAccount(db, { serverId: web8, mailServerId: 1 }, "b.example", { stage: "draining" });
});

async function names(filter: ServerFilter, sort: ServerOrder = "name", descending = false) {
  const rows = await listServers(db, filter, { sort, descending, offset: 0, limit: 50 });
  return rows.map((row) => row.name.split(".")[0]);
}

describe("the list", () => {
  test("tells each server's role", async () => {
    const rows = await listServers(db, {}, { sort: "role", descending: false, offset: 0, limit: 50 });
    expect(rows.map((row) => [row.mailServerId, row.assignedTo, row.wish])).toEqual([
      [1, null, null],
      [null, 1, "assigned"],
      [null, 1, "deassigned"],
      [null, null, null],
    ]);
  });

  test("shows those in trouble first when ordered by net status", async () => {
    expect((await names({}, "net"))[0]).toBe("web1");
  });

  test.each(serverOrders)("ordered by %s holds every server once", async (sort) => {
    expect((await names({}, sort, true)).toSorted()).toEqual(["mail1", "web1", "web8", "web9"]);
  });

  const filters: [ServerFilter, string[]][] = [
    [{ role: "mail-server" }, ["mail1"]],
    [{ role: "assigned" }, ["web8", "web9"]],
    [{ role: "none" }, ["web1"]],
    [{ q: "WEB8" }, ["web8"]],
    [{ netStatus: "error" }, ["web1"]],
    [{ maintenance: true }, ["web1"]],
  ];
  test.each(filters)("%j lists and counts the same servers", async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
    expect(await countServers(db, filter)).toBe(expected.length);
  });
});

describe("one server", () => {
  const accountsOf = async (id: number) => {
    const server = await getServer(db, id);
    if (!server) throw new Error("The server is not there.");
    return getServerAccounts(db, server);
  };

  test("is outdated while one of its accounts is", async () => {
    expect(await accountsOf(web8)).toMatchObject({
      domains: 2,
      clients: 0,
      outdated: 1,
      moving: 1,
      syncStatus: "outdated",
    });
  });

  test("is unknown without a mail server", async () => {
    expect(await accountsOf(web1)).toMatchObject({ domains: 0, syncStatus: "unknown" });
  });

  test("does not exist for an id of nobody", async () => {
    expect(await getServer(db, 4711)).toBeNull();
    expect(await setMaintenance(db, 4711, "ada")).toBeNull();
  });

  test("is asked to synchronize only while it is assigned", async () => {
    expect(await wishForServer(db, "synchronize", { serverId: web8, by: "ada" })).toBe(true);
    expect(await wishForServer(db, "refresh", { serverId: web1, by: "ada" })).toBe(false);
  });

  test("can be renamed and moved, and an address in use names its server", async () => {
    const edit = {
      name: "web1",
      host: "192.0.2.1",
      port: 8443,
      smtpPort: 25,
      imapPort: 143,
      pop3Port: 110,
      labels: ["vienna"],
    };
    await editServer(db, web1, edit);
    expect(await getServer(db, web1)).toMatchObject(edit);
    expect(await findAddress(db, web8, "192.0.2.1", 8443)).toBe("web1");
    expect(await findAddress(db, web1, "192.0.2.1", 8443)).toBeNull();
  });
});
