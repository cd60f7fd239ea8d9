import type { Page } from "@playwright/test";
import { act, expect } from "../demo";
import { figure, mark, numberOf, row, stayed } from "./reading";

export async function emptyStart(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "Register your Plesk servers" })).toBeVisible();
  await expect(page.getByText("4 Plesk servers registered")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Add a mail server" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Assign Plesk servers to it" })).toBeVisible();
}

export async function defineMail1(page: Page): Promise<void> {
  await page.goto("/mail");
  await page.getByRole("listitem").getByRole("link", { name: "Add mail server" }).click();
  await page.getByRole("radio", { name: /^mail1\.provider\.example/ }).check();
  await page.getByRole("button", { name: "Add mail server" }).click();
  await expect(page).toHaveURL(/\/mail\/1$/);
  await expect(page.getByRole("heading", { level: 1, name: "mail1.provider.example" })).toBeVisible();
  await expect(page.getByText("No Plesk server is assigned yet.")).toBeVisible();
}

/** From the mail server's page to the preview of assigning one server. */
export async function previewAssigning(page: Page, server: string): Promise<void> {
  await page.goto("/mail/1");
  await page.getByRole("link", { name: "Assign", exact: true }).click();
  await page.getByRole("checkbox", { name: new RegExp(`^${server}\\.provider\\.example`) }).check();
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Assign ${server}.provider.example` })).toBeVisible();
}

export async function assignWeb1(page: Page): Promise<void> {
  await previewAssigning(page, "web1");
  expect(await numberOf(page, "Clients to create")).toBe(8);
  expect(await numberOf(page, "Domains to create")).toBe(12);
  expect(await numberOf(page, "Addresses to create")).toBe(21);
  await expect(figure(page, "Need you")).toContainText("nothing waits for you");

  // A panel of ordinary speed, so that there is something to watch.
  await act("mail1", "fault", "latencyMs", "150");
  await page.getByRole("button", { name: "Assign and start" }).click();
  await expect(page).toHaveURL(/\/mail\/1$/);
  await mark(page);
  const web1 = row(page, "Assigned Plesk servers", "web1.provider.example");
  await expect(web1.getByRole("progressbar", { name: "Assigning web1" })).toBeAttached();
  await act("mail1", "fault", "none");
  await expect(web1.getByText(/^Moving \d+ of 12$/)).toBeVisible();
  await expect(web1.getByText(/the old MX may be cached until/)).toBeVisible({ timeout: 60_000 });
  await expect(web1.getByText("Assigned", { exact: true })).toBeVisible({ timeout: 90_000 });
  await expect(web1.getByText("Synchronized")).toBeVisible();
  await stayed(page);
}
