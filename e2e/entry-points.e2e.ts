import { expect, test } from "@playwright/test";
import { sql } from "drizzle-orm";
import { may, type Right, rights, roles } from "@/lib/access/rights";
import { call, look, post, received } from "./site/ask";
import { actions, addresses } from "./site/entry-points";
import { openSite, type Site } from "./site/site";
import { type Asked, askedOfActions, askedOfAddresses } from "./site/table";

/** Every entry point that was built, tried as each role, as a stranger and as somebody half signed in. */

const pages = addresses();
const deeds = actions();
const ours = (site: Site) => ({ origin: site.origin });

test.describe.configure({ mode: "serial" });
let site: Site;
const visitors: Record<string, string> = {};
let tried = 0;

test.beforeAll(async () => {
  site = await openSite();
  for (const role of roles) visitors[role] = (await site.signedIn(role, role)).cookie;
  visitors.stranger = "";
  visitors.forged = "centralized-mail=forged";
  visitors.half = await site.half("half");
});
test.afterAll(async () => {
  await site?.close();
  console.log(`${pages.length} addresses and ${deeds.length} actions, asked ${tried} times.`);
});

test("every entry point that was built is in the table, and nothing else is", () => {
  expect(Object.keys(askedOfAddresses).sort()).toEqual(pages.map(({ name }) => name).sort());
  expect(Object.keys(askedOfActions).sort()).toEqual(deeds.map(({ name }) => name).sort());
});

/** How the table says that a visitor is received. */
function expected(visitor: string, asked: Asked) {
  if (asked === "open") return "let in";
  const role = roles.find((each) => each === visitor);
  if (!role) return "to sign in";
  return may(role, asked) ? "let in" : "refused";
}

/** What the database holds that anything here could have changed. */
async function everything(): Promise<string> {
  const tables = [
    "administrators",
    "servers",
    "mail_servers",
    "settings",
    "audit_trail",
    "recovery_codes",
    "questions",
  ];
  const parts = await Promise.all(
    tables.map(async (table) => {
      const [row] = await site.db.execute<{ all: string }>(
        sql`select coalesce(json_agg(t)::text, '') as all from ${sql.identifier(table)} t`,
      );
      return row?.all;
    }),
  );
  const [open] = await site.db.execute(sql`select count(*)::int from sessions where revoked_at is null`);
  return JSON.stringify([parts, open]);
}

for (const visitor of [...roles, "stranger", "forged", "half"])
  test(`${visitor} is received at every address as the table says`, async () => {
    const found: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const { name } of pages) {
      const asked = askedOfAddresses[name] ?? "open";
      if (asked === "open") continue;
      found[name] = received(await look(site.origin, name, visitors[visitor] ?? ""));
      wanted[name] = expected(visitor, asked);
      tried += 1;
    }
    expect(found).toEqual(wanted);
  });

test("what is open shows nobody's fleet", async () => {
  for (const { name } of pages.filter(({ name }) => askedOfAddresses[name] === "open")) {
    const answer = await look(site.origin, name, "");
    tried += 1;
    expect(answer.status, name).toBeLessThan(500);
    expect(await answer.text(), name).not.toContain("Plesk servers");
  }
});

test("an action that a visitor may not do is refused, and leaves no trace", async () => {
  const before = await everything();
  for (const [visitor, cookie] of Object.entries(visitors)) {
    const found: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const deed of deeds) {
      const want = expected(visitor, askedOfActions[deed.name] ?? "open");
      if (want === "let in") continue;
      for (const [how, ask] of [
        ["", call],
        [", without script", post],
      ] as const) {
        found[deed.name + how] = received(await ask(site.origin, deed, { cookie, ...ours(site) }));
        wanted[deed.name + how] = want;
        tried += 1;
      }
    }
    expect(found, visitor).toEqual(wanted);
  }
  expect(await everything()).toBe(before);
});

test("no action is done for a page of another site, nor for a request that does not say where it is from", async () => {
  const before = await everything();
  const cookie = visitors.administrator ?? "";
  const sources: Record<string, string>[] = [
    {},
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: site.origin, "sec-fetch-site": "cross-site" },
    { origin: site.origin, "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
  ];
  for (const source of sources)
    for (const deed of deeds)
      for (const ask of [call, post]) {
        const answer = await ask(site.origin, deed, { cookie, ...source });
        tried += 1;
        expect(answer.status, `${deed.name} from ${JSON.stringify(source)}`).toBe(403);
      }
  for (const source of sources) {
    const answer = await fetch(`${site.origin}/api/auth/signout`, { method: "POST", headers: { cookie, ...source } });
    tried += 1;
    expect(answer.status).toBe(403);
  }
  expect(await everything()).toBe(before);
});

test("a dangerous deed of somebody who has not proved to be there for a while leads to the page that asks", async () => {
  const { cookie } = await site.signedIn("long-ago", "administrator", new Date(Date.now() - 3_600_000));
  const before = await everything();
  const isDangerous = (asked: Asked | undefined) => Boolean(rights[asked as Right]?.proof);
  for (const { name } of pages.filter(({ name }) => isDangerous(askedOfAddresses[name]))) {
    expect(received(await look(site.origin, name, cookie)), name).toBe("to confirm");
    tried += 1;
  }
  for (const deed of deeds.filter(({ name }) => isDangerous(askedOfActions[name]))) {
    const answer = await call(site.origin, deed, { cookie, ...ours(site) });
    expect(received(answer), deed.name).toBe("to confirm");
    tried += 1;
  }
  expect(await everything()).toBe(before);
});

test("an action that a role may do lets it in, and says about what nobody has that it is not there", async () => {
  for (const role of roles)
    for (const deed of deeds) {
      const asked = askedOfActions[deed.name] ?? "open";
      if (expected(role, asked) !== "let in" || deed.name.endsWith("#leave")) continue;
      const answer = await call(site.origin, deed, { cookie: visitors[role] ?? "", ...ours(site) });
      tried += 1;
      expect(received(answer), `${deed.name} as ${role}`).toBe("let in");
    }
});
