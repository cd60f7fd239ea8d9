import { desc, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { wishForAccount } from "@/db/account";
import { readAccounts, readLedger, saveLedger } from "@/db/ledger";
import { accounts, mailServers, operations, runs, settings } from "@/db/schema";
import { wishForServer } from "@/db/server";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 4 });
const { db } = world;
const mail1 = world.model("mail1");
const act = (deed: string, ...args: string[]) => world.fleet.act("web1", deed, args);
const account = async (name: string) => {
  const [row] = await db.select().from(accounts).where(eq(accounts.name, name));
  if (!row) throw new Error(`no account ${name}`);
  return row;
};
const wish = async (name: string, by = "anna") => wishForAccount(db, { accountId: (await account(name)).id, by });
const there = (name: string) => mail1.domains.find((domain) => domain.name === name);
const namesThere = (name: string) =>
  mail1.mailNames.filter((each) => each.domainId === there(name)?.id).map((each) => each.name);
const lastRun = async () => (await db.select().from(runs).orderBy(desc(runs.id)).limit(1))[0];

beforeAll(async () => {
  for (const name of ["one.example", "two.example"]) await act("add-domain", name);
  await world.wish("web1", "assigned");
  await world.settle("web1");
  await db.update(mailServers).set({ automatic: false });
});

test("one of two outdated domains is synchronized alone; the other stays outdated, and the look is complete", async () => {
  for (const name of ["one.example", "two.example"]) await act("add-address", `desk@${name}`);
  await world.run("web1");
  expect(await account("one.example")).toMatchObject({ syncStatus: "outdated" });
  expect(await wish("one.example")).toEqual({ automatic: false });
  expect(await world.run("web1")).toMatchObject({ outcome: "done" });
  expect(namesThere("one.example")).toEqual(["desk"]);
  expect(namesThere("two.example")).toEqual([]);
  expect(await account("one.example")).toMatchObject({ syncStatus: "synchronized", synchronizeWantedAt: null });
  expect(await account("two.example")).toMatchObject({ syncStatus: "outdated" });
  const run = await lastRun();
  expect(run).toMatchObject({ kind: "synchronize-accounts", startedBy: "anna", changed: 1 });
  expect(run?.looked).toBe(await db.$count(accounts));
});

test("the next run changes nothing more: the wish was for once", async () => {
  const before = await db.$count(operations);
  await world.run("web1");
  expect(await db.$count(operations)).toBe(before);
  expect(await lastRun()).toMatchObject({ kind: "refresh", startedBy: "schedule" });
});

test("a look that a person wished says who, and the one after it that nobody did", async () => {
  expect(await wishForServer(db, "refresh", { serverId: world.ids.web1 ?? 0, by: "berta" })).toBe(true);
  await world.run("web1");
  expect(await lastRun()).toMatchObject({ kind: "refresh", startedBy: "berta" });
  await world.run("web1");
  expect(await lastRun()).toMatchObject({ kind: "refresh", startedBy: "schedule" });
});

test("a new domain brings its client and main domain along, and neither its siblings nor other clients", async () => {
  for (const login of ["nora", "otto"]) await act("add-client", login);
  await act("add-domain", "main.example", "--owner", "nora");
  await act("add-site", "main.example", "site.example");
  await act("add-site", "main.example", "sibling.example");
  await act("add-domain", "otto.example", "--owner", "otto");
  await world.run("web1");
  await wish("site.example");
  await world.settle("web1");
  for (const name of ["main.example", "site.example"]) {
    expect(there(name)?.mail.service).toBe("on");
    expect(await account(name)).toMatchObject({ stage: "assigned", syncStatus: "synchronized" });
  }
  expect(mail1.accounts.map(({ login }) => login)).toContain("nora");
  for (const name of ["sibling.example", "otto.example", "otto"])
    expect(await account(name)).toMatchObject({ stage: null, syncStatus: "outdated", centralId: null });
});

test("a wish stands while the stop switch is set, and is followed once that is released", async () => {
  await wish("two.example");
  await db.update(settings).set({ stoppedAt: new Date() });
  expect(await world.run("web1")).toMatchObject({ outcome: "stopped" });
  expect(namesThere("two.example")).toEqual([]);
  expect(await account("two.example")).toMatchObject({ synchronizeWantedBy: "anna" });
  expect((await account("two.example")).synchronizeWantedAt).not.toBeNull();
  await db.update(settings).set({ stoppedAt: null });
  await world.run("web1");
  expect(namesThere("two.example")).toEqual(["desk"]);
  expect(await account("two.example")).toMatchObject({ synchronizeWantedAt: null });
});

test("a wish that came while an older one was followed stands", async () => {
  const owner = { serverId: world.ids.web1 ?? 0, mailServerId: 1, centralServerId: world.ids.mail1 ?? 0 };
  await wish("two.example");
  const ids = (await readLedger(db, owner)).map(({ id }) => id);
  const read = (await readAccounts(db, owner, ids)).filter(({ name }) => name === "two.example");
  await wish("two.example", "bernd");
  await saveLedger(
    db,
    owner,
    read.map((each) => ({ ...each, followed: true })),
  );
  expect(await account("two.example")).toMatchObject({ synchronizeWantedBy: "bernd" });
  expect((await account("two.example")).synchronizeWantedAt).not.toBeNull();
  await world.run("web1");
  expect(await account("two.example")).toMatchObject({ synchronizeWantedAt: null });
});

test("a wish for the whole server is not narrowed by one for an account", async () => {
  await act("add-address", "desk@main.example");
  await wish("two.example");
  await wishForServer(db, "synchronize", { serverId: world.ids.web1 ?? 0, by: "carla" });
  await world.settle("web1");
  expect(namesThere("main.example")).toEqual(["desk"]);
  expect(await account("otto.example")).toMatchObject({ stage: "assigned" });
  expect(await account("two.example")).toMatchObject({ synchronizeWantedAt: null });
});

test("nothing is wished for an account that is at home again", async () => {
  await world.wish("web1", "deassigned");
  await world.settle("web1");
  expect(await wish("two.example")).toBeNull();
  expect(await account("two.example")).toMatchObject({ synchronizeWantedAt: null, stage: "closed" });
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
});
