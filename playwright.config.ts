import { defineConfig } from "@playwright/test";
import { browserUnderTest, launchOptions } from "./e2e/browser";

/** These have a console of their own. */
const alone = ["entry-points", "sessions", "single-sign-on", "notifications", "people"].map((name) => `${name}.e2e.ts`);

/** These speak HTTP alone: which browser there is makes no difference to them. */
const withoutPage = browserUnderTest === "chromium" ? [] : ["bodies.e2e.ts", "entry-points.e2e.ts", "headers.e2e.ts"];

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/stage.ts",
  // One fleet for all but the pages and those alone. The walk needs it untouched, so it goes first; the others take it as
  // the walk leaves it. Of what waits for the walk nothing begins before the pages are through as well: so two projects
  // of about the same length stand in each half.
  projects: [
    { name: "walk", testMatch: "walk.e2e.ts", workers: 1 },
    { name: "pages", testMatch: "pages.e2e.ts", workers: 1 },
    { name: "alone", testMatch: alone, testIgnore: withoutPage, workers: 1, dependencies: ["walk"] },
    {
      name: "others",
      testMatch: "*.e2e.ts",
      testIgnore: ["walk.e2e.ts", "pages.e2e.ts", ...alone, ...withoutPage],
      workers: 1,
      dependencies: ["walk"],
    },
  ],
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  // The way in which a Firefox of the system is driven is young, and loses a navigation now and then.
  retries: browserUnderTest === "firefox" ? 1 : 0,
  expect: { timeout: 15_000 },
  reporter: "list",
  outputDir: `dist/test-results/${browserUnderTest}`,
  use: {
    headless: true,
    actionTimeout: 20_000,
    navigationTimeout: 20_000,
    // It takes a fifth of the time. Who looks into a failure runs that test with --trace on.
    trace: "off",
    browserName: browserUnderTest,
    launchOptions: launchOptions(browserUnderTest),
  },
});
