import { expect, test } from "vitest";
import { operations, runs } from "@/db/schema";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 4, ttl: 0 });
const web1 = world.model("web1");
const mail1 = world.model("mail1");
const act = (server: string, deed: string, ...args: string[]) => world.fleet.act(server, deed, args);
const lastRun = async () => (await world.db.select().from(runs).orderBy(runs.id)).at(-1);

test("a worker that is told to end begins no change, and the next one goes on from there", async () => {
  await world.wish("web1", "assigned");
  const result = await world.run("web1", AbortSignal.abort());
  expect(result).toEqual({ outcome: "stopped", nextAt: expect.any(Number) });
  expect((await lastRun())?.error).toBe("The worker was told to end; the next one goes on from here.");
  expect(await world.db.$count(operations)).toBe(0);
});

test("while the mail server's SMTP is down everything is built, nothing is switched, and the run is no failure", async () => {
  await act("mail1", "service", "smtp", "stop");
  const began = Date.now();
  const result = await world.run("web1");
  expect(result.outcome).toBe("waiting");
  expect(result.nextAt).toBeGreaterThan(began + 50_000);
  expect(await lastRun()).toMatchObject({ outcome: "waiting", failed: 0, error: null });
  for (const domain of await world.domains("web1"))
    expect(domain).toMatchObject({
      stage: "proving",
      problem: null,
      waiting: expect.stringMatching(
        new RegExp(`^${mail1.name}'s SMTP cannot be asked: connection refused at \\S+; asked again in a minute\\.$`),
      ),
    });
  expect(mail1.domains.filter((domain) => domain.externalId.startsWith("cmail:")).length).toBeGreaterThan(0);
  expect(web1.domains.every((domain) => domain.mail.service === "on")).toBe(true);
  const mx = web1.zones.flatMap((zone) => zone.records.filter((record) => record.type === "MX"));
  expect(mx.some((record) => record.value === `${mail1.name}.`)).toBe(false);
});

test("once it is up again the move goes on by itself", async () => {
  await act("mail1", "service", "smtp", "start");
  await world.settle("web1");
  for (const domain of await world.domains("web1"))
    expect(domain).toMatchObject({ stage: "assigned", problem: null, waiting: null });
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
});
