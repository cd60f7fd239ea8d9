import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { operations } from "@/db/schema";
import { homeOf } from "@/e2e/fleet/home";
import type { PleskServer } from "@/e2e/fleet/model";
import { newKey } from "./new-key";
import { panelSession } from "./panel-session";
import type { Asked } from "./question";
import { register } from "./register";
import { ground } from "./testing";
import { unregister } from "./unregister";

const world = await ground({ servers: 4, domains: 4, ttl: 0 });
const { db } = world;
const [web1, web2, web3, mail1] = ["web1", "web2", "web3", "mail1"].map(world.model) as [
  PleskServer,
  PleskServer,
  PleskServer,
  PleskServer,
];
const serverId = world.ids.web2 ?? 0;
// One that the console does not know: it is there to be registered.
await db.execute(sql`delete from servers where id = ${world.ids.web3}`);
web3.keys.length = 0;

/** From now on nothing can be written into a table: refused at once, or at the commit. */
async function refuse(table: "operations" | "audit_trail", when: "insert" | "commit"): Promise<void> {
  await db.execute(sql`create or replace function full_up() returns trigger language plpgsql as
    'begin raise exception ''no room''; end'`);
  await db.execute(
    sql.raw(`create constraint trigger full_up after insert on ${table}
      deferrable initially ${when === "commit" ? "deferred" : "immediate"} for each row execute function full_up()`),
  );
}
afterEach(async () => {
  for (const table of ["operations", "audit_trail"])
    await db.execute(sql.raw(`drop trigger if exists full_up on ${table}`));
});

describe.each(["insert", "commit"] as const)("what cannot be written down (refused at the %s)", (when) => {
  test("is not done: no change of a synchronization, on either server", async () => {
    await world.wish("web1", "assigned");
    const before = [homeOf(web1), homeOf(mail1), web1.buttons.length];
    await refuse("operations", when);
    await expect(world.run("web1")).rejects.toThrow(/operations|no room/);
    expect([homeOf(web1), homeOf(mail1), web1.buttons.length]).toEqual(before);
    expect(await db.$count(operations)).toBe(0);
  });

  test("is not done: no key, no session, and no key is taken away", async () => {
    await refuse("audit_trail", when);
    const keys = [...web2.keys];
    const asked = { db, by: "anna", tell: async () => {}, answerInSecret: () => {}, credential: null };
    const { host, port, fingerprint, login, password, smtpPort, imapPort, pop3Port } =
      world.fleet.servers.find((server) => server.model === web3)?.describe() ?? {};
    const payload = { host, port, fingerprint, login, smtpPort, imapPort, pop3Port };
    const questions = [
      newKey({ ...asked, payload: { serverId } } as Asked<"new-key">),
      panelSession({ ...asked, payload: { serverId, userIp: "192.0.2.7" } } as Asked<"panel-session">),
      unregister({ ...asked, payload: { serverId } } as Asked<"unregister">),
      register({ ...asked, credential: { password }, payload } as Asked<"register">),
    ];
    for (const answered of await Promise.allSettled(questions)) expect(answered.status).toBe("rejected");
    expect(web2.keys).toEqual(keys);
    expect(web3.keys).toEqual([]);
    expect(web2.sessions).toEqual([]);
    expect(
      (await db.execute(sql`select 1 from servers where id = ${serverId} and unregistered_at is null`)).length,
    ).toBe(1);
  });
});

test("what was refused is done once it can be written down", async () => {
  await world.settle("web1");
  expect(web1.domains.filter((domain) => domain.mail.service === "on")).toEqual([]);
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
});
