import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import { sendOrder } from "./fleet/control";
import { controlFile } from "./fleet/fleet";
import { startDemo } from "./starting";

/** What the running demo says about itself. */
export interface Demo {
  url: string;
  login: string;
  password: string;
  fleet: {
    name: string;
    host: string;
    port: number;
    login: string;
    password: string;
    fingerprint: string;
    smtpPort: number;
    imapPort: number;
    pop3Port: number;
    serverGuid: string;
  }[];
  dns: { host: string; port: number };
}

export function readDemo(): Demo {
  const file = process.env.DEMO_FILE;
  if (!file) throw new Error("No demo runs. Start these tests with npm test, or with npx playwright test.");
  return JSON.parse(readFileSync(file, "utf8")) as Demo;
}

/** One server of the demo's fleet, by the first word of its name. */
export function serverOf(demo: Demo, key: string): Demo["fleet"][number] {
  const found = demo.fleet.find(({ name }) => name.split(".")[0] === key);
  if (!found)
    throw new Error(`The demo's fleet has no ${key}. It has ${demo.fleet.map(({ name }) => name).join(", ")}.`);
  return found;
}

/** Does something on a server of the fleet, as somebody in its panel would. Answers what happened, in a sentence. */
export function act(server: string, deed: string, ...args: string[]): Promise<string> {
  const state = join(dirname(process.env.DEMO_FILE ?? ""), "fleet");
  const control = JSON.parse(readFileSync(controlFile(state), "utf8")) as { host: string; port: number };
  return sendOrder(control, { server, deed, args });
}

/** Signs in by the form and stands on the page that was asked for. */
export async function signIn(page: Page, demo: Demo, path = "/mail"): Promise<void> {
  await ask(page, path);
  await page.getByLabel("Login").fill(demo.login);
  await page.getByLabel("Password").fill(demo.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new URL(path, demo.url).href);
  // An address changes before its page is there, and one page's coming would end the way to the next.
  await page.waitForLoadState();
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
}

/** Asks for a page that leads to another. Some browsers call the first way interrupted when the second begins before its end. */
export async function ask(page: Page, path: string): Promise<void> {
  await page.goto(path).catch((error: unknown) => {
    if (!String(error).includes("is interrupted by another navigation")) throw error;
  });
}

export async function expectLed(page: Page, path: string, to: string | RegExp): Promise<void> {
  await ask(page, path);
  await expect(page).toHaveURL(to);
  await page.waitForLoadState();
}

/** Playwright's test with the demo's address as base, so that tests say `page.goto("/mail")`. */
export const test = base.extend<object, { demo: Demo }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  demo: [async ({}, use) => use(readDemo()), { scope: "worker" }],
  baseURL: async ({ demo }, use) => use(demo.url),
});
/** The same with a demo that only files with this test share, so that they run beside all others. */
export const testAlone = test.extend<object, { demo: Demo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const { file, relayPort, stop } = await startDemo();
      // Whatever acts on the demo's fleet or database, or is its relay, finds this one.
      Object.assign(process.env, { DEMO_FILE: file, DEMO_RELAY_PORT: String(relayPort) });
      await use(readDemo());
      await stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});
export { expect };
