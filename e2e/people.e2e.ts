import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext, Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { violations } from "./accessible";
import { ask, type Demo, expect, expectLed, signIn, testAlone as test } from "./demo";
import { join } from "./join";
import { rows } from "./walk/reading";

async function openPerson(page: Page, login: string): Promise<void> {
  await page.goto("/settings/people");
  await rows(page, "People").filter({ hasText: login }).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: login })).toBeVisible();
}

async function password(page: Page, person: Demo): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Login").fill(person.login);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test.beforeEach(({ page, demo }) => signIn(page, demo));

test("a role decides what is offered and what is refused, from the next click on", async ({ page, browser, demo }) => {
  const { context, page: theirs } = await join(page, browser, demo, "otto", "Operator");
  await theirs.goto("/servers");
  await expect(theirs.getByRole("link", { name: "Register server" })).toHaveCount(0);
  await expect(theirs.getByText("Operator", { exact: true })).toBeVisible();
  await theirs.goto("/servers/1");
  await expect(theirs.getByRole("button", { name: "Test connection" })).toBeVisible();
  for (const name of ["Open panel", "Make a new secret key", "Begin maintenance"])
    await expect(theirs.getByRole("button", { name })).toHaveCount(0);
  expect((await theirs.goto("/servers/new"))?.status()).toBe(403);
  await expect(theirs.getByText(/Your role is operator: .* Ask an administrator/)).toBeVisible();
  await theirs.goto("/settings");
  await expect(theirs.getByRole("button", { name: "Stop all changes" })).toBeVisible();
  await expect(theirs.getByRole("link", { name: "People" })).toHaveCount(0);

  await openPerson(page, "otto");
  await page.getByLabel("Viewer").check();
  await page.getByRole("button", { name: "Change the role" }).click();
  await expect(page.getByText("otto <Operator> is viewer from the next click on.")).toBeVisible();
  // The page that otto looks at still has the button; the deed asks for itself.
  await theirs.getByLabel("Type stop to confirm").fill("stop");
  await theirs.getByRole("button", { name: "Stop all changes" }).click();
  await expect(theirs.getByText(/Your role is viewer/)).toBeVisible();
  await theirs.goto("/servers/1");
  await expect(theirs.getByRole("button", { name: "Test connection" })).toHaveCount(0);

  await page.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("Disabled, and signed out everywhere.")).toBeVisible();
  await expectLed(theirs, "/settings", /\/login/);
  await context.close();
});

test("an authenticator app is set up, asked for, and its code works once; recovery codes stand in", async ({
  page,
  browser,
  demo,
}) => {
  const { person, context, page: theirs } = await join(page, browser, demo, "tilda", "Viewer");
  await theirs.goto("/settings/you");
  await expect(theirs.getByText("You sign in with the password alone")).toBeVisible();
  await theirs.getByRole("link", { name: "Set up an app" }).click();
  await expect(theirs.getByRole("img", { name: /QR code/ })).toBeVisible();
  const seed = (await theirs.locator("code").innerText()).replaceAll(" ", "");
  const app = new TOTP({ secret: Secret.fromBase32(seed) });
  const code = theirs.getByRole("textbox", { name: "Code" });
  await code.fill("000000");
  await theirs.getByRole("button", { name: "Take it into use" }).click();
  await expect(theirs.getByText(/^That is not the code\./)).toBeVisible();
  const first = app.generate();
  await code.fill(first);
  await theirs.getByRole("button", { name: "Take it into use" }).click();
  await expect(theirs.getByText("Asked for at every sign-in")).toBeVisible();
  await theirs.getByRole("button", { name: "Make recovery codes" }).click();
  const codes = theirs.getByText("Shown only now.").locator("..").getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const [recovery = ""] = await codes.allInnerTexts();
  expect(await violations(theirs)).toEqual([]);
  await theirs.reload();
  await expect(theirs.getByText("10 codes left.")).toBeVisible();

  const enter = async (code: string) => {
    await theirs.getByLabel("Code").fill(code);
    await theirs.getByRole("button", { name: "Sign in" }).click();
  };
  await theirs.getByRole("button", { name: "Sign out" }).click();
  await expect(theirs).toHaveURL(/\/login$/);
  await password(theirs, person);
  await expect(theirs).toHaveURL(/\/login\/second/);
  expect(await violations(theirs)).toEqual([]);
  // Half a sign-in opens nothing.
  await expectLed(theirs, "/mail", /\/login\?callbackUrl=%2Fmail$/);
  await theirs.goto("/login/second?callbackUrl=%2Faccounts");
  await enter(first);
  await expect(theirs.getByText(/^That code is wrong, or was used already\./)).toBeVisible();
  await enter(app.generate({ timestamp: Date.now() + 30_000 }));
  await expect(theirs).toHaveURL(/\/accounts$/);

  for (const left of [true, false]) {
    await theirs.getByRole("button", { name: "Sign out" }).click();
    await expect(theirs).toHaveURL(/\/login$/);
    await password(theirs, person);
    await expect(theirs).toHaveURL(/\/login\/second/);
    await enter(recovery.toUpperCase());
    if (left) await expect(theirs).toHaveURL(/\/mail$/);
    else await expect(theirs.getByText(/^That code is wrong, or was used already\./)).toBeVisible();
  }

  await openPerson(page, "tilda");
  await page.getByRole("button", { name: "Take the second factor away" }).click();
  await expect(page.getByText("with the password alone", { exact: true })).toBeVisible();
  await signIn(theirs, person);
  await context.close();
});

