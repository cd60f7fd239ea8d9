import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { mailServers, servers } from "@/db/schema";
import { ground } from "./testing";

const { db, ids, model } = await ground();
const { testConnection } = await import("./connection");
const { acceptCertificate } = await import("./certificate");
const { newKey } = await import("./new-key");
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

it("a server is unregistered although its panel is silent, and the person is told about the key", async () => {
  web1.faults.refuse = true;
  const { warning } = await unregister(about({}));
  expect(warning).toContain("Remove it there by hand");
  expect(web1.keys).toHaveLength(1);
  expect(await db.select().from(servers).where(eq(servers.id, serverId))).toHaveLength(0);
});
