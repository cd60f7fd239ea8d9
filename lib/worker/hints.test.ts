import type { JobHelpers } from "graphile-worker";
import { expect, it } from "vitest";
import { assignments } from "@/db/schema";
import { ground } from "./testing";

const { db, fleet, ids } = await ground();
const { hints } = await import("./hints");

const look = () => hints({}, {} as JobHelpers);
const asked = async () =>
  (await db.execute("select key from graphile_worker.jobs where key like 'reconcile:%'")).length;

it("a server is looked at when its panel's event log has moved, and only then", async () => {
  const serverId = ids.web1 ?? 0;
  await db.insert(assignments).values({ serverId, mailServerId: 1, wishedBy: "anna" });
  await look();
  expect(await asked()).toBe(0);
  expect((await db.select().from(assignments))[0]?.lastEventId).toBeTypeOf("number");
  await look();
  expect(await asked()).toBe(0);
  await fleet.act("web1", "add-client", ["newcomer"]);
  await look();
  expect(await asked()).toBe(1);
});

it("a panel that does not answer gives no hint and no fault", async () => {
  const [, web1] = fleet.servers;
  if (web1) web1.model.faults.refuse = true;
  await expect(look()).resolves.toBeUndefined();
});