/** A device that has its owner's finger on it all the time. */
async function device(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test("a passkey is added, signs in beside the password, confirms a dangerous deed, and is removed", async ({
  page,
  browser,
  browserName,
  demo,
}) => {
  test.skip(browserName !== "chromium", "There is a pretended device for passkeys in Chromium alone.");
  const { person, context, page: theirs } = await join(page, browser, demo, "paula", "Administrator");
  await device(context, theirs);
  await theirs.goto("/settings/you");
  await theirs.getByLabel("Name of the device").fill("Paula's laptop");
  await theirs.getByRole("button", { name: "Add a passkey" }).click();
  await expect(theirs.getByText("Paula's laptop is yours to sign in with.")).toBeVisible();
  await expect(theirs.getByText("Asked for at every sign-in")).toBeVisible();
  await theirs.getByRole("button", { name: "Add a passkey" }).click();
  await expect(theirs.getByText("This device has a passkey for you already.")).toBeVisible();

  await theirs.getByRole("button", { name: "Sign out" }).click();
  await expect(theirs).toHaveURL(/\/login$/);
  await password(theirs, person);
  await theirs.getByRole("button", { name: "Use a passkey" }).click();
  await expect(theirs).toHaveURL(/\/mail$/);

  await theirs.goto("/confirm?callbackUrl=%2Fservers%2Fnew");
  expect(await violations(theirs)).toEqual([]);
  await theirs.getByRole("button", { name: "Use a passkey" }).click();
  await expect(theirs).toHaveURL(/\/servers\/new$/);

  await theirs.goto("/settings/you");
  await expect(theirs.getByText(/, used /)).toBeVisible();
  await theirs.getByRole("button", { name: "Remove" }).click();
  await expect(theirs.getByText("You sign in with the password alone")).toBeVisible();
  await context.close();
});

test("confirming asks for the password, and leads back", async ({ page, demo }) => {
  await page.goto("/confirm?callbackUrl=%2Fsettings%2Fpeople%2Fnew");
  await page.getByLabel("Password").fill("not this one, surely");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("That is not your password.")).toBeVisible();
  await page.getByLabel("Password").fill(demo.password);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page).toHaveURL(/\/settings\/people\/new$/);
  await page.goto("/activity/trail");
  await expect(page.getByText("Confirmed to be there").first()).toBeVisible();
});

test("somebody whom another site has led here arrives signed in, with script and without", async ({
  page,
  browser,
  demo,
}) => {
  // The console's own address is a name, so this is another site.
  const panel = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<a href="${demo.url}/go/1?dom_name=some.example">Mail</a>`);
  }).listen(0, "127.0.0.1");
  await once(panel, "listening");
  const elsewhere = `http://127.0.0.1:${(panel.address() as AddressInfo).port}/`;
  const follow = async (from: Page) => {
    await ask(from, elsewhere);
    await from.getByRole("link", { name: "Mail" }).click();
  };
  const arrived = (on: Page) => expect(on).toHaveURL(`${demo.url}/go/1?dom_name=some.example`);
  await follow(page);
  await arrived(page);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/mail/i);

  const plain = await browser.newContext({ baseURL: demo.url, javaScriptEnabled: false });
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === "centralized-mail");
  if (!cookie) throw new Error("Nobody is signed in.");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  await plain.addCookies([cookie]);
  const other = await plain.newPage();
  await follow(other);
  await arrived(other);

  // Who is not signed in comes to the form, and is led on from there.
  await plain.clearCookies();
  await follow(other);
  await expect(other.getByRole("button", { name: "Sign in" })).toBeVisible();
  await other.getByLabel("Login").fill(demo.login);
  await other.getByLabel("Password").fill(demo.password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await arrived(other);
  await plain.close();
  panel.close();
});

test("all other sessions end at once, and a new browser is told", async ({ page, browser, demo }) => {
  const context = await browser.newContext({ baseURL: demo.url });
  const other = await context.newPage();
  await signIn(other, demo);
  await page.goto("/settings/you");
  await expect(rows(page, "Sessions").filter({ hasText: "new browser" }).first()).toBeVisible();
  await page.getByRole("button", { name: "End all others" }).click();
  await expect(rows(page, "Sessions")).toHaveCount(1);
  await expectLed(other, "/mail", /\/login/);
  await page.goto("/activity/trail");
  await expect(page.getByText("Signed in with a new browser").first()).toBeVisible();
  await context.close();
});
