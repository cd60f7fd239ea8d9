import type { Page } from "@playwright/test";
import { act, expect } from "../demo";
import { numberOf, row, rows } from "./reading";

/** Everything of a domain that a deassignment must bring back: mail service, MX, addresses, as `show` tells it. */
export function remember(server: string, domains: readonly string[]): Promise<string[]> {
  return Promise.all(domains.map((domain) => act(server, "show", domain)));
}

async function preview(page: Page, server: string, domains: number): Promise<void> {
  await page.goto("/mail/1");
  await page.getByRole("link", { name: `Deassign ${server}.provider.example` }).click();
  await expect(page.getByRole("checkbox", { name: new RegExp(`^${server}`) })).toBeChecked();
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Deassign ${server}.provider.example` })).toBeVisible();
  expect(await numberOf(page, "Domains to take back")).toBe(domains);
  await expect(page.getByText("stays there, switched off, with every message")).toBeVisible();
}

/** A suspended domain cannot go home: its Plesk server refuses its mail. The preview says so before anything is done. */
export async function deassignWeb1(page: Page): Promise<void> {
  await preview(page, "web1", 13);
  const needs = rows(page, "What needs you");
  await expect(needs).toContainText(["fischer-automobile.example"]);
  await act("web1", "resume-client", "mfischer");
  await act("web1", "resume-domain", "little-flowers-graz.example");
  await page.getByLabel("Type web1.provider.example").fill("web2.provider.example");
  await page.getByRole("button", { name: "Deassign" }).click();
  await expect(page.getByText("That is not the name. Type web1.provider.example to confirm.")).toBeVisible();
  await act("web1", "fault", "latencyMs", "150");
  await page.getByLabel("Type web1.provider.example").fill("web1.provider.example");
  await page.getByRole("button", { name: "Deassign" }).click();
  await expect(page).toHaveURL(/\/mail\/1$/);
  const web1 = row(page, "Assigned Plesk servers", "web1.provider.example");
  await expect(web1.getByRole("progressbar", { name: "Deassigning web1" })).toBeAttached();
  await act("web1", "fault", "none");
  await expect(web1.getByText(/^Going back \d+ of \d+$/)).toBeVisible();
}

export async function deassignWeb2(page: Page): Promise<void> {
  await preview(page, "web2", 12);
  await page.getByLabel("Type web2.provider.example").fill("web2.provider.example");
  await page.getByRole("button", { name: "Deassign" }).click();
  await expect(page).toHaveURL(/\/mail\/1$/);
  const asleep = page.getByRole("region", { name: "Suspended at home" });
  await expect(async () => {
    await page.goto("/problems");
    await expect(asleep).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await asleep.getByRole("link", { name: "vanguard-fitness.example", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Suspended at home" })).toBeVisible();
  await act("web2", "resume-domain", "vanguard-fitness.example");
  await page.getByRole("button", { name: "Look again" }).click();
  await expect(page.getByRole("heading", { name: "Suspended at home" })).toHaveCount(0);
}

/** Both leave the list by themselves once their last domain is home. */
export async function bothGone(page: Page): Promise<void> {
  await page.goto("/mail/1");
  for (const server of ["web1", "web2"])
    await expect(row(page, "Assigned Plesk servers", `${server}.provider.example`)).toHaveCount(0, { timeout: 90_000 });
  await expect(page.getByText("No Plesk server is assigned yet.")).toBeVisible();
  await page.goto("/accounts");
  await expect(page.getByText("There are no accounts yet")).toBeVisible();
  expect(await act("web1", "show")).not.toContain("button");
  expect(await act("web2", "show")).not.toContain("button");
  expect(await act("mail1", "violations")).toBe("Nothing forbidden happened on mail1.");
  expect(await act("web1", "violations")).toBe("Nothing forbidden happened on web1.");
}

export async function removeMail1(page: Page): Promise<void> {
  await page.goto("/mail/1");
  await page.getByRole("link", { name: "Remove the role …" }).click();
  await expect(page.getByText("The ID is not used again.")).toBeVisible();
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("heading", { name: "Add a mail server" })).toBeVisible();
  await page.goto("/servers");
  const mail1 = row(page, "Plesk servers", "mail1.provider.example");
  await expect(mail1).toContainText("No role");
  await expect(mail1).toContainText("Online");
  expect(await act("mail1", "show", "calm-law-graz.example")).toContain("mailbox");
}
