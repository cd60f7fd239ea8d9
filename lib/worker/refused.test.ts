import { eq } from "drizzle-orm";
import { afterEach, beforeAll, expect, test } from "vitest";
import { operations, runs } from "@/db/schema";
import { homeOf } from "@/e2e/fleet/home";
import type { Faults } from "@/e2e/fleet/model";
import { createPanel } from "@/lib/plesk/panel";
import { directly, scripted } from "@/lib/plesk/testing";
import type { Packet } from "@/lib/plesk/transport";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 8, ttl: 0 });
const { db } = world;
const web1 = world.model("web1");
const mail1 = world.model("mail1");
const act = (server: string, deed: string, ...args: string[]) => world.fleet.act(server, deed, args);
await act("web1", "resume-client", "mfischer");
const before = homeOf(web1);
const TEAM = "team.lindqvist-architects.example";

const lastRun = async () => (await db.select().from(runs).orderBy(runs.id)).at(-1);
const states = async () => {
  const last = await lastRun();
  const made = await db
    .select()
    .from(operations)
    .where(eq(operations.runId, last?.id ?? 0));
  return made.map(({ kind, state }) => `${kind} ${state}`);
};

/** One run in which the mail server answers in this process, and not before `prepare` has seen what it is asked. */
function runThrough(prepare: (packet: Packet) => void, amend = (answer: string) => answer) {
  const direct = directly(mail1);
  const transport = scripted(async (packet) => {
    const pieces: Uint8Array[] = [];
    prepare(packet);
    await direct.send(packet, { begin: () => {}, piece: (chunk) => void pieces.push(chunk) });
    return amend(Buffer.concat(pieces).toString());
  });
  const { login = "", password = "" } = mail1.accounts[0] ?? {};
  const central = createPanel({ transport, credential: { login, password } });
  return world.run("web1", undefined, () => ({ central }));
}

/** One run in which the mail server refuses these of its changes with that code, each by a result of its own. */
async function runRefused(code: number, faults: Partial<Faults>) {
  const none = { failOperation: 0, refuseChanges: false };
  await runThrough(
    ({ kind }) => Object.assign(mail1.faults, kind === "change" ? faults : none),
    (answer) => answer.replaceAll("<errcode>1023<", `<errcode>${code}<`),
  );
  Object.assign(mail1.faults, none);
}

/** The mail server takes what is named like a part of another domain for its subdomain. */
function nest(): void {
  const [main, team] = ["lindqvist-architects.example", TEAM].map((name) =>
    mail1.domains.find((domain) => domain.name === name),
  );
  if (main && team) team.parentId = main.id;
}

beforeAll(async () => {
  mail1.assumptions.subdomainMail = "1017";
  await world.wish("web1", "assigned");
  for (let turn = 0; turn < 9 && (await runThrough(nest)).nextAt !== null; turn++)
    await new Promise((resolve) => setTimeout(resolve, 200));
});

afterEach(() => {
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
});

test("a mail server that has no mail for subdomains is told of with the one domain, and holds up no other", async () => {
  expect(await lastRun()).toMatchObject({ outcome: "failed", error: null });
  for (const row of await world.domains("web1"))
    if (row.name !== TEAM) expect(row, row.name).toMatchObject({ stage: "assigned", problem: null });
    else
      expect(row).toMatchObject({
        stage: "building",
        problem: "refused",
        problemDetail: expect.stringMatching(
          /^Could not create address (rota|all)@team\.lindqvist-architects\.example\. .* \(1017\)\. /,
        ),
      });
  expect(web1.domains.filter(({ mail }) => mail.service === "on").map(({ name }) => name)).toEqual([TEAM]);
});

test("what is refused by itself while others are done is a problem of that account, and the run goes on", async () => {
  mail1.assumptions.subdomainMail = "supported";
  await world.wish("web1", "deassigned");
  await world.settle("web1");
  expect(homeOf(web1)).toEqual(before);
  await world.wish("web1", "assigned");
  await world.settle("web1");
  for (const [code, name] of [
    [1006, "first"],
    [1026, "second"],
    [1050, "third"],
  ] as const) {
    for (const domain of ["kaplan-textil.example", "lindqvist-architects.example"])
      await act("web1", "add-address", `${name}@${domain}`);
    await runRefused(code, { failOperation: 1 });
    expect(await lastRun()).toMatchObject({ outcome: "failed", error: null });
    expect((await states()).filter((state) => state.startsWith("create-address"))).toContain("create-address failed");
    const refused = (await world.domains("web1")).filter(({ problem }) => problem === "refused");
    expect(refused.map(({ problemDetail }) => problemDetail)).toEqual([
      expect.stringMatching(new RegExp(`^Could not create address ${name}@\\S+\\. .* \\(${code}\\)\\. `)),
    ]);
    await world.settle("web1");
  }
}, 60_000);

test("trouble with the whole server ends the run, and what was done in its packet is known to be done", async () => {
  for (const domain of ["kaplan-textil.example", "lindqvist-architects.example"])
    await act("web1", "add-address", `fourth@${domain}`);
  await runRefused(1008, { failOperation: 1 });
  expect(await lastRun()).toMatchObject({ outcome: "failed", error: expect.stringMatching(/\(1008\)/) });
  expect((await states()).sort()).toEqual(["create-address done", "create-address failed"]);
  await world.settle("web1");
});

test("a key that may change nothing ends the run, as one that may do nothing at all", async () => {
  for (const domain of ["kaplan-textil.example", "lindqvist-architects.example"])
    await act("web1", "add-address", `fifth@${domain}`);
  await runRefused(1006, { refuseChanges: true });
  expect(await lastRun()).toMatchObject({ outcome: "failed", error: expect.stringMatching(/\(1006\)/) });
  expect(await states()).toEqual(["create-address failed", "create-address failed"]);
  await act("mail1", "fault", "denied", "on");
  await world.run("web1");
  await act("mail1", "fault", "denied", "off");
  expect(await lastRun()).toMatchObject({ outcome: "failed", error: expect.stringMatching(/\(1006\)/) });
  expect(await states()).toEqual([]);
  await world.settle("web1");
  for (const row of await world.domains("web1")) expect(row).toMatchObject({ stage: "assigned", problem: null });
});
