import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignments, operations } from "@/db/schema";
import type { PleskServer } from "@/e2e/fleet/model";
import { shelf, updateMailName } from "@/e2e/fleet/world";
import { createPanel } from "@/lib/plesk/panel";
import { directly } from "@/lib/plesk/testing";
import type { World } from "@/lib/sync/world";
import { ground } from "./testing";

const world = await ground({ servers: 3, domains: 4, ttl: 0 });
const [mail1, web1, web2] = ["mail1", "web1", "web2"].map(world.model) as [PleskServer, PleskServer, PleskServer];

/** What a run looks at first comes from the past; whatever it asks after that is answered as it is. */
const from = (past: PleskServer) => (present: World) => {
  const { login = "", password = "" } = past.accounts[0] ?? {};
  const earlier = createPanel({ transport: directly(past), credential: { login, password } });
  let asked = 0;
  const read: World["source"]["read"] = (calls) => (asked++ === 0 ? earlier : present.source).read(calls);
  const { ask, change } = present.source;
  return { source: { look: earlier.look, read, ask, change } };
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
