import { beforeAll, expect, test } from "vitest";
import { findByName } from "./find";
import { addAccount, addAddress, addAssigned, addMailServer } from "./sample";
import { testDatabase } from "./testing";

const { db } = await testDatabase();

beforeAll(async () => {
  await addMailServer(db, 1);
  const serverId = await addAssigned(db, "harbour7.provider.example", 1);
  const place = { serverId, mailServerId: 1 };
  await addAccount(db, place, "harbourgroup", { kind: "client", label: "Nora Byrne, Harbour Group" });
  const cafe = await addAccount(db, place, "harbour-cafe.example");
  const closed = await addAccount(db, { serverId, mailServerId: null }, "harbour-old.example", { stage: "closed" });
  for (const id of [cafe, closed]) await addAddress(db, id, "orders");
  const ascii = "xn--mnchen-3ya.example";
  await addAddress(db, await addAccount(db, place, "münchen.example", { ascii }), "info");
});

const titles = async (q: string) => {
  const { servers, clients, domains, addresses } = await findByName(db, q, 5);
  return {
    servers: servers.map(({ name }) => name),
    clients: clients.map(({ name }) => name),
    domains: domains.map(({ name }) => name),
    addresses: addresses.map(({ name, domain }) => `${name}@${domain}`),
  };
};

test("a part of a name finds servers, clients and domains, and nothing that is closed", async () => {
  expect(await titles("HARBOUR")).toEqual({
    servers: ["harbour7.provider.example"],
    clients: ["harbourgroup"],
    domains: ["harbour-cafe.example"],
    addresses: [],
  });
});

test("an address is found by what stands before its @, and narrowed by its domain", async () => {
  expect((await titles("Orders")).addresses).toEqual(["orders@harbour-cafe.example"]);
  expect((await titles("orders@harbour-cafe")).addresses).toEqual(["orders@harbour-cafe.example"]);
  expect((await titles("orders@elsewhere")).addresses).toEqual([]);
  expect((await titles("order@harbour-cafe")).addresses).toEqual([]);
});

test("signs that mean something to a pattern are taken for themselves", async () => {
  expect((await titles("orders@%_")).addresses).toEqual([]);
});

test("an address of a domain in another script is found as people write it, and as the net does", async () => {
  for (const q of ["info@münchen.example", "Info@MÜN", "info@xn--mnchen-3ya.example"])
    expect((await titles(q)).addresses, q).toEqual(["info@münchen.example"]);
  expect((await titles("info@zürich.example")).addresses).toEqual([]);
});

test("as much of an address as has no domain yet finds what has such an address, and nothing else", async () => {
  expect(await titles("orders@")).toEqual({
    servers: [],
    clients: [],
    domains: ["harbour-cafe.example"],
    addresses: ["orders@harbour-cafe.example"],
  });
  expect(await titles("nobody@")).toEqual({ servers: [], clients: [], domains: [], addresses: [] });
});
