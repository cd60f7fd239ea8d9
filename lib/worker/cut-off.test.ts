import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { operations, servers } from "@/db/schema";
import { ground } from "./testing";

/** The next `mail disable` on the mail server happens, and before its run hears of it another worker takes over. */
let armed = false;
const world = await ground({
  domains: 2,
  around: async ({ server, body }, execute) => {
    const answer = execute();
    if (!armed || server.key !== "mail1" || !body.includes("<disable>")) return answer;
    armed = false;
    await world.db.update(servers).set({ epoch: sql`epoch + 1`, leaseUntil: null });
    return answer;
  },
});

test("a run that is cut off when it had just switched mail off on the mail server leaves no doubt who did", async () => {
  await world.wish("web1", "assigned");
  await world.settle("web1");
  await world.wish("web1", "deassigned");
  armed = true;
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
