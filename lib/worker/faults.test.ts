import { desc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { confirmCertificate } from "@/db/certificates";
import { runs, servers } from "@/db/schema";
import { homeOf } from "@/e2e/fleet/home";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 6, ttl: 0 });
const act = (server: string, deed: string, ...args: string[]) => world.fleet.act(server, deed, args);
await act("web1", "resume-client", "mfischer");
const before = homeOf(world.model("web1"));

/** A person has looked, and found the old certificate again. */
async function confirmed(key: string): Promise<void> {
  const { db, ids } = world;
  const [server] = await db
    .select()
    .from(servers)
    .where(eq(servers.id, ids[key] ?? 0));
  if (!server) throw new Error(`${key} is not registered`);
  await confirmCertificate(db, server.id, server);
}

const told = async () => (await world.db.select().from(runs).orderBy(desc(runs.id)).limit(1))[0];
const assigned = async () => (await world.domains("web1")).filter((domain) => domain.stage === "assigned").length;

const faults = [
  ["refuse", /cannot be reached|ended the connection/],
  ["http500", null],
  ["html", /web page/],
  ["truncate", /cut|incomplete|ended|broken off/i],
  ["garbage", /not|malformed/],
  ["endless", /cannot be trusted|larger/],
  ["wrongKey", /key/],
  ["denied", /permission|refused|denied/i],
  ["otherCertificate", /certificate/],
] as const;

test.each(["web1", "mail1"].flatMap((server) => faults.map(([fault, words]) => [server, fault, words] as const)))(
  "%s with the fault %s leaves everything as it is, is told in a sentence, and heals",
  async (server, fault, words) => {
    await world.wish("web1", "assigned");
    await act(server, "fault", fault, "on");
    const result = await world.run("web1").finally(() => act(server, "fault", fault, "off"));
    // An HTTP 500 that carries a proper packet is an answer like any other.
    if (words === null) expect(["done", "waiting"]).toContain(result.outcome);
    else {
      expect(result.outcome).toBe("failed");
      expect((await told())?.error).toMatch(words);
      const home = homeOf(world.model("web1"));
      if (fault === "otherCertificate") await confirmed(server);
      if (fault !== "truncate") expect(home.domains.every((domain) => domain.service === "on")).toBe(true);
    }
    await world.settle("web1");
    expect(await assigned()).toBe(before.domains.length);
    await world.wish("web1", "deassigned");
    await world.settle("web1");
    expect(homeOf(world.model("web1"))).toEqual(before);
    expect(world.fleet.servers.flatMap((each) => each.violations)).toEqual([]);
  },
);

test.each([1, 2, 5, 9])(
  "a panel that refuses the %sth operation of each packet loses nothing, and heals",
  async (n) => {
    await world.wish("web1", "assigned");
    for (const server of ["web1", "mail1"]) await act(server, "fault", "failOperation", String(n));
    for (let turn = 0; turn < 3; turn++) await world.run("web1");
    for (const server of ["web1", "mail1"]) await act(server, "fault", "failOperation", "0");
    await world.settle("web1");
    expect(await assigned()).toBe(before.domains.length);
    await world.wish("web1", "deassigned");
    await world.settle("web1");
    expect(homeOf(world.model("web1"))).toEqual(before);
    expect(world.fleet.servers.flatMap((each) => each.violations)).toEqual([]);
  },
);
