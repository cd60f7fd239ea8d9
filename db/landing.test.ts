import { expect, test } from "vitest";
import { findLandingAccount, getLanding } from "./landing";
import { addAccount, addAssigned, addMailServer, addServer } from "./sample";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
await addMailServer(db, 1);
const web = await addAssigned(db, "web1.provider.example", 1);
const other = await addAssigned(db, "web2.provider.example", 1);
const place = { serverId: web, mailServerId: 1 };

test("an assigned server leads to its mail server, and a free one to none", async () => {
  const free = await addServer(db, "web3.provider.example");
  expect(await getLanding(db, web)).toMatchObject({ mailServerId: 1, mailServer: "mail1.provider.example" });
  expect(await getLanding(db, free)).toMatchObject({ mailServerId: null });
  expect(await getLanding(db, 999_999)).toBeNull();
});

test("a domain is found by its id on the assigned server, which counts for more than its name", async () => {
  const renamed = await addAccount(db, place, "new.example", { sourceId: 71 });
  await addAccount(db, place, "old.example", { sourceId: 72 });
  const found = await findLandingAccount(db, web, { domainId: 71, domainName: "old.example" });
  expect(found?.id).toBe(renamed);
});

test("an id of one server never finds an account of another, nor one that is closed", async () => {
  await addAccount(db, { serverId: other, mailServerId: 1 }, "there.example", { sourceId: 81 });
  await addAccount(db, { serverId: web, mailServerId: null }, "closed.example", { sourceId: 82 });
  expect(await findLandingAccount(db, web, { domainId: 81 })).toBeNull();
  expect(await findLandingAccount(db, web, { domainId: 82 })).toBeNull();
});

test("a domain of a suspended client is told as suspended", async () => {
  const client = await addAccount(db, place, "ada", { kind: "client", source: { suspended: true } });
  await addAccount(db, place, "late.example", { sourceId: 91, clientId: client });
  expect(await findLandingAccount(db, web, { domainId: 91 })).toMatchObject({ suspended: true, owner: "ada" });
});
