import { expect, test } from "@playwright/test";
import { sql } from "drizzle-orm";
import { createSession } from "@/db/sessions";
import { hashPassword } from "@/lib/access/passwords";
import { call, look, post, received } from "./site/ask";
import { actions, addresses } from "./site/entry-points";
import { openSite, type Site } from "./site/site";
import { askedOfAddresses } from "./site/table";

/** What a session is good for, from its first to its last request, asked of the web process alone. */

test.describe.configure({ mode: "serial" });
let site: Site;
test.beforeAll(async () => {
  site = await openSite();
  // Somebody has to be left when others are changed.
  await site.signedIn("keeper", "administrator");
});
test.afterAll(() => site?.close());

/** Calls an action by its name, as a page of ours would, and answers what it says. */
async function act(name: string, cookie: string, fields?: Record<string, string>): Promise<string> {
  const deed = actions().find((each) => each.name.endsWith(`#${name}`));
  if (!deed) throw new Error(`There is no action ${name}.`);
  return (await call(site.origin, deed, { cookie, origin: site.origin }, fields)).text();
}

test("nobody ends another's session, removes another's passkey or changes themselves", async () => {
  const { id, cookie } = await site.signedIn("self", "administrator");
  const other = await site.signedIn("other", "viewer");
  const values = { administratorId: other.id, hours: 1, userAgent: "", address: "" };
  const session = await createSession(site.db, values);
  await site.db.execute(sql`insert into passkeys (id, administrator_id, name, public_key, counter)
    values ('theirs', ${other.id}, 'Key', '', 0)`);
  const who = async () => JSON.stringify(await site.db.execute(sql`select * from administrators order by id`));
  const before = await who();
  await act("endSession", cookie, { session });
  await act("dropPasskey", cookie, { passkey: "theirs" });
  const me = { id: String(id) };
  expect(await act("changeRole", cookie, { ...me, role: "viewer" })).toContain("That person no longer exists.");
  expect(await act("setDisabled", cookie, { ...me, disabled: "yes" })).toContain("That person no longer exists.");
  expect(await who()).toBe(before);
  const [left] = await site.db.execute(sql`select (select count(*)::int from passkeys where id = 'theirs') as keys,
    (select count(*)::int from sessions where id = ${session} and revoked_at is null) as sessions`);
  expect(left).toEqual({ keys: 1, sessions: 1 });
});

