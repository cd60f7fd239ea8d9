import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listOpenGuards } from "@/db/guards";
import { getPanelAccess } from "@/db/panels";
import { addServer } from "@/db/sample";
import { auditTrail, operations, runs, servers } from "@/db/schema";
import { homeOf } from "@/e2e/fleet/home";
import { fingerprintOf, makeAuthority, makeCertificate } from "@/e2e/fleet/panel/certificate";
import { createTransport } from "@/lib/plesk/transport";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 6, ttl: 0 });
const { db, ids } = world;
const { acceptCertificate, certificate } = await import("./certificate");
const { noticing, openPanel } = await import("./panels");
const { probe } = await import("./probe");
const { identity } = await import("@/lib/plesk/server");

type Key = "web1" | "mail1";
const idOf = (key: Key) => ids[key] ?? 0;
const access = async (key: Key) => {
  const server = await getPanelAccess(db, idOf(key));
  if (!server) throw new Error(`${key} is not registered`);
  return server;
};
/** A question, as the worker hands it on. */
const asked = <P extends object>(payload: P) => ({
  ...{ db, by: "anna", credential: null, tell: async () => {}, answerInSecret: () => {} },
  payload,
});
const setOther = (key: Key, on: boolean) => world.fleet.act(key, "fault", ["otherCertificate", on ? "on" : "off"]);
const shownBy = async (key: Key) => (await certificate(asked(await access(key)))).fingerprint;
const confirm = (key: Key, fingerprint: string) => acceptCertificate(asked({ serverId: idOf(key), fingerprint }));
const lookAtNet = (key: Key) => probe({ serverId: idOf(key) }, {} as Parameters<typeof probe>[1]);
const guardsOf = (key: Key) => listOpenGuards(db, { serverId: idOf(key) });
const lastRun = async () => (await db.select().from(runs).orderBy(runs.id)).at(-1);
const models = () => [homeOf(world.model("web1")), homeOf(world.model("mail1"))];
const trail = async (event: "server.certificate-changed" | "server.certificate-accepted") =>
  db
    .select({ actor: auditTrail.actor, target: auditTrail.target, detail: auditTrail.detail })
    .from(auditTrail)
    .where(eq(auditTrail.event, event))
    .orderBy(auditTrail.id);

/** Runs that may change nothing: the wish stands, and both servers stay as they are. */
async function heldUp(): Promise<void> {
  const [before, made] = [models(), await db.$count(operations)];
  for (let turn = 0; turn < 2; turn++) expect(await world.run("web1")).toEqual({ outcome: "stopped", nextAt: null });
  expect(await lastRun()).toMatchObject({ changed: 0, error: expect.stringMatching(/^Another certificate than/) });
  expect(await db.$count(operations)).toBe(made);
  expect(models()).toEqual(before);
}

describe("another certificate than the confirmed one", () => {
  let home: ReturnType<typeof homeOf>;
  let other = "";
  const confirmed = { mail1: "", web1: "" };

  beforeAll(async () => {
    await world.fleet.act("web1", "resume-client", ["mfischer"]);
    home = homeOf(world.model("web1"));
    for (const key of ["mail1", "web1"] as const) confirmed[key] = (await access(key)).fingerprint;
    await world.wish("web1", "assigned");
    await world.settle("web1");
  });

  test("of the mail server, seen by a run, holds up its assigned servers, also where the old one is back", async () => {
    await setOther("mail1", true);
    other = await shownBy("mail1");
    await world.wish("web1", "deassigned");
    expect(await world.run("web1")).toMatchObject({ outcome: "failed" });
    await setOther("mail1", false);
    await heldUp();
    expect(await guardsOf("web1")).toMatchObject([{ kind: "certificate", serverId: ids.mail1, why: other }]);
    await lookAtNet("mail1");
    expect(
      (
        await db
          .select()
          .from(servers)
          .where(eq(servers.id, idOf("mail1")))
      )[0],
    ).toMatchObject({
      netStatus: "online",
      shownFingerprint: other,
    });
    await heldUp();
  });

  test("of an assigned server, seen by a probe, holds up that server, and is written down once", async () => {
    await confirm("mail1", confirmed.mail1);
    expect(await guardsOf("web1")).toEqual([]);
    await setOther("web1", true);
    for (let turn = 0; turn < 2; turn++) await lookAtNet("web1");
    const shown = await shownBy("web1");
    await setOther("web1", false);
    await heldUp();
    expect(await guardsOf("web1")).toMatchObject([{ kind: "certificate", serverId: ids.web1, why: shown }]);
    expect(await guardsOf("mail1")).toEqual([]);
    const seen = { actor: "worker", target: expect.stringMatching(/^(mail|web)1\./) };
    expect(await trail("server.certificate-changed")).toEqual([
      { ...seen, detail: { serverId: ids.mail1, confirmed: confirmed.mail1, shown: other } },
      { ...seen, detail: { serverId: ids.web1, confirmed: confirmed.web1, shown } },
    ]);
  });

  test("is no more once a person has confirmed a new one; what the one before refused says nothing then", async () => {
    const stale = await access("web1");
    await setOther("web1", true);
    const shown = await shownBy("web1");
    await expect(confirm("web1", confirmed.web1)).rejects.toThrow("yet another certificate");
    expect(await guardsOf("web1")).toHaveLength(1);
    await confirm("web1", shown);
    expect(await guardsOf("web1")).toEqual([]);
    const panel = openPanel(db, stale);
    await expect(panel.ask(identity())).rejects.toMatchObject({ kind: "certificate", sent: false });
    await panel.close();
    expect(await guardsOf("web1")).toEqual([]);
    expect(await trail("server.certificate-accepted")).toMatchObject([
      { actor: "anna", detail: { before: confirmed.mail1, now: confirmed.mail1, shown: other } },
      { actor: "anna", detail: { before: confirmed.web1, now: shown, shown } },
    ]);
    await world.settle("web1");
    expect(homeOf(world.model("web1"))).toEqual(home);
    expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
  });
});

test("where renewals are followed, one that an authority vouches for holds nothing up, and any other does", async () => {
  const host = "localhost";
  const authority = await makeAuthority("Test Authority");
  const [first, renewed, own] = [
    await makeCertificate(host, authority),
    await makeCertificate(host, authority),
    await makeCertificate(host),
  ];
  const served = createServer(renewed, (_request, response) => void response.end("<packet/>"));
  afterAll(() => void served.close());
  await new Promise<void>((resolve) => served.listen(0, "127.0.0.1", resolve));
  const { port } = served.address() as AddressInfo;
  const trust = { fingerprint: fingerprintOf(first), followsAuthority: true };
  const id = await addServer(db, host, { port, ...trust });
  const call = async () => {
    const way = createTransport({
      host,
      port,
      pin: trust.fingerprint,
      followsAuthority: true,
      authorities: [authority.cert],
    });
    const listener = { begin: () => {}, piece: () => {} };
    try {
      await noticing(db, { id, ...trust }, way).send({ kind: "read", headers: {}, body: "<packet/>" }, listener);
    } finally {
      await way.close();
    }
  };
  await call();
  expect(await listOpenGuards(db, { serverId: id })).toEqual([]);
  served.setSecureContext(own);
  await expect(call()).rejects.toMatchObject({ kind: "certificate", sent: false });
  expect(await listOpenGuards(db, { serverId: id })).toMatchObject([{ kind: "certificate", why: fingerprintOf(own) }]);
});
