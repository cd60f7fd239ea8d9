import type { Page } from "@playwright/test";
import { expect } from "./demo";
import { row } from "./walk/reading";

/** A mail server with web2 and all its problems; what an earlier test has left is taken up. Answers both pages' paths. */
export async function handleWeb2(page: Page): Promise<{ mail: string; server: string }> {
  await page.goto("/mail");
  if (await page.getByRole("listitem").getByRole("link", { name: "Add mail server" }).isVisible()) {
    await page.goto("/mail/add");
    await page.getByRole("radio", { name: /^mail1/ }).check();
    await page.getByRole("button", { name: "Add mail server" }).click();
    await expect(page).toHaveURL(/\/mail\/\d+$/);
  } else await page.getByRole("link", { name: "mail1.provider.example", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "mail1.provider.example" })).toBeVisible();
  const mail = new URL(page.url()).pathname;
  const web2 = row(page, "Assigned Plesk servers", "web2.provider.example");
  if ((await web2.count()) === 0) {
    await page.goto(`${mail}/assign`);
    await page.getByRole("checkbox", { name: /^web2/ }).check();
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByRole("button", { name: "Assign and start" }).click();
  }
  await expect(web2.getByText(/need you/)).toBeVisible({ timeout: 60_000 });
  const link = web2.getByRole("link", { name: "web2.provider.example", exact: true });
  return { mail, server: (await link.getAttribute("href")) ?? "" };
}
