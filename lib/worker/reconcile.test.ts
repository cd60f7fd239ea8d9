import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { accountCounts, accounts, addresses, assignments, operations } from "@/db/schema";
import { type Home, homeOf } from "@/e2e/fleet/home";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 8 });
const web1 = world.model("web1");
const mail1 = world.model("mail1");
const before = homeOf(web1);

const onMail1 = (ascii: string) => mail1.domains.find((domain) => domain.asciiName === ascii);
const act = (server: string, deed: string, ...args: string[]) => world.fleet.act(server, deed, args);
const account = async (name: string) => {
  const [row] = await world.db.select().from(accounts).where(eq(accounts.name, name));
  if (!row) throw new Error(`no account ${name}`);
  return row;
};

test("assigning a server brings every domain and its addresses to the mail server and moves its mail there", async () => {
  const [box] = web1.mailNames.filter((mailName) => mailName.mailbox.enabled);
  const home = web1.domains.find((domain) => domain.id === box?.domainId);
  await act("web1", "send", "someone@elsewhere.test", `${box?.name}@${home?.asciiName}`);
  await world.wish("web1", "assigned");
  expect(await world.settle("web1")).toMatchObject({ outcome: "done" });
  const [left] = await world.db
    .select({ written: accounts.written })
    .from(accounts)
    .where(eq(accounts.ascii, home?.asciiName ?? ""));
  expect(left?.written).toMatchObject({
    leftBehind: { switched: expect.toSatisfy((n: number) => n > 0), mailboxes: 1 },
  });
  for (const row of await world.domains("web1"))
    expect(row).toMatchObject({ stage: "assigned", syncStatus: "synchronized", problem: null });
  for (const domain of web1.domains) {
    const central = onMail1(domain.asciiName);
    expect(central?.mail.service).toBe("on");
    expect(domain.mail.service).toBe("off");
    const names = (server: typeof web1, id?: number) =>
      server.mailNames
        .filter((m) => m.domainId === id)
        .map((m) => m.name)
        .sort();
    expect(names(mail1, central?.id)).toEqual(names(web1, domain.id));
    const zone = web1.zones.find((candidate) => candidate.domainId === domain.id);
    expect(zone?.records.filter((r) => r.type === "MX").map((r) => r.value)).toEqual([`${mail1.name}.`]);
  }
  expect(web1.buttons.map((button) => button.place).sort()).toEqual(["admin", "client", "domain"]);
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
});

test("mailboxes whose password is hidden stand in the list of those that need one", async () => {
  const rows = await world.db.select().from(addresses).where(eq(addresses.needsPassword, true));
  const boxes = web1.mailNames.filter((mailName) => mailName.mailbox.enabled);
  expect(rows).toHaveLength(boxes.length);
  const [counts] = await world.db.select().from(accountCounts).where(eq(accountCounts.kind, "domain"));
  expect(counts?.needsPassword).toBe(boxes.length);
});

test("a second look at unchanged servers changes nothing and writes no operation", async () => {
  const operationsBefore = await world.db.$count(operations);
  expect(await world.run("web1")).toEqual({ outcome: "done", nextAt: null });
  expect(await world.db.$count(operations)).toBe(operationsBefore);
});

test("what changes on the assigned server follows: an address, a rename, a new domain", async () => {
  const [domain] = web1.domains.filter((each) => each.kind === "webspace" && each.asciiName.startsWith("kaplan"));
  if (!domain) throw new Error("the seed has no kaplan domain");
  const old = domain.asciiName;
  await act("web1", "add-address", `night-desk@${old}`);
  await act("web1", "rename-domain", old, "kaplan-weaving.example");
  await act("web1", "add-domain", "brand-new.example");
  await world.settle("web1");
  const central = onMail1("kaplan-weaving.example");
  expect(onMail1(old)).toBeUndefined();
  expect(mail1.mailNames.some((m) => m.domainId === central?.id && m.name === "night-desk")).toBe(true);
  expect(onMail1("brand-new.example")?.mail.service).toBe("on");
  expect(await account("brand-new.example")).toMatchObject({ stage: "assigned", syncStatus: "synchronized" });
});

