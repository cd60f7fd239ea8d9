import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { closeAll } from "./bench/closing";
import { openSite } from "./bench/site";
import { installBrowser, launchOptions } from "./browser";
import { act, expect, readDemo, signIn } from "./demo";
import { holdUp } from "./held-up";
import { growLong, turnRed } from "./large-fleet";
import stage from "./stage";

/**
 * `npm run pictures`: a picture of every page, empty, ordinary, with everything broken or held up, with 100 000 accounts,
 * with very long names and all red, wide and narrow, light and dark, into the folder `pictures`. For people to look at;
 * it judges nothing. `npm run pictures -- large` and `-- living` are its two halves.
 */
const folder = "pictures";
const shapes = { wide: { width: 1380, height: 900 }, narrow: { width: 360, height: 800 } } as const;
const schemes = ["light", "dark"] as const;

type Enter = (page: Page) => Promise<void>;

async function picture(browser: Browser, at: string, enter: Enter, state: string, paths: Record<string, string>) {
  for (const scheme of schemes)
    for (const [shape, viewport] of Object.entries(shapes)) {
      const context = await browser.newContext({ baseURL: at, colorScheme: scheme, viewport });
      const page = await context.newPage();
      await enter(page);
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
  notifications: "/settings/notifications",
  "add-person": "/settings/people/new",
  tokens: "/settings/tokens",
  "add-mail-server": "/mail/add",
  find: "/find",
};

/** A fleet that is only in the database: what is shown of it needs no panel. */
async function large(browser: Browser): Promise<void> {
  const { db, origin, cookie } = await openSite(100_000);
  const enter: Enter = (page) => page.context().addCookies([{ ...cookie, url: origin }]);
  const [account] = await db.query.accounts.findMany({ columns: { id: true }, limit: 1, offset: 1 });
  const detail = {
    ...pages,
    "mail-server": "/mail/1",
    server: "/servers/9",
    account: `/accounts/${account?.id}`,
    "many-accounts": "/accounts/together?all=1&problem=any",
    found: "/find?q=provider",
  };
  await picture(browser, origin, enter, "huge", detail);
  await growLong(db);
  await picture(browser, origin, enter, "long-names", detail);
  await turnRed(db);
  await picture(browser, origin, enter, "red", detail);
}

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

async function hrefOf(page: Page, path: string, name: RegExp): Promise<string> {
  await page.goto(path);
  const href = await page.getByRole("link", { name }).first().getAttribute("href");
  // Without the place on the page: a picture begins at its top.
  return href?.split("#")[0] ?? path;
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

/** A fleet of simulated servers: before anything is assigned, as it is from day to day, broken, and held up by guards. */
async function living(browser: Browser): Promise<void> {
  const stop = await stage();
  try {
    const demo = readDemo();
    const enter: Enter = (page) => signIn(page, demo);
    await picture(browser, demo.url, enter, "empty", pages);
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
      synchronize: "/mail/1/synchronize",
      "remove-mail-server": "/mail/remove?id=1",
      certificate: "/servers/2/certificate",
      "edit-server": "/servers/2/edit",
      unregister: "/servers/2/unregister",
      person: "/settings/people/1",
      confirm: "/confirm",
      refused: "/refused",
      "many-accounts": "/accounts/together?all=1&problem=any",
      elsewhere: await hrefOf(page, "/problems", /^Wanted records: /),
      conflict: await hrefOf(page, "/problems", /^Side by side: /),
    };
    await picture(browser, demo.url, enter, "ordinary", detail);
    await act("mail1", "service", "mail", "stop");
    await act("web2", "fault", "refuse", "on");
    await expect(async () => {
      await page.goto("/mail");
      await page.getByText("Error").first().waitFor({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await picture(browser, demo.url, enter, "broken", {
      start: "/mail",
      "mail-server": "/mail/1",
      servers: "/servers",
      problems: "/problems",
    });
    await holdUp();
    await picture(browser, demo.url, enter, "held-up", {
      start: "/mail",
      "mail-server": "/mail/1",
      server: "/servers/2",
      problems: "/problems",
      settings: "/settings",
    });
  } finally {
    await stop();
  }
}

const parts = { large: (browser: Browser) => large(browser).finally(closeAll), living };
const wanted = process.argv[2];
if (wanted && !(wanted in parts))
  throw new Error(`There is no part "${wanted}": say ${Object.keys(parts).join(" or ")}.`);
const browserPath = installBrowser("chromium");
if (!browserPath) throw new Error("The pictures need a Chromium: install one, or set CHROMIUM_PATH.");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const browser = await chromium.launch(launchOptions("chromium", browserPath));
try {
  for (const [name, part] of Object.entries(parts)) if (!wanted || wanted === name) await part(browser);
} finally {
  await browser.close();
}
console.log(`The pictures are in ${folder}/.`);
