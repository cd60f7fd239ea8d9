import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { browserUnderTest } from "./browser";

/**
 * What axe finds on the page as it is now, one line each: by all its rules, by that for colours alone, or by all others.
 * It reads the same document and the same styles in each browser and takes minutes for them, so only Chromium is asked.
 */
export async function violations(page: Page, rules: "all" | "colours" | "others" = "all"): Promise<string[]> {
  if (browserUnderTest !== "chromium") return [];
  // No page has frames: axe runs in the page itself, which takes half the time, and answers what is wrong alone.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  if (rules === "colours") axe.withRules(["color-contrast"]);
  if (rules === "others") axe.disableRules(["color-contrast"]);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${new URL(page.url()).pathname}: ${id} at ${node.target}`),
  );
}
