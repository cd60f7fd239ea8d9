import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { answerProblem } from "@/db/answers";
import { addToLedger, readAccounts, saveLedger } from "@/db/ledger";
import { accounts, assignments, settings } from "@/db/schema";
import { updateMailName } from "@/e2e/fleet/world";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 4 });
const { db } = world;
const web1 = world.model("web1");
const mail1 = world.model("mail1");
const act = (server: string, deed: string, ...args: string[]) => world.fleet.act(server, deed, args);
const account = async (name: string) => {
  const [row] = await db.select().from(accounts).where(eq(accounts.name, name));
  if (!row) throw new Error(`no account ${name}`);
  return row;
};
const answer = async (name: string, given: "enforce" | "close", to: string) =>
  answerProblem(db, (await account(name)).id, { answer: given, to, by: "anna" });
const there = (name: string) => mail1.domains.find((domain) => domain.name === name);

test("a domain that is gone is closed only when no MX names the mail server, and stays there with its mail", async () => {
  await act("web1", "add-client", "newcomer");
  await act("web1", "add-domain", "brief-stay.example", "--owner", "newcomer");
  await act("web1", "add-address", "info@brief-stay.example");
  await world.wish("web1", "assigned");
  await world.settle("web1");
  await act("web1", "delete-client", "newcomer");
  await act("mail1", "add-record", "brief-stay.example", "MX", "@", `${mail1.name}.`, "5");
  await world.run("web1");
  expect(await account("brief-stay.example")).toMatchObject({ problem: "missing" });
  expect(await answer("brief-stay.example", "enforce", "missing")).toBe(false);
  expect(await answer("brief-stay.example", "close", "missing")).toBe(true);

  await world.run("web1");
  const named = await account("brief-stay.example");
  expect(named).toMatchObject({ problem: "missing", stage: "assigned", solution: "close" });
  expect(named.problemDetail).toContain(`still answers MX ${mail1.name} for brief-stay.example. Change its MX first`);
  expect(there("brief-stay.example")?.mail.service).toBe("on");

  await act("mail1", "remove-record", "brief-stay.example", "MX", "@", `${mail1.name}.`);
  const addresses = mail1.mailNames.length;
  await world.run("web1");
  // Whoever was told of the mail server until now keeps that for as long as was said, and a fifth longer.
  const told = mail1.zones.find(({ asciiName }) => asciiName === "brief-stay.example")?.soa.ttl ?? 0;
  expect(told).toBeGreaterThan(60);
  const draining = await account("brief-stay.example");
  expect(draining).toMatchObject({ stage: "draining-back" });
  const left = (draining.stageUntil?.getTime() ?? 0) - Date.now();
  expect(left).toBeGreaterThan(told * 1_200 - 10_000);
  expect(left).toBeLessThanOrEqual(told * 1_200);
  expect(there("brief-stay.example")?.mail.service).toBe("on");
  await db.update(accounts).set({ stageUntil: new Date() }).where(eq(accounts.id, draining.id));

  await world.settle("web1");
  expect(await account("brief-stay.example")).toMatchObject({
    stage: "closed",
    mailServerId: null,
    problem: null,
    solution: null,
    differences: [],
  });
  expect(there("brief-stay.example")?.mail.service).toBe("off");
  expect(mail1.mailNames).toHaveLength(addresses);
});

test("a client that is gone is closed without anything being changed", async () => {
  expect(await account("newcomer")).toMatchObject({ problem: "missing" });
  expect(await answer("newcomer", "close", "missing")).toBe(true);
  await world.settle("web1");
  expect(await account("newcomer")).toMatchObject({
    stage: "closed",
    mailServerId: null,
    problem: null,
    solution: null,
  });
  expect(mail1.accounts.some((client) => client.login === "newcomer")).toBe(true);
});

const drifted = web1.domains.find((domain) => domain.kind === "webspace")?.name ?? "";

test("what a person has not answered yet stands after a look that changes nothing", async () => {
  await act("web1", "set-mail", drifted, "on");
  await world.run("web1");
  expect(await account(drifted)).toMatchObject({ problem: "changed-by-someone" });
  await db.update(assignments).set({ refreshWantedAt: new Date() });
  await world.run("web1");
  expect(await account(drifted)).toMatchObject({ problem: "changed-by-someone" });
  await db.update(settings).set({ stoppedAt: new Date(), stoppedBy: "ben" });
  await world.run("web1");
  expect(await account(drifted)).toMatchObject({ problem: "changed-by-someone" });
});

