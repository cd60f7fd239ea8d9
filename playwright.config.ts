import { defineConfig } from "@playwright/test";
import { browserUnderTest, launchOptions } from "./e2e/browser";

const alone = [
  ...["entry-points.e2e.ts", "sessions.e2e.ts", "single-sign-on.e2e.ts"],
  ...["notifications.e2e.ts", "pages.e2e.ts", "people.e2e.ts"],
];

/** These speak HTTP alone: which browser there is makes no difference to them. */
const withoutPage = browserUnderTest === "chromium" ? [] : ["bodies.e2e.ts", "entry-points.e2e.ts", "headers.e2e.ts"];

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/stage.ts",
  // One fleet for all. The walk needs it untouched, so it goes first; the others take it as the walk leaves it. Beside
  // them go those that have a console of their own.
  projects: [
    { name: "walk", testMatch: "walk.e2e.ts", workers: 1 },
    { name: "alone", testMatch: alone, testIgnore: withoutPage, workers: 1 },
    {
      name: "others",
      testMatch: "*.e2e.ts",
      testIgnore: ["walk.e2e.ts", ...alone, ...withoutPage],
      workers: 1,
      dependencies: ["walk"],
    },
  ],
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  outputDir: `dist/test-results/${browserUnderTest}`,
  use: {
    headless: true,
    actionTimeout: 20_000,
    navigationTimeout: 20_000,
    trace: "retain-on-failure",
    browserName: browserUnderTest,
    launchOptions: launchOptions(browserUnderTest),
  },
});
