import type { Page } from "@playwright/test";
import { expect } from "./demo";
import { row } from "./walk/reading";

/** Assigns web3 to the mail server of this path; it moves while the tests go on. */
export async function assignWeb3(page: Page, mail: string): Promise<void> {
  await page.goto(`${mail}/assign`);
  await page.getByRole("checkbox", { name: /^web3/ }).check();
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByRole("button", { name: "Assign and start" }).click();
  await expect(row(page, "Assigned Plesk servers", "web3.provider.example")).toBeVisible();
}

/** It leaves by itself once its last domain is home. */
export async function deassignWeb3(page: Page, mail: string): Promise<void> {
  await page.goto(`${mail}/deassign`);
  await page.getByRole("checkbox", { name: /^web3/ }).check();
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByLabel("Type web3.provider.example").fill("web3.provider.example");
  await page.getByRole("button", { name: "Deassign" }).click();
  await expect(row(page, "Assigned Plesk servers", "web3.provider.example")).toContainText("Going back");
}
