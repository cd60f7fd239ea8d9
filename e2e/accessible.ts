import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** What axe finds on the page as it is now, one line each: by all its rules, by that for colours alone, or by all others. */
export async function violations(page: Page, rules: "all" | "colours" | "others" = "all"): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (rules === "colours") axe.withRules(["color-contrast"]);
  if (rules === "others") axe.disableRules(["color-contrast"]);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${new URL(page.url()).pathname}: ${id} at ${node.target}`),
  );
}
