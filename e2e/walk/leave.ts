import type { Browser, Page } from "@playwright/test";
import { type Demo, expect, expectLed, signIn } from "../demo";
import { rows } from "./reading";

/** Ends the session of another browser: its next request is at the sign-in page. */
export async function endOtherSession(page: Page, browser: Browser, demo: Demo): Promise<void> {
  const context = await browser.newContext({ baseURL: demo.url });
  const other = await context.newPage();
  await signIn(other, demo, "/accounts");
  await page.goto("/settings/you");
  const mine = rows(page, "Sessions");
  const before = await mine.count();
  await mine.filter({ hasNotText: "this browser" }).first().getByRole("button", { name: "End", exact: true }).click();
  await expect(mine).toHaveCount(before - 1);
  await other.getByRole("link", { name: "Activity" }).click();
  await expect(other).toHaveURL(/\/login/);
  await expectLed(other, "/servers", /\/login\?callbackUrl=%2Fservers$/);
  await context.close();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login$/);
  // Nothing of what was seen is kept for who comes next.
  await page.goBack();
  await expect(page).toHaveURL(/\/login\?callbackUrl=/);
  await expectLed(page, "/mail", /\/login\?callbackUrl=%2Fmail$/);
}
