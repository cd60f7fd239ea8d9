import type { Browser, Page } from "@playwright/test";
import { type Demo, signIn } from "./demo";

/** Adds a person by the form; they are signed in with the password that is shown once. */
export async function join(page: Page, browser: Browser, demo: Demo, login: string, role: string) {
  await page.goto("/settings/people/new");
  await page.getByLabel("Login", { exact: true }).fill(login);
  await page.getByLabel("Name", { exact: true }).fill(`${login} <${role}>`);
  await page.getByLabel(role).check();
  await page.getByRole("button", { name: "Add and make a password" }).click();
  const shown = await page.getByText(/^The password of .*, shown only now: /).innerText();
  const person = { ...demo, login, password: shown.split(": ")[1] ?? "" };
  const context = await browser.newContext({ baseURL: demo.url });
  const theirs = await context.newPage();
  await signIn(theirs, person);
  return { person, context, page: theirs };
}
