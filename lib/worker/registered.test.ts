import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { accounts, assignments, mailServers, servers } from "@/db/schema";
import { ground } from "./testing";

const world = await ground({ domains: 2, ttl: 0 });
const { db, ids, model } = world;
const { testConnection } = await import("./connection");
const { acceptCertificate } = await import("./certificate");
const { sealKey } = await import("./keys");
const { newKey } = await import("./new-key");
const { register } = await import("./register");
const { unregister } = await import("./unregister");

const serverId = ids.web1 ?? 0;
const web1 = model("web1");
const name = web1.name;

/** A question about web1, as the worker hands it on. */
const about = <P extends object>(payload: P) => ({
  db,
  by: "anna",
  credential: null,
  tell: async () => {},
  answerInSecret: () => {},
  payload: { serverId, ...payload },
});

it("a server tells what its panel says; one that is gone is said to be gone", async () => {
  expect(await testConnection(about({}))).toMatchObject({ guid: web1.guid, name, latency: expect.any(Number) });
  await expect(testConnection(about({ serverId: 99 }))).rejects.toThrow("That server no longer exists.");
});

it("a new key replaces the old one on the panel and here", async () => {
  const before = web1.keys[0]?.key;
  expect(await newKey(about({}))).toEqual({ name, warning: null });
  expect(web1.keys).toHaveLength(1);
  expect(web1.keys[0]?.key).not.toBe(before);
  expect(await testConnection(about({}))).toMatchObject({ guid: web1.guid });
});

it("an old key that could not be removed is told, and so is one that was given", async () => {
  const { keys, faults } = web1;
  // A panel that makes keys and removes none.
  faults.refuseChanges = true;
  const { warning } = await newKey(about({}));
  faults.refuseChanges = false;
  expect(warning).toContain(`The old secret key could not be removed from ${name} and may still work.`);
  expect(keys).toHaveLength(2);

  const given = keys[0]?.key ?? "";
  const sealedKey = sealKey(web1.guid, { key: given, ours: false });
  await db.update(servers).set({ sealedKey }).where(eq(servers.id, serverId));
  expect((await newKey(about({}))).warning).toBe(
    `The secret key that was given for ${name} still works. Remove it there if nobody else uses it.`,
  );
  expect(keys.map(({ key }) => key)).toContain(given);
  keys.splice(0, keys.length - 1);
  expect(await testConnection(about({}))).toMatchObject({ guid: web1.guid });
});

it("a key that the panel does not know any more is told, with what to do", async () => {
  const keys = web1.keys.splice(0);
  await expect(testConnection(about({}))).rejects.toThrow("Give the server a new key.");
  web1.keys.push(...keys);
});

it("the certificate that the person has seen is accepted, and no other", async () => {
  const [row] = await db.select().from(servers).where(eq(servers.id, serverId));
  const shown = row?.fingerprint ?? "";
  const other = Array(32).fill("AA").join(":");
  await db.update(servers).set({ fingerprint: other }).where(eq(servers.id, serverId));
  await expect(testConnection(about({}))).rejects.toThrow("another certificate");
  await expect(acceptCertificate(about({ fingerprint: other }))).rejects.toThrow("yet another certificate");
  expect(await acceptCertificate(about({ fingerprint: shown }))).toEqual({ fingerprint: shown });
  expect(await testConnection(about({}))).toMatchObject({ guid: web1.guid });
});

it("a server with a role stays registered", async () => {
  const asked = unregister(about({ serverId: ids.mail1 ?? 0 }));
  await expect(asked).rejects.toThrow(`${model("mail1").name} is mail server 1. Remove that role first.`);
  expect(await db.select().from(mailServers)).toHaveLength(1);
});

const registration = () => {
  const place = world.fleet.servers.find((server) => server.model === web1)?.describe();
  if (!place) throw new Error("web1 does not run");
  const { host, port, fingerprint, login, smtpPort, imapPort, pop3Port } = place;
  const payload = { host, port, fingerprint, login, smtpPort, imapPort, pop3Port, name: "Web one" };
  return { ...about({}), payload, credential: { password: place.password } };
};

it("a server that was assigned is unregistered, and registered again finds its accounts on the mail server", async () => {
  await world.wish("web1", "assigned");
  await world.settle("web1");
  await expect(unregister(about({}))).rejects.toThrow(`${name} is assigned to mail server 1. Deassign it first.`);
  await world.wish("web1", "deassigned");
  await world.settle("web1");
  expect(await db.$count(assignments)).toBe(0);
  const before = await db.select().from(accounts).orderBy(accounts.id);
  const onMail1 = model("mail1").domains.map((domain) => domain.externalId);

  expect(await unregister(about({}))).toEqual({ name, warning: null });
  expect(web1.keys).toHaveLength(0);
  const [row] = await db.select().from(servers).where(eq(servers.id, serverId));
  expect(row).toMatchObject({ sealedKey: "", unregisteredAt: expect.any(Date) });
  await expect(testConnection(about({}))).rejects.toThrow("That server no longer exists.");

  expect(await register(registration())).toMatchObject({ serverId });
  expect(await testConnection(about({}))).toMatchObject({ guid: web1.guid });
  await world.wish("web1", "assigned");
  await world.settle("web1");
  const after = await db.select().from(accounts).orderBy(accounts.id);
  expect(after.map(({ id, centralId }) => [id, centralId])).toEqual(before.map(({ id, centralId }) => [id, centralId]));
  for (const domain of await world.domains("web1")) expect(domain).toMatchObject({ stage: "assigned", problem: null });
  expect(model("mail1").domains.map((domain) => domain.externalId)).toEqual(onMail1);
  await world.wish("web1", "deassigned");
  await world.settle("web1");
});

it("a server is unregistered although its panel is silent, and the person is told about the key", async () => {
  web1.faults.refuse = true;
  const { warning } = await unregister(about({}));
  expect(warning).toContain("Remove it there by hand");
  expect(web1.keys).toHaveLength(1);
  const [row] = await db.select().from(servers).where(eq(servers.id, serverId));
  expect(row).toMatchObject({ sealedKey: "", unregisteredAt: expect.any(Date) });
});
