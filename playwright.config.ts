import { defineConfig } from "@playwright/test";
import { browserFlags, findBrowser } from "./e2e/browser";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/stage.ts",
  // One fleet for all. The walk needs it untouched, so it goes first; the others take it as the walk leaves it.
  projects: [
    { name: "walk", testMatch: "walk.e2e.ts" },
    { name: "others", testMatch: "*.e2e.ts", testIgnore: "walk.e2e.ts" },
  ],
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  outputDir: "dist/test-results",
  use: {
    headless: true,
    actionTimeout: 20_000,
    navigationTimeout: 20_000,
    trace: "retain-on-failure",
    launchOptions: { executablePath: findBrowser(), args: browserFlags },
  },
});
