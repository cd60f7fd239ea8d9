import type { Page } from "@playwright/test";
import { act, expect } from "../demo";
import { figure, numberOf, row, rows } from "./reading";

const numbers = [
  ["Total servers", "Mail servers"],
  ["Total accounts", "Accounts"],
  ["Total domains", "Accounts"],
  ["Total clients", "Accounts"],
  ["Problem servers", "Mail servers"],
  ["Problem accounts", "Accounts"],
  ["Problem domains", "Accounts"],
  ["Problem clients", "Accounts"],
] as const;

/** Each of the eight numbers, or of those with a word, leads to a list of exactly so many. Answers what they are. */
export async function eightNumbers(page: Page, word = ""): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, table] of numbers.filter(([each]) => each.includes(word))) {
    await page.goto("/mail");
    const value = await numberOf(page, name);
    const link = figure(page, name).getByRole("link");
    const href = (await link.getAttribute("href")) ?? "";
    await link.click();
    await expect(page).toHaveURL(new RegExp(`${href.replaceAll("?", "\\?")}$`));
    await expect(page.getByText(new RegExp(`^${value} (account|mail server)s?$`))).toBeVisible();
    await expect(rows(page, table), `${name} counts as many as its list has`).toHaveCount(value);
    found[name] = value;
  }
  return found;
}

export async function filterAccounts(page: Page): Promise<void> {
  await page.goto("/accounts");
  await page.getByRole("navigation", { name: "Kind" }).getByRole("link", { name: "Clients" }).click();
  await expect(rows(page, "Accounts")).toHaveCount(8);
  await page.getByLabel("Search names, people, addresses").fill("Lindqvist");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(rows(page, "Accounts")).toHaveCount(1);
  await expect(row(page, "Accounts", "ada")).toBeVisible();
  await page.getByRole("link", { name: "Show all accounts" }).click();
  await expect(rows(page, "Accounts")).toHaveCount(20);

  // A whole address finds its domain.
  await page.getByLabel("Search names, people, addresses").fill("hello@lindqvist-studio.example");
  await page.getByLabel("Search names, people, addresses").press("Enter");
  await expect(rows(page, "Accounts")).toHaveCount(1);
  await expect(row(page, "Accounts", "lindqvist-studio.example")).toBeVisible();
  await page.getByLabel("Search names, people, addresses").fill("no such name");
  await page.getByLabel("Search names, people, addresses").press("Enter");
  await expect(page.getByText("No account matches.")).toBeVisible();
}

export async function fieldByField(page: Page): Promise<void> {
  await page.goto("/accounts?q=bäckerei-huber.example&kind=domain");
  await page.getByRole("link", { name: "bäckerei-huber.example", exact: true }).click();
  const fields = "bäckerei-huber.example on both servers";
  const field = (name: string) =>
    rows(page, fields)
      .filter({ has: page.getByRole("cell", { name, exact: true }) })
      .first();
  await expect(field("Client")).toContainText("huber");
  await expect(field("Mail service")).toContainText("off");
  await expect(field("Mail service")).toContainText("on");
  await expect(field("MX")).toContainText("10 mail1.provider.example");
  await expect(field("MX")).toContainText("as wanted");
  await expect(field("Aliases")).toContainText("baeckerei-huber.example");
  await expect(rows(page, "Addresses")).toHaveCount(3);
  await expect(page.getByText("3 addresses", { exact: true })).toBeVisible();
  await expect(rows(page, "Addresses").filter({ hasText: "lieferanten@" })).toContainText("same");
  await expect(page.getByRole("region", { name: "Stage" }).getByRole("listitem")).toHaveCount(6);
  await expect(page.getByRole("region", { name: "Stage" })).toContainText("Local mail is off.");
  await expect(page.getByRole("heading", { name: "If you deassign" })).toBeVisible();
  await expect(page.getByText("+ mail service on")).toBeVisible();
  expect(await rows(page, "History").count()).toBeGreaterThan(5);
}

/** The wish names the account, the message says how far it reaches, and its history shows what was done. */
export async function synchronizeOne(page: Page): Promise<void> {
  await act("web1", "add-address", "desk@quiet-law-graz.example");
  await page.goto("/accounts?q=quiet-law-graz.example&kind=domain");
  await page.getByRole("link", { name: "quiet-law-graz.example", exact: true }).click();
  await page.getByRole("button", { name: "Synchronize", exact: true }).click();
  await expect(
    page.getByText("web1.provider.example is being synchronized, and quiet-law-graz.example with it."),
  ).toBeVisible();
  const made = rows(page, "History").filter({ hasText: "create address desk@quiet-law-graz.example" });
  await expect(made).toContainText("by admin", { timeout: 30_000 });
  await expect(page.getByText("admin wants it synchronized.")).toHaveCount(0);
}

export async function passwords(page: Page): Promise<void> {
  await page.goto("/accounts");
  const link = page.getByRole("link", { name: /addresses need a password$/ });
  const before = Number((await link.innerText()).match(/\d+/)?.[0]);
  await link.click();
  await expect(rows(page, "Addresses that need a password")).toHaveCount(before);
  await page.getByRole("button", { name: "I have set the selected ones" }).click();
  await expect(page.getByText("Select the addresses whose password you have set.")).toBeVisible();
  await page.getByLabel("Select info@bäckerei-huber.example").check();
  await page.getByLabel("Select ada@lindqvist-architects.example").check();
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.getByRole("button", { name: "I have set the selected ones" }).click();
  await expect(page.getByText("2 addresses taken off the list.")).toBeVisible();
  await expect(rows(page, "Addresses that need a password")).toHaveCount(before - 2);
  await expect(page.getByText("2 selected")).toHaveCount(0);
}
