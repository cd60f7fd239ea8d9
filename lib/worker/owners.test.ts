import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { answerProblem } from "@/db/answers";
import { accounts, operations } from "@/db/schema";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 4 });
const web1 = world.model("web1");
const mail1 = world.model("mail1");
const act = (server: string, deed: string, ...args: string[]) => world.fleet.act(server, deed, args);
const account = async (name: string) => {
  const [row] = await world.db.select().from(accounts).where(eq(accounts.name, name));
  if (!row) throw new Error(`no account ${name}`);
  return row;
};
const ownerThere = (name: string) => {
  const domain = mail1.domains.find((each) => each.name === name);
  return mail1.accounts.find(({ id }) => id === domain?.ownerId)?.login;
};
const madeFor = async (name: string) => {
  const rows = await world.db
    .select({ kind: operations.kind, summary: operations.summary, reason: operations.reason })
    .from(operations)
    .where(eq(operations.accountId, (await account(name)).id))
    .orderBy(operations.id);
  return rows.at(-1);
};

beforeAll(async () => {
  for (const login of ["carla", "bob"]) await act("web1", "add-client", login);
  // The mail server has a bob of its own: ours gets another login there.
  await act("mail1", "add-client", "bob");
  await act("web1", "add-domain", "engines.example", "--owner", "carla");
  await act("web1", "add-site", "engines.example", "looms.example");
  await world.wish("web1", "assigned");
  await world.settle("web1");
  expect(ownerThere("engines.example")).toBe("carla");
});

test("a domain that is given to another client follows to that client's account, with its sites", async () => {
  await act("web1", "change-owner", "engines.example", "bob");
  expect(await world.run("web1")).toMatchObject({ outcome: "done" });
  const login = `bob_w${world.ids.web1}`;
  expect(ownerThere("engines.example")).toBe(login);
  expect(ownerThere("looms.example")).toBe(login);
  expect(await account("engines.example")).toMatchObject({
    stage: "assigned",
    syncStatus: "synchronized",
    problem: null,
    clientId: (await account("bob")).id,
    source: { owner: "bob" },
    central: { owner: login },
  });
  expect(await madeFor("engines.example")).toEqual({
    kind: "set-owner",
    summary: `give engines.example to client ${login}`,
    reason: `given to client bob on ${web1.name}`,
  });
  expect(await account("looms.example")).toMatchObject({ central: { owner: login } });
  const changes = await world.db.$count(operations);
  await world.run("web1");
  expect(await world.db.$count(operations)).toBe(changes);
});

test("a domain that is given to a client that is new there waits, in the same run, for that client to be made", async () => {
  await act("web1", "add-client", "eva", "Eva", "--kind", "reseller");
  await act("web1", "change-owner", "engines.example", "eva");
  expect(await world.run("web1")).toMatchObject({ outcome: "done" });
  expect(ownerThere("engines.example")).toBe("eva");
  expect(await account("engines.example")).toMatchObject({ syncStatus: "synchronized", waiting: null });
});

test("a domain that is given to the administrator is the administrator's on the mail server", async () => {
  await act("web1", "change-owner", "engines.example", "administrator");
  await world.run("web1");
  expect(ownerThere("engines.example")).toBe("admin");
  expect(await account("engines.example")).toMatchObject({ syncStatus: "synchronized", clientId: null });
  expect((await account("engines.example")).written).toMatchObject({ owner: null });
});

test("an owner that was changed by hand on the mail server is shown, and written again when a person says so", async () => {
  await act("mail1", "change-owner", "engines.example", "bob");
  await world.run("web1");
  const found = await account("engines.example");
  expect(found).toMatchObject({ problem: "changed-by-someone", syncStatus: "outdated", source: { owner: null } });
  const stranger = mail1.accounts.find(({ login }) => login === "bob")?.id;
  expect(found.central).toMatchObject({ owner: `number ${stranger} of the mail server` });
  expect(ownerThere("engines.example")).toBe("bob");
  const ours = { answer: "enforce", to: "changed-by-someone values", by: "anna" } as const;
  expect(await answerProblem(world.db, found.id, ours)).toBe(true);
  await world.run("web1");
  expect(ownerThere("engines.example")).toBe("admin");
  expect(await account("engines.example")).toMatchObject({ problem: null, solution: null, syncStatus: "synchronized" });
});

test("an owner that was changed on both servers is a person's to decide", async () => {
  await act("web1", "change-owner", "engines.example", "carla");
  await act("mail1", "change-owner", "engines.example", "bob");
  await world.run("web1");
  expect(await account("engines.example")).toMatchObject({ problem: "changed-on-both-sides" });
  expect(ownerThere("engines.example")).toBe("bob");
  await act("mail1", "change-owner", "engines.example", "administrator");
  await world.run("web1");
  expect(ownerThere("engines.example")).toBe("carla");
});

test("a panel that gives nothing to its administrator is told of, and the domain's mail goes on", async () => {
  mail1.assumptions.giveToAdministrator = "1015";
  await act("web1", "change-owner", "engines.example", "administrator");
  expect(await world.run("web1")).toMatchObject({ outcome: "failed" });
  expect(await account("engines.example")).toMatchObject({ problem: "refused", stage: "assigned" });
  expect(ownerThere("engines.example")).toBe("carla");
  expect(mail1.domains.find(({ name }) => name === "engines.example")?.mail.service).toBe("on");
  mail1.assumptions.giveToAdministrator = "accepted";
  await world.run("web1");
  expect(ownerThere("engines.example")).toBe("admin");
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
});
