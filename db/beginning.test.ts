import { expect, test } from "vitest";
import { getBeginning } from "./beginning";
import { addAccount, addAssigned, addMailServer, addServer } from "./sample";
import { testDatabase } from "./testing";

const { db } = await testDatabase();

test("the first steps are told one after the other, until a domain has moved", async () => {
  expect(await getBeginning(db)).toEqual({ servers: 0, mailServer: null, assigned: 0, domains: 0 });
  await addServer(db, "web9.provider.example");
  await addMailServer(db, 1);
  expect(await getBeginning(db)).toMatchObject({ servers: 2, mailServer: { id: 1, name: "mail1.provider.example" } });
  const serverId = await addAssigned(db, "web8.provider.example", 1);
  const place = { serverId, mailServerId: 1 };
  await addAccount(db, place, "without-mail.example", { stage: "assigned", stageTimes: { assigned: "2026-11-24" } });
  await addAccount(db, place, "under-way.example", { stage: "draining" });
  expect(await getBeginning(db)).toMatchObject({ assigned: 1, domains: 2 });
  await addAccount(db, place, "arrived.example", { stage: "assigned", stageTimes: { switching: "2026-11-24" } });
  expect(await getBeginning(db)).toBeNull();
});
