import type { Locator, Page } from "@playwright/test";

/** What does not fit: text that is cut, and a page that is wider than its screen. */
export async function cut(page: Page, within: Locator): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const found = await within.evaluate((root) =>
    [...root.querySelectorAll("*")]
      .filter((one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
      // A narrow screen hears the head of a table and does not see it.
      .filter((one) => one.checkVisibility() && !(window.innerWidth < 760 && one.closest("thead")))
      .map((one) => `${one.tagName}: ${one.textContent}`),
  );
  return wide > 0 ? [...found, `${wide} pixels too wide`] : found;
}
