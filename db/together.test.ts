import { eq, isNotNull } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { problemCodes } from "@/lib/problems";
import { answersTo, BY_SOMEONE } from "./answers";
import { addAccount, addAssigned, addMailServer } from "./sample";
import { accounts, assignments, type Stage } from "./schema";
import { testDatabase } from "./testing";
import { deeds, listConcernedChanges, listConcernedServers, MoreThanShown, wishTogether } from "./together";

const { db } = await testDatabase();
const stages: Stage[] = ["building", "draining", "closing", "assigned", "reopening", "draining-back", "closed"];
const changed = [{ field: "name", source: "a.example", central: "b.example", reason: BY_SOMEONE }];
let web8 = 0;
let web9 = 0;
let web10 = 0;

beforeAll(async () => {
  await addMailServer(db, 1);
  await addMailServer(db, 2);
  web8 = await addAssigned(db, "web8.provider.example", 1);
  web9 = await addAssigned(db, "web9.provider.example", 2);
  web10 = await addAssigned(db, "web10.provider.example", 2, { wish: "deassigned" });
  await addAccount(db, { serverId: web8, mailServerId: 1 }, "quiet.example");
  await addAccount(db, { serverId: web8, mailServerId: 1 }, "outdated.example", { syncStatus: "outdated" });
  await addAccount(db, { serverId: web8, mailServerId: null }, "closed.example", { stage: "closed" });
  // Left behind by the mail server that handled it before.
  await addAccount(db, { serverId: web8, mailServerId: 2 }, "behind.example", { syncStatus: "outdated" });
  for (const problem of problemCodes)
    for (const stage of stages)
      for (const serverId of [web9, web10])
        for (const differences of [[], changed])
          await addAccount(db, { serverId, mailServerId: 2 }, `${problem}-${stage}-${differences.length}-${serverId}`, {
            problem,
            stage,
            differences,
          });
});

const unwish = () => db.update(accounts).set({ synchronizeWantedAt: null, solution: null, solvedBy: null });

test("the accounts that are decided together could be decided one by one; that a server goes on, only so", async () => {
  const rows = await db
    .select()
    .from(accounts)
    .innerJoin(assignments, eq(assignments.serverId, accounts.serverId))
    .where(isNotNull(accounts.problem));
  const all = rows.map((row) => ({ ...row.accounts, wish: row.assignments.wish }));
  for (const deed of ["enforce", "close"] as const) {
    await wishTogether(db, {}, deed, "ada");
    const decided = await db.select().from(accounts).where(eq(accounts.solution, deed));
    const alone = all.filter((account) => answersTo(account).includes(deed) && account.problem !== "mailboxes-gone");
    expect(alone).not.toEqual([]);
    expect(decided.map(({ name }) => name).sort()).toEqual(alone.map(({ name }) => name).sort());
    expect(
      decided.every(({ solvedBy, synchronizeWantedBy }) => solvedBy === "ada" && synchronizeWantedBy === "ada"),
    ).toBe(true);
    await unwish();
  }
});

test("only what was chosen is wished, on each server, and nothing that is closed or on another mail server", async () => {
  expect(await wishTogether(db, { serverId: web8 }, "synchronize", "ada")).toEqual(new Map([[web8, 2]]));
  const wished = await db.select().from(accounts).where(isNotNull(accounts.synchronizeWantedAt));
  expect(wished.map(({ name }) => name).sort()).toEqual(["outdated.example", "quiet.example"]);
  await unwish();
});

test("accounts that were selected one by one are these alone", async () => {
  const [one] = await db.select().from(accounts).where(eq(accounts.name, "quiet.example"));
  expect(await wishTogether(db, { ids: [one?.id ?? 0] }, "synchronize", "ada")).toEqual(new Map([[web8, 1]]));
  expect(await wishTogether(db, { ids: [] }, "synchronize", "ada")).toEqual(new Map());
  await unwish();
});

test("what a page shows before is what is wished then, server by server", async () => {
  for (const deed of deeds) {
    const shown = await listConcernedServers(db, {}, deed);
    const wished = await wishTogether(db, {}, deed, "ada");
    expect(new Map(shown.map((row) => [row.serverId, row.accounts]))).toEqual(wished);
    await unwish();
  }
});

test("more than a page showed are not decided: nothing is wished for any of them", async () => {
  const [shown] = await listConcernedServers(db, { serverId: web9 }, "close");
  const number = shown?.accounts ?? 0;
  const close = (upTo: number) => db.transaction((tx) => wishTogether(tx, { serverId: web9 }, "close", "ada", upTo));
  await expect(close(number - 1)).rejects.toEqual(new MoreThanShown(number));
  expect(await db.select().from(accounts).where(isNotNull(accounts.solution))).toEqual([]);
  expect(await close(number)).toEqual(new Map([[web9, number]]));
  await unwish();
});

test("the changes that are shown are of accounts that differ or have a problem", async () => {
  const changes = await listConcernedChanges(db, { serverId: web8 }, "synchronize", 50);
  expect(changes.map(({ name }) => name)).toContain("outdated.example");
  expect(changes.map(({ name }) => name)).not.toContain("quiet.example");
});
