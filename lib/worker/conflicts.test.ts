import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { accounts, assignments } from "@/db/schema";
import { ground } from "./testing";

const world = await ground({ servers: 3, domains: 2 });
const act = (server: string, deed: string, ...args: string[]) => world.fleet.act(server, deed, args);

async function look(key: string): Promise<void> {
  await world.db
    .update(assignments)
    .set({ refreshWantedAt: sql`now()` })
    .where(eq(assignments.serverId, world.ids[key] ?? 0));
  await world.run(key);
}

async function waiting(ascii: string) {
  const [row] = await world.db
    .select({ stage: accounts.stage, problem: accounts.problem, detail: accounts.problemDetail })
    .from(accounts)
    .where(and(eq(accounts.serverId, world.ids.web2 ?? 0), eq(accounts.ascii, ascii)));
  return row;
}

test("a look tells whether another assigned server still has a domain's name, and starts nothing", async () => {
  for (const server of ["web1", "web2"]) await act(server, "add-domain", "on-both.example");
  for (const server of ["web1", "web2"]) {
    await world.wish(server, "assigned");
    await world.settle(server);
  }
  const conflict = { stage: null, problem: "domain-assigned-elsewhere" };
  expect(await waiting("on-both.example")).toMatchObject(conflict);
  await look("web2");
  expect(await waiting("on-both.example")).toMatchObject(conflict);

  await act("web2", "rename-domain", "on-both.example", "on-one.example");
  await look("web2");
  expect(await waiting("on-one.example")).toEqual({ stage: null, problem: null, detail: null });
  expect(world.model("mail1").domains.some(({ name }) => name === "on-one.example")).toBe(false);

  await world.settle("web2");
  expect(await waiting("on-one.example")).toMatchObject({ stage: "assigned", problem: null });
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
});
