import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { browserFlags, installBrowser } from "./browser";
import { act, type Demo, expect, readDemo, signIn } from "./demo";
import { holdUp } from "./held-up";
import stage from "./stage";

/**
 * `npm run pictures`: a picture of every page, empty, ordinary and with everything broken, wide and narrow, light and
 * dark, into the folder `pictures`. For people to look at; it judges nothing.
 */
const folder = "pictures";
const shapes = { wide: { width: 1380, height: 900 }, narrow: { width: 360, height: 800 } } as const;
const schemes = ["light", "dark"] as const;

async function picture(browser: Browser, demo: Demo, state: string, paths: Record<string, string>): Promise<void> {
  for (const scheme of schemes)
    for (const [shape, viewport] of Object.entries(shapes)) {
      const context = await browser.newContext({ baseURL: demo.url, colorScheme: scheme, viewport });
      const page = await context.newPage();
      await signIn(page, demo);
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(path);
        await page.screenshot({ path: join(folder, `${name}.${state}.${shape}.${scheme}.png`), fullPage: true });
      }
      await context.close();
    }
}

const pages = {
  start: "/mail",
  servers: "/servers",
  "register-server": "/servers/new",
  accounts: "/accounts",
  passwords: "/accounts/passwords",
  problems: "/problems",
  activity: "/activity",
  trail: "/activity/trail",
  settings: "/settings",
  you: "/settings/you",
  "authenticator-app": "/settings/you/authenticator",
  people: "/settings/people",
  "add-person": "/settings/people/new",
  "add-mail-server": "/mail/add",
};

async function assign(page: Page, names: string[]): Promise<void> {
  await page.goto("/mail/add");
  await page.getByText("mail1.provider.example").first().click();
  await page.getByRole("button", { name: /add mail server/i }).click();
  await page.waitForURL(/\/mail\/1/);
  await page.goto("/mail/1/assign");
  for (const name of names) await page.getByRole("checkbox", { name: new RegExp(name) }).check();
  await page.getByRole("button", { name: /preview/i }).click();
  const start = page.getByRole("button", { name: /assign and start/i });
  await start.waitFor();
  await page.screenshot({ path: join(folder, "assign.preview.wide.light.png"), fullPage: true });
  await start.click();
  await page.waitForURL(/\/mail\/1$/);
  await page.screenshot({ path: join(folder, "mail-server.moving.wide.light.png"), fullPage: true });
}

async function moved(page: Page): Promise<void> {
  await page.goto("/mail/1");
  await page
    .getByText(/Moving/)
    .first()
    .waitFor();
  await page
    .getByText(/Draining|Moving 1[0-9] of/)
    .first()
    .waitFor({ state: "hidden", timeout: 120_000 });
}

const browserPath = installBrowser();
if (!browserPath) throw new Error("The pictures need a Chromium: install one, or set CHROMIUM_PATH.");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const stop = await stage();
const browser = await chromium.launch({ executablePath: browserPath, args: browserFlags });
try {
  const demo = readDemo();
  await picture(browser, demo, "empty", pages);
  const context = await browser.newContext({ baseURL: demo.url, viewport: shapes.wide, colorScheme: "light" });
  const page = await context.newPage();
  await page.goto("/login");
  await page.screenshot({ path: join(folder, "sign-in.wide.light.png") });
  await signIn(page, demo);
  await assign(page, ["web1", "web2"]);
  await moved(page);
  const [account] = await page
    .goto("/accounts?kind=domain")
    .then(() => page.locator("table a[href^='/accounts/']").all());
  const one = (await account?.getAttribute("href")) ?? "/accounts";
  await page.goto("/activity");
  const run = (await page.locator("a[href^='/activity/runs/']").first().getAttribute("href")) ?? "/activity";
  const detail = {
    ...pages,
    "mail-server": "/mail/1",
    server: "/servers/2",
    account: one,
    run,
    deassign: "/mail/1/deassign",
  };
  await picture(browser, demo, "ordinary", detail);
  await act("mail1", "service", "mail", "stop");
  await act("web2", "fault", "refuse", "on");
  await expect(async () => {
    await page.goto("/mail");
    await page.getByText("Error").first().waitFor({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await picture(browser, demo, "broken", {
    start: "/mail",
    "mail-server": "/mail/1",
    servers: "/servers",
    problems: "/problems",
  });
  await holdUp();
  await picture(browser, demo, "held-up", {
    start: "/mail",
    "mail-server": "/mail/1",
    server: "/servers/2",
    problems: "/problems",
    settings: "/settings",
  });
} finally {
  await browser.close();
  await stop();
}
console.log(`The pictures are in ${folder}/.`);
