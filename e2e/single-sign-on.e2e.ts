import { once } from "node:events";
import type { Server } from "node:http";
import { expect, type Page, test } from "@playwright/test";
import { eq } from "drizzle-orm";
import { createAdministrator } from "@/db/administrators";
import { administrators, auditTrail, sessions } from "@/db/schema";
import { freePort } from "@/lib/start/ports";
import { violations } from "./accessible";
import { ask, expectLed } from "./demo";
import { type Claims, client, openProvider } from "./site/identity-provider";
import { openSite, type Site } from "./site/site";

/** Signing in through a real identity provider, in a browser; each test with one that nobody is signed in with. */

const people: Record<string, Claims> = {
  "7f1": { preferred_username: "Ada", name: "Ada Lovelace", groups: ["staff", "mail-admins"] },
  "7f2": { preferred_username: "ole", name: "Ole", groups: ["mail-ops"] },
  "7f3": { preferred_username: "nobody", name: "Nobody", groups: ["staff"] },
  "7f4": { preferred_username: "local", name: "Not the local one", groups: ["mail-admins"] },
};

let site: Site;
let provider: Server;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  const issuer = `http://127.0.0.1:${await freePort()}`;
  site = await openSite((origin) => {
    provider = openProvider(issuer, origin, people);
    return {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      OIDC_NAME: "Example Login",
      OIDC_SCOPE: "openid profile groups",
      OIDC_ADMINISTRATORS: "mail-admins, root",
      OIDC_OPERATORS: "mail-ops",
    };
  });
  if (!provider.listening) await once(provider, "listening");
  await createAdministrator(site.db, { login: "local", name: "Local", passwordHash: null });
});

test.afterAll(async () => {
  provider?.close();
  provider?.closeAllConnections();
  await site?.close();
});

/** Says at the provider who one is, and lets it tell the console. */
async function tell(page: Page, sub: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(sub);
  await page.getByPlaceholder("and password").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  const consent = page.getByRole("button", { name: "Continue" });
  await consent.or(page.getByRole("main")).first().waitFor();
  if (await consent.isVisible()) await consent.click();
}

async function enter(page: Page, sub: string, path = "/mail"): Promise<void> {
  await ask(page, site.origin + path);
  await page.getByRole("link", { name: "Sign in with Example Login" }).click();
  await tell(page, sub);
}

const person = async (login: string) =>
  (await site.db.select().from(administrators).where(eq(administrators.login, login)))[0];

test("who has a group of the console is made, signed in with its role, and led to the page that was asked for", async ({
  page,
}) => {
  await enter(page, "7f2", "/accounts?kind=domain");
  await expect(page).toHaveURL(`${site.origin}/accounts?kind=domain`);
  await expect(page.getByText("Operator", { exact: true })).toBeVisible();
  expect(await person("ole")).toMatchObject({ name: "Ole", role: "operator", subject: "7f2", passwordHash: null });
  expect((await page.goto(`${site.origin}/servers/new`))?.status()).toBe(403);
  const [made, entered] = await site.db.select().from(auditTrail).orderBy(auditTrail.id);
  expect(made).toMatchObject({ actor: "Example Login", event: "administrator.added", detail: { role: "operator" } });
  expect(entered).toMatchObject({ actor: "ole", event: "session.signed-in", detail: { by: "Example Login" } });
});

test("a dangerous deed asks the provider for the password again", async ({ page }) => {
  await enter(page, "7f1");
  await expect(page).toHaveURL(`${site.origin}/mail`);
  await expectLed(page, `${site.origin}/servers/new`, `${site.origin}/confirm?callbackUrl=%2Fservers%2Fnew`);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "Confirm with Example Login" }).click();
  await tell(page, "7f1");
  await expect(page).toHaveURL(`${site.origin}/servers/new`);
});

test("the role follows the groups at the next sign-in", async ({ page }) => {
  people["7f2"] = { preferred_username: "ole", name: "Ole", groups: ["mail-ops", "root"] };
  await enter(page, "7f2", "/settings/people");
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  expect(await person("ole")).toMatchObject({ role: "administrator" });
});

test("who has no group of the console is refused with a sentence, and made nobody", async ({ page }) => {
  await enter(page, "7f3");
  await expect(page.getByText("It gives you no role here. Ask whoever keeps its groups.")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await person("nobody")).toBeUndefined();
  await expectLed(page, `${site.origin}/mail`, /\/login/);
});

test("nobody becomes somebody who signs in by password by having the same login", async ({ page }) => {
  await enter(page, "7f4");
  await expect(page.getByText("Somebody who signs in by password has your login here.")).toBeVisible();
  expect(await person("local")).toMatchObject({ name: "Local", subject: null });
});

test("who is disabled here stays out", async ({ page }) => {
  await site.db.update(administrators).set({ disabledAt: new Date() }).where(eq(administrators.login, "ole"));
  await enter(page, "7f2");
  await expect(page.getByText("You are disabled here.")).toBeVisible();
});

test("an answer that no sign-in of this browser has asked for begins no session", async ({ page }) => {
  const before = await site.db.$count(sessions);
  await page.goto(`${site.origin}/api/auth/callback/sso?code=stolen&state=made-up`);
  await expect(page.getByText("What it answered was not in order. Try again.")).toBeVisible();
  expect(await site.db.$count(sessions)).toBe(before);
});

test("a link of another site begins no sign-in", async ({ page }) => {
  const elsewhere = "http://elsewhere.example/";
  await page.route(elsewhere, (route) =>
    route.fulfill({ contentType: "text/html", body: `<a href="${site.origin}/login/sso">In</a>` }),
  );
  await page.goto(elsewhere);
  await page.getByRole("link", { name: "In" }).click();
  await expect(page).toHaveURL(`${site.origin}/login`);
});
