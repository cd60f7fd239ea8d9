import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { answerProblem } from "@/db/account";
import { accounts } from "@/db/schema";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 2 });
const { db } = world;
const web1 = world.model("web1");
const mail1 = world.model("mail1");
const name = "away.example";
const hosted = "mx1.hosted-mail.example.";
const act = (server: string, deed: string, ...args: string[]) => world.fleet.act(server, deed, args);
const account = async () => {
  const [row] = await db.select().from(accounts).where(eq(accounts.name, name));
  if (!row) throw new Error(`no account ${name}`);
  return row;
};
const there = () => mail1.domains.find((domain) => domain.name === name);

test("a domain whose mail goes to a third place stands on the mail server with its addresses and its mail off", async () => {
  await act("web1", "add-domain", name);
  await act("web1", "add-address", `info@${name}`);
  await act("web1", "remove-record", name, "MX", "@", `mail.${name}.`);
  await act("web1", "add-record", name, "MX", "@", hosted, "10");
  await world.wish("web1", "assigned");
  await world.settle("web1");
  expect(await account()).toMatchObject({ stage: "building", problem: "mx-elsewhere", addressCount: 1 });
  expect((await account()).problemDetail).toBe(
    `${name}: its mail goes to mx1.hosted-mail.example, which is neither ${web1.name} nor ${mail1.name}. Its mail stays off on ${mail1.name}, so that what is written to it there goes the same way.`,
  );
  expect(there()?.mail.service).toBe("off");
  expect(mail1.mailNames.some(({ domainId }) => domainId === there()?.id)).toBe(true);
});

test("once a person has it taken, the mail server takes it and its MX is left as it is", async () => {
  expect(await answerProblem(db, (await account()).id, "enforce", "anna")).toBe(false);
  expect(await answerProblem(db, (await account()).id, "take", "anna")).toBe(true);
  await world.settle("web1");
  expect(await account()).toMatchObject({ stage: "switching", problem: "mx-elsewhere" });
  expect(there()?.mail.service).toBe("on");
  const zone = web1.zones.find(({ asciiName }) => asciiName === name);
  expect(zone?.records.flatMap(({ type, value }) => (type === "MX" ? value : []))).toEqual([hosted]);
});

test("it goes on by itself when MX is pointed to the mail server", async () => {
  await act("web1", "remove-record", name, "MX", "@", hosted);
  await act("web1", "add-record", name, "MX", "@", `${mail1.name}.`, "10");
  await world.settle("web1");
  expect(await account()).toMatchObject({ stage: "assigned", problem: null, solution: null });
});