test("an answer given while all changes are stopped is followed when they are allowed again", async () => {
  expect(await answer(drifted, "enforce", "changed-by-someone mail-off")).toBe(true);
  await world.run("web1");
  expect(await account(drifted)).toMatchObject({ problem: "changed-by-someone", solution: "enforce" });
  await db.update(settings).set({ stoppedAt: null, stoppedBy: null });
  await world.settle("web1");
  expect(await account(drifted)).toMatchObject({ problem: null, solution: null, stage: "assigned" });
});

test("home's values are not written over an address that has got an alias on the mail server since", async () => {
  const at = (server: typeof web1) => {
    const domain = server.domains.find(({ name }) => name === drifted);
    const box = server.mailNames.find(({ domainId }) => domainId === domain?.id);
    if (!domain || !box) throw new Error(`${drifted} has no address`);
    const change = (patch: Parameters<typeof updateMailName>[3]) => updateMailName(server, domain, box, patch);
    const forward = (to: string) => change({ forwarding: { enabled: true, addresses: [to] } });
    return { box, forward, addAlias: () => change({ aliases: [...box.aliases, "oven"] }) };
  };
  const [home, there] = [at(web1), at(mail1)];
  home.forward("new@outside.test");
  there.forward("other@outside.test");
  await world.run("web1");
  const asked = "changed-on-both-sides values";
  expect(await answer(drifted, "enforce", asked)).toBe(true);
  there.addAlias();
  await world.settle("web1");
  expect(there.box.aliases).toContain("oven");
  const told = await account(drifted);
  expect(told).toMatchObject({ problem: "changed-on-both-sides", solution: null });
  expect(told.problemDetail).toContain("also takes mail for its alias oven");
  home.addAlias();
  expect(await answer(drifted, "enforce", asked)).toBe(true);
  await world.settle("web1");
  expect(await account(drifted)).toMatchObject({ problem: null, solution: null });
  expect(there.box.forwarding).toEqual(home.box.forwarding);
  expect(there.box.aliases).toEqual(expect.arrayContaining(home.box.aliases));
});

test("MX that somebody pointed home again is pointed to the mail server by an answer to that alone", async () => {
  const domainId = web1.domains.find(({ name }) => name === drifted)?.id;
  const mx = () =>
    web1.zones
      .filter((zone) => zone.domainId === domainId)
      .flatMap(({ records }) => records.flatMap(({ type, value }) => (type === "MX" ? value.replace(/\.$/, "") : [])));
  await act("web1", "remove-record", drifted, "MX", "@", `${mail1.name}.`);
  // As it was recorded before the move.
  await act("web1", "add-record", drifted, "MX", "@", `mail.${(await account(drifted)).ascii}.`, "10");
  await world.run("web1");
  expect(await account(drifted)).toMatchObject({ problem: "changed-by-someone", stage: "assigned", differences: [] });
  for (const other of ["changed-by-someone mail-off", "changed-by-someone values", "suspended-at-home", ""])
    expect(await answer(drifted, "enforce", other)).toBe(false);
  const asked = "changed-by-someone mx-there";
  await db.update(assignments).set({ wish: "deassigned" });
  expect(await answer(drifted, "enforce", asked)).toBe(false);
  await db.update(assignments).set({ wish: "assigned" });
  expect(await account(drifted)).toMatchObject({ solution: null });
  expect(await answer(drifted, "enforce", asked)).toBe(true);
  await world.settle("web1");
  expect(mx()).toEqual([mail1.name]);
});

test("an answer that comes while a run is under way is not lost with what that run writes", async () => {
  const owner = { serverId: world.ids.web1 ?? 0, mailServerId: 1, centralServerId: world.ids.mail1 ?? 0 };
  const [added] = await addToLedger(db, owner, [
    { kind: "client", sourceId: 99, sourceGuid: "99", name: "late", ascii: "late", label: "" },
  ]);
  const late = added?.id ?? 0;
  await db.update(accounts).set({ problem: "changed-on-both-sides" }).where(eq(accounts.id, late));
  const read = await readAccounts(db, owner, [late]);
  await answer("late", "enforce", "changed-on-both-sides values");
  await saveLedger(
    db,
    owner,
    read.map((each) => ({ ...each, solved: true })),
  );
  expect(await account("late")).toMatchObject({ solution: "enforce" });
  const again = await readAccounts(db, owner, [late]);
  await saveLedger(
    db,
    owner,
    again.map((each) => ({ ...each, solved: true })),
  );
  expect(await account("late")).toMatchObject({ solution: null });
});
