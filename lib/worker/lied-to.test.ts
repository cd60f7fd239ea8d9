import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignments, operations } from "@/db/schema";
import type { PleskServer } from "@/e2e/fleet/model";
import { shelf, updateMailName } from "@/e2e/fleet/world";
import { createPanel } from "@/lib/plesk/panel";
import { directly } from "@/lib/plesk/testing";
import type { World } from "@/lib/sync/world";
import { ground } from "./testing";

const world = await ground({ servers: 4, domains: 4, ttl: 0 });
const [mail1, web1, web2, web3] = ["mail1", "web1", "web2", "web3"].map(world.model) as [
  PleskServer,
  PleskServer,
  PleskServer,
  PleskServer,
];

/** What a run looks at first comes from the past; whatever it asks after that is answered as it is. */
const from =
  (past: PleskServer, side: "source" | "central" = "source") =>
  (present: World) => {
    const { login = "", password = "" } = past.accounts[0] ?? {};
    const earlier = createPanel({ transport: directly(past), credential: { login, password } });
    let asked = 0;
    const read: World["source"]["read"] = (calls) => (asked++ === 0 ? earlier : present[side]).read(calls);
    const { ask, change } = present[side];
    return { [side]: { look: earlier.look, read, ask, change } };
  };

const domainIn = (server: PleskServer, name: string) => {
  const found = shelf(server).domains.one("name", name);
  if (!found) throw new Error(`${server.key} has no ${name}`);
  return found;
};
const boxIn = (server: PleskServer, name: string, local: string) => {
  const found = shelf(server).mailNames.one("address", `${domainIn(server, name).id} ${local}`);
  if (!found) throw new Error(`${server.key} has no ${local}@${name}`);
  return found;
};
const isMx = ({ type }: { type: string }) => type === "MX";
const hostOf = ({ value }: { value: string }) => value.replace(/\.$/, "");
const act = (server: string, deed: string, ...args: string[]) => world.fleet.act(server, deed, args);

test("what a server tells of the past takes nothing from the mail server that it knows by now", async () => {
  const domain = web1.domains.find(({ kind }) => kind === "webspace");
  if (!domain) throw new Error("the fleet has no domain");
  await act("web1", "add-address", `desk@${domain.name}`);
  await world.wish("web1", "assigned");
  await world.settle("web1");
  const past = structuredClone(web1);
  const desk = boxIn(web1, domain.name, "desk");
  updateMailName(web1, domain, desk, { aliases: ["front-desk"] });
  await act("web1", "set-unknown", domain.name, "forward", "boss@elsewhere.example");
  const name = `new-${domain.name}`;
  await act("web1", "rename-domain", domain.name, name);
  await world.settle("web1");
  const there = () => [domainIn(mail1, name).mail.nonexistentUser, boxIn(mail1, name, "desk").aliases];
  const known = [{ kind: "forward", address: "boss@elsewhere.example" }, ["front-desk"]];
  expect(there()).toEqual(known);
  const changes = await world.db.$count(operations);
  await world.run("web1", undefined, from(past));
  expect(there()).toEqual(known);
  expect(await world.db.$count(operations)).toBe(changes);
  expect((await world.domains("web1")).map(({ waiting }) => waiting)).toContainEqual(
    expect.stringContaining("answered twice, and differently"),
  );
  await world.run("web1");
  expect((await world.domains("web1")).map(({ waiting }) => waiting)).not.toContainEqual(expect.any(String));
});

test("no server gets into a zone while a look from the past hides from it whom the other one knows", async () => {
  const domain = domainIn(web3, "garten-paradies.example");
  const led = () => [
    ...new Set(
      web3.zones.flatMap((zone) => (zone.domainId === domain.id ? zone.records.filter(isMx).map(hostOf) : [])),
    ),
  ];
  const before = led();
  const waiting = async () => (await world.domains("web3")).find(({ name }) => name === domain.name)?.waiting;

  const homeBefore = structuredClone(web3);
  await act("web3", "add-address", `early@${domain.name}`);
  await world.wish("web3", "assigned");
  await world.run("web3", undefined, from(homeBefore));
  expect(await waiting()).toMatch(/^web3\S* answered twice, and differently/);
  expect(led()).toEqual(before);
  await world.settle("web3");
  expect(led()).toEqual([mail1.name]);
  expect(boxIn(mail1, domain.name, "early").mailbox?.enabled).toBe(true);

  const mailBefore = structuredClone(mail1);
  await act("mail1", "add-address", `late@${domain.name}`);
  await world.wish("web3", "deassigned");
  await world.run("web3", undefined, from(mailBefore, "central"));
  expect(await waiting()).toMatch(/^mail1\S* answered twice, and differently/);
  expect(led()).toEqual([mail1.name]);
  await world.settle("web3");
  expect(led()).toEqual(before);
  expect(boxIn(web3, domain.name, "late").mailbox?.enabled).toBe(true);
});

test("Mail buttons that no list shows are taken away all the same", async () => {
  await world.wish("web2", "assigned");
  await act("web2", "fault", "emptyLists", "on");
  await world.run("web2");
  expect(web2.buttons).toHaveLength(3);
  await world.run("web2");
  expect(web2.buttons).toHaveLength(3);
  await world.wish("web2", "deassigned");
  // What the lists did not show counts as not answered, and may appear for nine minutes.
  await world.db.update(operations).set({ startedAt: sql`${operations.startedAt} - interval '10 minutes'` });
  await world.settle("web2");
  expect(web2.buttons).toEqual([]);
  expect(await world.db.$count(assignments, eq(assignments.serverId, world.ids.web2 ?? 0))).toBe(0);
});
