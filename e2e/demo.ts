import { readFileSync } from "node:fs";
import { test as base } from "@playwright/test";

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

/** Playwright's test with the demo's address as base, so that tests say `page.goto("/mail")`. */
export const test = base.extend<{ demo: Demo }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  demo: async ({}, use) => use(readDemo()),
  baseURL: async ({ demo }, use) => use(demo.url),
});
export { expect } from "@playwright/test";
