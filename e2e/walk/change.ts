import type { Page } from "@playwright/test";
import { act, expect } from "../demo";
import { figure, mark, row, rows, stayed } from "./reading";

const mail1 = (page: Page) => row(page, "Mail servers", "mail1.provider.example");

export async function online(page: Page): Promise<void> {
  await page.goto("/mail");
  const look = mail1(page);
  await expect(look).toContainText("Online");
  await expect(look).toContainText("Synchronized");
  await expect(look.getByRole("link", { name: "web1" })).toBeVisible();
  await expect(look.getByTitle("The mail server is online; the centralized mail service is running.")).toBeVisible();
}

/** What happens on a real server from day to day: each shows up with its reason, and is mended by one button. */
export async function outdatedAndBack(page: Page): Promise<void> {
  await act("web1", "add-domain", "lindqvist-garden.example", "--owner", "ada");
  await act("web1", "add-address", "garden@lindqvist-architects.example", "--forward", "ada@lindqvist-studio.example");
  await act("web1", "rename-domain", "quiet-law-graz.example", "calm-law-graz.example");
  await act("web1", "suspend-domain", "little-flowers-graz.example");

  await page.goto("/mail");
  await mark(page);
  await page.getByLabel("Select all").check();
  await expect(page.getByText("1 selected")).toBeVisible();
  await page.getByRole("region", { name: "Mail servers" }).getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("Looking at mail1.provider.example and 1 Plesk server.")).toBeVisible();
  await expect(mail1(page).getByText(/^Outdated \(\d+\)$/)).toBeVisible();
  await stayed(page);

  await mail1(page).getByRole("link", { name: "mail1.provider.example" }).click();
  const outdated = rows(page, "Outdated accounts");
  await expect(outdated.filter({ hasText: "lindqvist-garden.example" })).toContainText("new on web1.provider.example");
  await expect(outdated.filter({ hasText: "calm-law-graz.example" })).toContainText("renamed");
  await expect(outdated.filter({ hasText: "lindqvist-architects.example" })).toContainText("address");
  const number = await outdated.count();
  await page.getByRole("button", { name: "Wait until somebody asks" }).click();
  await expect(page.getByText("When somebody asks", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Synchronize by itself" }).click();
  await expect(page.getByText("By itself", { exact: true })).toBeVisible();

  await page.goto("/mail");
  await expect(mail1(page).getByText(`Outdated (${number})`)).toBeVisible();
  await mark(page);
  await mail1(page).getByRole("button", { name: "Synchronize" }).click();
  await expect(mail1(page).getByText("Synchronized", { exact: true })).toBeVisible({ timeout: 60_000 });
  await stayed(page);
  await expect(figure(page, "Total domains")).toContainText("13");

  // A suspension is followed in words only: a domain that is suspended on the mail server would refuse its mail.
  await page.goto("/accounts?q=little-flowers-graz.example");
  await page.getByRole("link", { name: "little-flowers-graz.example", exact: true }).click();
  const status = rows(page, "little-flowers-graz.example on both servers").filter({ hasText: "Status" });
  await expect(status).toContainText("suspended");
  await expect(status).toContainText("keeps receiving");

  expect(await act("mail1", "show", "calm-law-graz.example")).toContain("mail on");
  expect(await act("mail1", "show", "lindqvist-architects.example")).toContain("garden");
}

export async function outage(page: Page): Promise<void> {
  await act("mail1", "service", "mail", "stop");
  await page.goto("/mail");
  await page.getByRole("banner").or(page.locator("header")).getByRole("button", { name: "Refresh" }).click();
  await expect(mail1(page)).toContainText("Error");
  await expect(mail1(page)).toContainText("IMAP");
  await expect(mail1(page)).toContainText("Unknown");
  await expect(page.getByRole("alert").filter({ hasText: "mail1.provider.example" })).toContainText("IMAP");
  await expect(figure(page, "Problem servers")).toContainText("1");
  await page.goto("/problems");
  await expect(rows(page, "Servers in trouble").filter({ hasText: "mail1.provider.example" })).toContainText(
    "Does not answer",
  );

  await act("mail1", "service", "mail", "start");
  await page.goto("/mail/1");
  await expect(page.getByRole("heading", { name: "mail1.provider.example" }).locator("..")).toContainText("Online", {
    timeout: 40_000,
  });
  await expect(page.getByRole("main").getByRole("alert").filter({ hasText: "mail1.provider.example" })).toHaveCount(0);
}
