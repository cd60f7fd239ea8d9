import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { answerProblem } from "@/db/answers";
import { accounts } from "@/db/schema";
import { preview } from "./preview";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 2 });
const { db } = world;
const web1 = world.model("web1");
const mail1 = world.model("mail1");
const away = "away.example";
const left = "left.example";
const alias = "alias.example";
const hosted = "mx1.hosted-mail.example.";
const act = (server: string, deed: string, ...args: string[]) => world.fleet.act(server, deed, args);
const account = async (name: string) => {
  const [row] = await db.select().from(accounts).where(eq(accounts.name, name));
  if (!row) throw new Error(`no account ${name}`);
  return row;
};
const answer = async (name: string, given: "enforce" | "take") =>
  answerProblem(db, (await account(name)).id, { answer: given, to: "third-place", by: "anna" });
const there = (name: string) => mail1.domains.find((domain) => domain.name === name);
const mxOf = (name: string) =>
  web1.zones
    .find(({ asciiName }) => asciiName === name)
    ?.records.flatMap(({ type, value, opt }) => (type === "MX" ? `${opt} ${value}` : []));
async function point(name: string, to: string): Promise<void> {
  for (const old of mxOf(name) ?? []) await act("web1", "remove-record", name, "MX", "@", old.split(" ")[1] ?? "");
  await act("web1", "add-record", name, "MX", "@", to, "10");
}

test("a domain whose mail goes to a third place stands on the mail server with its addresses and its mail off", async () => {
  await act("web1", "add-domain", away);
  await act("web1", "add-address", `info@${away}`);
  await point(away, hosted);
  const { servers } = await preview({
    db,
    payload: { serverIds: [world.ids.web1 ?? 0], mailServerId: 1, wish: "assigned" },
    by: "anna",
    credential: null,
    tell: async () => {},
    answerInSecret: () => {},
  });
  expect(servers[0]?.needsYou).toMatchObject([{ account: away, code: "third-place" }]);
  await world.wish("web1", "assigned");
  await world.settle("web1");
  expect(await account(away)).toMatchObject({ stage: "building", problem: "third-place", addressCount: 1 });
  expect((await account(away)).problemDetail).toBe(
    `${away}: its mail goes to mx1.hosted-mail.example, which is neither ${web1.name} nor ${mail1.name}. ${mail1.name} does not take it, so that what is written to it there goes the same way.`,
  );
  expect(there(away)?.mail.service).toBe("off");
  expect(mail1.mailNames.some(({ domainId }) => domainId === there(away)?.id)).toBe(true);
});

test("once a person has it taken, the mail server takes it at every look, and its MX is left as it is", async () => {
  expect(await answer(away, "enforce")).toBe(false);
  expect(await answer(away, "take")).toBe(true);
  for (let look = 0; look < 2; look++) {
    await world.settle("web1");
    expect(await account(away)).toMatchObject({ stage: "switching", problem: "mx-elsewhere" });
    expect(there(away)?.mail.service).toBe("on");
    expect(mxOf(away)).toEqual([`10 ${hosted}`]);
  }
});

test("it goes on by itself when MX is pointed to the mail server", async () => {
  await point(away, `${mail1.name}.`);
  await world.settle("web1");
  expect(await account(away)).toMatchObject({ stage: "assigned", problem: null, solution: null });
});

test("one that waits in the middle of its move and is led away is taken no more, until it is led back", async () => {
  await act("web1", "add-domain", left);
  await act("web1", "add-record", left, "MX", "@", hosted, "30");
  await world.settle("web1");
  expect(await account(left)).toMatchObject({ stage: "switching", problem: "mx-elsewhere" });
  expect(there(left)?.mail.service).toBe("on");
  await point(left, hosted);
  await world.settle("web1");
  expect(await account(left)).toMatchObject({ stage: "building", problem: "third-place", differences: [] });
  expect(there(left)?.mail.service).toBe("off");
  await point(left, `mail.${left}.`);
  await world.settle("web1");
  expect(await account(left)).toMatchObject({ stage: "assigned", problem: null });
  expect(there(left)?.mail.service).toBe("on");
});

test("an alias that comes later and leads to a third place is not made on the mail server until a person has it taken", async () => {
  const made = () => mail1.aliases.some(({ asciiName }) => asciiName === alias);
  await act("web1", "add-alias", left, alias, "--mail", "on");
  await point(alias, hosted);
  await world.settle("web1");
  expect(await account(left)).toMatchObject({ stage: "assigned", problem: "third-place", differences: [] });
  expect(made()).toBe(false);
  expect(mxOf(alias)).toEqual([`10 ${hosted}`]);
  expect(await answer(left, "take")).toBe(true);
  await world.settle("web1");
  expect(made()).toBe(true);
  await point(alias, `${mail1.name}.`);
  await world.settle("web1");
  expect(await account(left)).toMatchObject({ stage: "assigned", problem: null, solution: null });
});