test("next-auth's own sign-in lets a right password in, but nobody past the second factor", async () => {
  const { id } = await site.signedIn("api", "viewer");
  await site.db.execute(
    sql`update administrators set password_hash = ${await hashPassword("a right password")} where id = ${id}`,
  );
  const enter = async () => {
    const form = await fetch(`${site.origin}/api/auth/csrf`);
    const { csrfToken } = (await form.json()) as { csrfToken: string };
    const answer = await fetch(`${site.origin}/api/auth/callback/credentials`, {
      method: "POST",
      headers: {
        origin: site.origin,
        cookie: form.headers
          .getSetCookie()
          .map((each) => each.split(";")[0])
          .join("; "),
      },
      body: new URLSearchParams({ csrfToken, login: "api", password: "a right password" }),
      redirect: "manual",
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
    return received(await look(site.origin, "/mail", cookie));
  };
  expect(await enter()).toBe("let in");
  await site.db.execute(sql`update administrators set sealed_seed = 'sealed' where id = ${id}`);
  expect(await enter()).toBe("to sign in");
});

test("a page that nobody touches keeps no session open", async () => {
  const { id, cookie } = await site.signedIn("idle", "viewer");
  await site.db.execute(sql`update sessions set seen_at = now() - interval '2 hours' where administrator_id = ${id}`);
  const seen = async () => {
    const [row] = await site.db.execute<{ minutes: number }>(
      sql`select extract(epoch from now() - seen_at)::int / 60 as minutes from sessions where administrator_id = ${id}`,
    );
    return row?.minutes;
  };
  await look(site.origin, "/mail", `${cookie}; unattended=1`);
  expect(await seen()).toBe(120);
  await look(site.origin, "/mail", cookie);
  expect(await seen()).toBe(0);
  await site.db.execute(sql`update sessions set seen_at = now() - interval '5 hours' where administrator_id = ${id}`);
  expect(received(await look(site.origin, "/mail", cookie))).toBe("to sign in");
});

test("who signs out is out, and a role that is taken away is gone at the next request", async () => {
  const { id, cookie } = await site.signedIn("demoted", "administrator");
  expect((await look(site.origin, "/settings/people", cookie)).status).toBe(200);
  await site.db.execute(sql`update administrators set role = 'viewer' where id = ${id}`);
  expect((await look(site.origin, "/settings/people", cookie)).status).toBe(403);
  await act("leave", cookie);
  expect(received(await look(site.origin, "/mail", cookie))).toBe("to sign in");
});

for (const [how, press] of [
  ["", call],
  [", without script", post],
] as const)
  test(`what was pressed before the proof is said not to be done, until it is${how}`, async () => {
    const { id, cookie } = await site.signedIn(`away${how}`, "administrator", new Date(Date.now() - 3_600_000));
    const page = "/settings/notifications";
    const add = actions().find(({ name }) => name.endsWith("notifications/actions.ts#add"));
    if (!add) throw new Error("There is no action to add a channel.");
    const noted = (answer: Response) =>
      answer.headers
        .getSetCookie()
        .find((each) => each.startsWith("centralized-mail-undone="))
        ?.split(";")[0] ?? "";
    const shown = async (name: string, cookies: string) => (await look(site.origin, name, cookies)).text();
    const notDone = "Nothing was done yet: do it again.";
    const first = "Confirm first that it is you";

    const asked = await press(site.origin, add, { cookie, origin: site.origin });
    expect(received(asked)).toBe("to confirm");
    const cookies = `${cookie}; ${noted(asked)}`;
    const confirming = `/confirm?callbackUrl=${encodeURIComponent(page)}`;
    expect(await shown(confirming, cookies)).toContain("What you pressed has not been done yet.");
    expect(await shown(confirming, cookie)).not.toContain("What you pressed");
    expect(await shown(page, cookies)).toContain(first);
    expect(await shown(page, cookies)).not.toContain(notDone);

    await site.db.execute(sql`update sessions set proved_at = now() where administrator_id = ${id}`);
    expect(await shown(page, cookies)).toContain(notDone);
    expect(await shown(page, cookies)).not.toContain(first);
    expect(await shown("/settings/tokens", cookies)).not.toContain(notDone);
    const done = await call(site.origin, add, { cookie: cookies, origin: site.origin });
    expect(received(done)).toBe("let in");
    expect(noted(done)).toBe("centralized-mail-undone=");
    expect(await done.text()).not.toContain(notDone);
  });

test("where a second factor is asked of everybody, nothing else opens before it is set up", async () => {
  const strict = await openSite(() => ({ SECOND_FACTOR: "required" }));
  try {
    const { id, cookie } = await strict.signedIn("alone", "administrator");
    await strict.db.execute(sql`update administrators set password_hash = 'hash' where id = ${id}`);
    const led = async (name: string) =>
      new URL((await look(strict.origin, name, cookie)).headers.get("location") ?? "x:", strict.origin);
    for (const { name } of addresses().filter(({ name }) => !/^(open|own)/.test(askedOfAddresses[name] ?? "open")))
      expect((await led(name)).pathname, name).toBe("/settings/you");
    expect((await look(strict.origin, "/settings/you", cookie)).status).toBe(200);
    await strict.db.execute(sql`update administrators set sealed_seed = 'sealed' where id = ${id}`);
    expect((await look(strict.origin, "/mail", cookie)).status).toBe(200);
  } finally {
    await strict.close();
  }
});
