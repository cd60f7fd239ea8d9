import { desc, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignments, operations, runs, servers } from "@/db/schema";
import { ground } from "./testing";

/** The next packet with this on that server is executed, and before its run hears of it another worker takes over. */
let armed: { at: string; what: string } | null = null;
const world = await ground({
  servers: 3,
  domains: 2,
  around: async ({ server, body }, execute) => {
    const answer = execute();
    if (!armed || server.key !== armed.at || !body.includes(armed.what)) return answer;
    armed = null;
    await world.db.update(servers).set({ epoch: sql`epoch + 1`, leaseUntil: null });
    return answer;
  },
});

test("a run that is cut off when it had just switched mail off on the mail server leaves no doubt who did", async () => {
  await world.wish("web1", "assigned");
  await world.settle("web1");
  await world.wish("web1", "deassigned");
  armed = { at: "mail1", what: "<disable>" };
  while (armed) {
    const { nextAt } = await world.run("web1");
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, (nextAt ?? 0) - Date.now()) + 20));
  }
  // Nobody knows what became of it: nothing is decided until it cannot take effect any more, whatever is wished.
  await world.wish("web1", "assigned");
  await world.run("web1");
  expect((await world.domains("web1")).map(({ waiting }) => waiting)).toContainEqual(
    expect.stringContaining("may still take effect"),
  );
  await world.db.update(operations).set({ startedAt: sql`${operations.startedAt} - interval '10 minutes'` });
  await world.settle("web1");
  for (const domain of await world.domains("web1"))
    expect(domain).toMatchObject({ stage: "assigned", problem: null, differences: [] });
});

test("an assignment does not end while a button that nobody has heard of may still appear", async () => {
  const web2 = world.model("web2");
  await world.wish("web2", "assigned");
  armed = { at: "web2", what: "create-custombutton" };
  await world.run("web2");
  expect(armed).toBeNull();
  // It has not appeared yet.
  const appearing = web2.buttons.splice(0);
  expect(appearing).toHaveLength(3);
  await world.wish("web2", "deassigned");
  const { outcome, nextAt } = await world.run("web2");
  expect(outcome).toBe("waiting");
  expect(nextAt).toBeGreaterThan(Date.now() + 60_000);
  const [last] = await world.db.select().from(runs).orderBy(desc(runs.id)).limit(1);
  expect(last?.error).toContain("may still appear");
  web2.buttons.push(...appearing);
  await world.db.update(operations).set({ startedAt: sql`${operations.startedAt} - interval '10 minutes'` });
  await world.settle("web2");
  expect(web2.buttons).toEqual([]);
  expect(await world.db.$count(assignments, eq(assignments.serverId, world.ids.web2 ?? 0))).toBe(0);
});
