import { expect, test } from "vitest";
import { mailServers } from "@/db/schema";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 2, ttl: 0 });
const web1 = world.model("web1");
const mail1 = world.model("mail1");
const leadTo = (mxHost: string) => world.db.update(mailServers).set({ mxHost });

test("no MX names a host that senders cannot find, however well the mail server itself accepts", async () => {
  await world.wish("web1", "assigned");
  await leadTo("mail9.provider.example");
  await world.run("web1");
  for (const domain of await world.domains("web1"))
    expect(domain).toMatchObject({
      stage: "proving",
      problem: "not-accepted",
      problemDetail: expect.stringMatching(/: MX would name mail9\.provider\.example, which has no address in DNS\./),
    });
  const mx = web1.zones.flatMap((zone) => zone.records.filter((record) => record.type === "MX"));
  expect(mx.some((record) => record.value === "mail9.provider.example.")).toBe(false);
});

test("once it leads there the move goes on by itself", async () => {
  await leadTo(mail1.name);
  await world.settle("web1");
  for (const domain of await world.domains("web1")) expect(domain).toMatchObject({ stage: "assigned", problem: null });
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
});
