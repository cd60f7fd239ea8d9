import { beforeAll, expect, test } from "vitest";
import { labelServers, listLabels } from "./labels";
import { addServer } from "./sample";
import { countServers, listServers } from "./servers";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
let web1 = 0;
let web2 = 0;
let gone = 0;

beforeAll(async () => {
  web1 = await addServer(db, "web1.provider.example");
  web2 = await addServer(db, "web2.provider.example");
  gone = await addServer(db, "gone.provider.example", { unregisteredAt: new Date(), labels: ["old"] });
});

test("a label is given once, and only to registered servers that do not have it", async () => {
  expect(await labelServers(db, [web1, web2, gone], { add: "vienna" })).toEqual([
    "web1.provider.example",
    "web2.provider.example",
  ]);
  expect(await labelServers(db, [web1], { add: "vienna" })).toEqual([]);
  expect(await labelServers(db, [web1], { add: "big" })).toEqual(["web1.provider.example"]);
  expect(await listLabels(db)).toEqual(["big", "vienna"]);
});

test("the list is narrowed by label, its count too, and a search finds labels", async () => {
  const page = { sort: "name", descending: false, offset: 0, limit: 9 } as const;
  for (const filter of [{ label: "big" }, { q: "big" }]) {
    const rows = await listServers(db, filter, page);
    expect(rows.map(({ name, labels }) => [name, labels])).toEqual([["web1.provider.example", ["big", "vienna"]]]);
    expect(await countServers(db, filter)).toBe(1);
  }
});

test("taking a label away leaves the others", async () => {
  expect(await labelServers(db, [web1, web2], { remove: "big" })).toEqual(["web1.provider.example"]);
  expect(await listLabels(db)).toEqual(["vienna"]);
});