test("a suspended client is marked and its domains go on receiving", async () => {
  const client = web1.accounts.find(
    (each) => each.kind === "customer" && each.status === 0 && web1.domains.some((d) => d.ownerId === each.id),
  );
  if (!client) throw new Error("the seed has no active client with a domain");
  await act("web1", "suspend-client", client.login);
  await world.settle("web1");
  expect((await account(client.login)).source).toMatchObject({ suspended: true });
  const domain = web1.domains.find((d) => d.ownerId === client.id);
  expect(onMail1(domain?.asciiName ?? "")).toMatchObject({ status: 0, mail: { service: "on" } });
  await act("web1", "resume-client", client.login);
  await world.settle("web1");
});

test("an object that is gone is marked and kept, and a server that suddenly has none is put in quarantine", async () => {
  await act("web1", "delete-domain", "brand-new.example");
  await world.run("web1");
  expect(await account("brand-new.example")).toMatchObject({ problem: "missing", stage: "assigned" });
  expect(onMail1("brand-new.example")?.mail.service).toBe("on");
  const changesBefore = await world.db.$count(operations);
  await act("web1", "fault", "emptyLists", "on");
  await world.run("web1");
  await act("web1", "fault", "emptyLists", "off");
  const [assignment] = await world.db.select().from(assignments);
  expect(assignment?.quarantineReason).toMatch(/suddenly reports no domains/);
  expect(await world.db.$count(operations)).toBe(changesBefore);
  await world.run("web1");
  expect((await world.db.select().from(assignments))[0]).toMatchObject({ quarantineReason: null });
});

test("local mail switched on again by hand is shown, not overwritten, until a person says so", async () => {
  const [domain] = web1.domains.filter((each) => each.kind === "webspace");
  if (!domain) throw new Error("no domain");
  await act("web1", "set-mail", domain.name, "on");
  await world.run("web1");
  expect(await account(domain.name)).toMatchObject({ problem: "changed-by-someone" });
  expect(domain.mail.service).toBe("on");
  await world.db.update(accounts).set({ solution: "enforce" }).where(eq(accounts.name, domain.name));
  await world.settle("web1");
  expect(domain.mail.service).toBe("off");
  expect(await account(domain.name)).toMatchObject({ problem: null, solution: null });
});

test("deassigning restores the assigned server exactly and keeps everything on the mail server, switched off", async () => {
  await act("web1", "rename-domain", "kaplan-weaving.example", "kaplan-textil.example");
  await act("web1", "remove-address", "night-desk@kaplan-textil.example");
  await world.settle("web1");
  const kept = mail1.mailNames.length;
  await world.wish("web1", "deassigned");
  await world.db.update(accounts).set({ solution: "close" }).where(eq(accounts.name, "brand-new.example"));
  await world.settle("web1");
  expect(await account("fischer-automobile.example")).toMatchObject({ problem: "suspended-at-home" });
  expect(onMail1("fischer-automobile.example")?.mail.service).toBe("on");
  await world.db.update(accounts).set({ solution: "enforce" }).where(eq(accounts.name, "fischer-automobile.example"));
  await world.settle("web1");
  expect(await world.db.$count(assignments)).toBe(0);
  const after: Home = homeOf(web1);
  const born = after.addresses.filter((address) => address.startsWith("night-desk@"));
  expect({ ...after, addresses: after.addresses.filter((address) => !born.includes(address)) }).toEqual(before);
  expect(mail1.mailNames).toHaveLength(kept);
  for (const domain of mail1.domains.filter((d) => d.externalId.startsWith("cmail:")))
    expect(domain.mail.service).toBe("off");
  expect(await world.db.$count(accountCounts, eq(accountCounts.total, 0))).toBe(await world.db.$count(accountCounts));
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
});
