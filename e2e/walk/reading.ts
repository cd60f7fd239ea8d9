import type { Locator, Page } from "@playwright/test";
import { expect } from "../demo";

/** One of the large numbers of a page: its link or frame, named by what it counts. */
export function figure(page: Page, name: string): Locator {
  return page.getByRole("listitem").filter({ has: page.getByText(name, { exact: true }) });
}

/** The number that a figure shows. */
export async function numberOf(page: Page, name: string): Promise<number> {
  const text = await figure(page, name).locator(".numeric").innerText();
  return Number(text.replace(/\D/g, ""));
}

/** A part of the page, by its heading. */
export function part(page: Page, title: string): Locator {
  return page.locator("section").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

/** The rows of a table below its head. */
export function rows(page: Page, table: string): Locator {
  return page.getByRole("table", { name: table, exact: true }).locator("tbody").getByRole("row");
}

/** The row of a table that names something. */
export function row(page: Page, table: string, name: string): Locator {
  return rows(page, table).filter({ has: page.getByRole("link", { name, exact: true }) });
}

/** Marks the document, so that `stayed` can tell whether everything since came without loading the page anew. */
export async function mark(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute("data-marked", "yes"));
}

export async function stayed(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-marked", "yes");
}
