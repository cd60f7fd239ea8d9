import { beforeAll, expect, test } from "vitest";
import { countAccounts } from "./accounts";
import { countByProblem, listExamples, listTroubledServers, releaseServer, wishLookAt } from "./problems";
import { addAccount, addAssigned, addMailServer, addServer } from "./sample";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
let quarantined = 0;
let calm = 0;

beforeAll(async () => {
  await addMailServer(db, 1);
  await addMailServer(db, 3, { netStatus: "error", netCause: "The IMAP service does not answer." });
  await addServer(db, "web1.provider.example");
  calm = await addAssigned(db, "web8.provider.example", 1);
  quarantined = await addAssigned(db, "web9.provider.example", 1, {
    quarantinedAt: new Date(),
    quarantineReason: "640 domains became 12",
  });
  const place = { serverId: calm, mailServerId: 1 };
  for (const name of ["b.example", "a.example"]) await addAccount(db, place, name, { problem: "dns-elsewhere" });
  await addAccount(db, place, "c_one", { kind: "client", problem: "licence-full" });
  await addAccount(db, { ...place, mailServerId: null }, "gone.example", { problem: "dns-elsewhere" });
});

test("problems are counted by cause, and add up to the number of problem accounts", async () => {
  const causes = await countByProblem(db);
  expect(causes.map(({ code, count }) => [code, count])).toEqual([
    ["dns-elsewhere", 2],
    ["licence-full", 1],
  ]);
  const { count } = await countAccounts(db, { problem: "any" });
  expect(count).toBe(causes.reduce((sum, cause) => sum + cause.count, 0));
});

test("each cause comes with its first accounts by name", async () => {
  const examples = await listExamples(db, "dns-elsewhere", 5);
  expect(examples.map((example) => example.name)).toEqual(["a.example", "b.example"]);
});

test("servers in trouble are those that do not answer or could not be read, mail servers first", async () => {
  await addAssigned(db, "web7.provider.example", 1, { lookedError: "An answer was cut off." });
  const servers = await listTroubledServers(db);
  expect(servers.map((server) => server.name)).toEqual(["mail3.provider.example", "web7.provider.example"]);
});

test("only a server in quarantine can be released", async () => {
  expect(await releaseServer(db, calm)).toBe(false);
  expect(await releaseServer(db, quarantined)).toBe(true);
});

test("looking again is wished of the servers that have the problem, and of no other", async () => {
  expect(await wishLookAt(db, "dns-elsewhere", "anna")).toEqual([{ serverId: calm, name: "web8.provider.example" }]);
  expect(await wishLookAt(db, "missing", "anna")).toEqual([]);
});
