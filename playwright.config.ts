import { defineConfig } from "@playwright/test";
import { browserFlags, findBrowser } from "./e2e/browser";

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.e2e.ts",
  globalSetup: "./e2e/stage.ts",
  // The tests tell one story on one fleet: its servers are assigned once and taken back once.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  outputDir: "dist/test-results",
  use: {
    headless: true,
    trace: "retain-on-failure",
    launchOptions: { executablePath: findBrowser(), args: browserFlags },
  },
});
