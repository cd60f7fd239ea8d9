import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { accounts } from "@/db/schema";
import type { World } from "@/lib/sync/world";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 3 });
const { db } = world;
const name = "moved.example";
const account = async () => {
  const [row] = await db.select().from(accounts).where(eq(accounts.name, name));
  if (!row) throw new Error(`no account ${name}`);
  return row;
};
const dns = (where: "elsewhere" | "here") => world.fleet.act("web1", "dns", [name, where]);
/** As if hours had passed since: of the run, and of what it remembers of unchanged groups. */
const hoursLater = async (hours: number) => {
  await db.execute(
    `update accounts set written = jsonb_set(written, '{askedAt}', to_jsonb(now() - interval '${hours} hours')) where written ? 'askedAt'`,
  );
  await db.execute(`update prints set decoded_at = decoded_at - interval '${hours} hours'`);
};
/** How many zones a run asks about. */
async function asked(): Promise<Set<string>> {
  const zones = new Set<string>();
  await world.run("web1", undefined, ({ dns }: World) => ({
    dns: {
      ...dns,
      mxAt(server, zone) {
        zones.add(zone);
        return dns.mxAt(server, zone);
      },
    },
  }));
  return zones;
}

test("a domain whose DNS is taken to a place with the old MX is told within a day, and its name servers at rest are left in peace", async () => {
  await world.fleet.act("web1", "add-domain", [name]);
  await world.wish("web1", "assigned");
  await world.settle("web1");
  expect(await account()).toMatchObject({ stage: "assigned", problem: null });
  await dns("elsewhere");
  await world.settle("web1");
  expect(await account()).toMatchObject({ problem: null });
  expect((await asked()).size).toBe(0);
  await hoursLater(25);
  expect((await asked()).size).toBeGreaterThan(1);
  expect(await account()).toMatchObject({ stage: "assigned", problem: "mx-astray" });
  expect((await account()).problemDetail).toContain("dns-elsewhere.example answers MX 10 mail.moved.example");
});

test("it is asked about alone until its DNS is right, and nothing is changed meanwhile", async () => {
  const records = () => JSON.stringify(world.model("web1").zones.find(({ asciiName }) => asciiName === name));
  const before = records();
  expect([...(await asked())]).toEqual([name]);
  expect(await account()).toMatchObject({ problem: "mx-astray" });
  expect(records()).toBe(before);
  await dns("here");
  await world.settle("web1");
  expect(await account()).toMatchObject({ stage: "assigned", problem: null });
  expect((await asked()).size).toBe(0);
});
