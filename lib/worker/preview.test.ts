import { expect, test } from "vitest";
import { cut, NAMED, type Preview, SHOWN, summed } from "@/lib/sync/preview-shape";
import { preview } from "./preview";
import { ground } from "./testing";

const world = await ground({ servers: 3, domains: 4 });
const { db, ids } = world;

async function look(wish: "assigned" | "synchronize", ...keys: string[]): Promise<Preview[]> {
  const serverIds = keys.map((key) => ids[key] ?? 0);
  const asked = { by: "anna", credential: null, tell: async () => {}, answerInSecret: () => {} };
  return (await preview({ db, payload: { serverIds, mailServerId: 1, wish }, ...asked })).servers;
}

test("synchronizing is shown as it goes on: the way out of one server beside the way back of another", async () => {
  await world.wish("web1", "assigned");
  await world.settle("web1");
  await world.wish("web1", "deassigned");
  await world.wish("web2", "assigned");
  const [web1, web2] = await look("synchronize", "web1", "web2");
  expect(web1?.operations).toHaveLength(4);
  expect(new Set(web1?.operations.map(({ reason }) => reason))).toEqual(new Set(["deassigned"]));
  expect(web1?.changes.source).toContain("+ mail service on");
  expect(web2?.operations.map(({ reason }) => reason)).toContain(`new on ${world.model("web2").name}`);
  expect(web2?.operationCount).toBe(web2?.operations.length);
});

test("a server on its way back may be assigned again, which is shown as the way out", async () => {
  const [web1] = await look("assigned", "web1");
  expect(web1?.operations.map(({ reason }) => reason)).not.toContain("deassigned");
});

test("of many changes and many that wait the first are shown and all are counted", async () => {
  const far = 60;
  const names = Array.from({ length: SHOWN + 10 }, (_, index) => `many${index}.example`);
  for (const name of names) await world.fleet.act("web2", "add-domain", [name]);
  for (const name of names.slice(0, far)) {
    await world.fleet.act("web2", "remove-record", [name, "MX", "@", `mail.${name}.`]);
    await world.fleet.act("web2", "add-record", [name, "MX", "@", "mx1.hosted-mail.example.", "10"]);
  }
  const [web1, web2] = await look("synchronize", "web1", "web2");
  expect((web1?.operations.length ?? 0) + (web2?.operations.length ?? 0)).toBe(SHOWN);
  expect(web1?.operationCount).toBe(4);
  expect(web2?.operationCount).toBeGreaterThanOrEqual(names.length);
  expect(web2?.needs).toContainEqual({ code: "third-place", clients: 0, domains: far });
  expect(web2?.needsYou.filter(({ code }) => code === "third-place")).toHaveLength(NAMED);
}, 60_000);

test("many servers are shown with as many rows as one, each with its own numbers", () => {
  const found = {
    operations: Array.from({ length: 150 }, (_, index) => ({ account: `${index}`, reason: "new", summary: "create" })),
    needsYou: Array.from({ length: 40 }, (_, index) => ({
      account: `${index}`,
      kind: index % 4 === 0 ? ("client" as const) : ("domain" as const),
      code: index % 2 === 0 ? "domain-taken" : "dns-elsewhere",
      detail: "",
    })),
  };
  const servers = cut(Array.from({ length: 300 }, () => summed(found)));
  expect(servers.flatMap((server) => server.operations)).toHaveLength(SHOWN);
  expect(servers.flatMap((server) => server.needsYou)).toHaveLength(2 * NAMED);
  for (const { operationCount, needs } of servers) {
    expect(operationCount).toBe(150);
    expect(needs).toEqual([
      { code: "domain-taken", clients: 10, domains: 10 },
      { code: "dns-elsewhere", clients: 0, domains: 20 },
    ]);
  }
});
