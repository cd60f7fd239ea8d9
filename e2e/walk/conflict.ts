import type { Locator, Page } from "@playwright/test";
import { act, type Demo, expect, serverOf } from "../demo";
import { previewAssigning } from "./assign";
import { row, rows } from "./reading";

const cause = (page: Page, title: string): Locator => page.getByRole("region", { name: title });

/** Conflicts are told before anything is done, and stay until a person has decided; the rest of the server moves. */
export async function assignWeb2(page: Page): Promise<void> {
  await previewAssigning(page, "web2");
  const needs = rows(page, "What needs you");
  await expect(needs.filter({ hasText: "harbour-cafe.example" })).toContainText("Domain exists on the mail server");
  await expect(needs.filter({ hasText: "twin-peaks-outdoor.example" })).toContainText("Same domain on two");
  await expect(needs.filter({ hasText: "studio-nordlicht.example" })).toContainText("DNS is elsewhere");
  await page.getByRole("button", { name: "Assign and start" }).click();
  await expect(page).toHaveURL(/\/mail\/1$/);
  const web2 = row(page, "Assigned Plesk servers", "web2.provider.example");
  await expect(web2.getByText(/\d+ need you/)).toBeVisible({ timeout: 60_000 });
}

export async function problems(page: Page): Promise<void> {
  await page.goto("/problems");
  const taken = cause(page, "Domain exists on the mail server");
  await expect(taken).toContainText("harbour-cafe.example");
  await expect(taken).toContainText("What to do:");
  await expect(cause(page, "Same domain on two assigned servers")).toContainText("twin-peaks-outdoor.example");
  const elsewhere = cause(page, "DNS is elsewhere");
  await elsewhere.getByRole("link", { name: "studio-nordlicht.example", exact: true }).click();
  await expect(page.getByRole("heading", { name: "DNS is elsewhere" })).toBeVisible();
  await expect(page.getByText("IN MX 10 mail1.provider.example.")).toBeVisible();
  // The stranger's domain on the mail server is as it was.
  expect(await act("mail1", "show", "harbour-cafe.example")).toContain("of harbourgroup");
}

/** Not every browser tells what a form has posted, so the page itself writes it down. */
async function keepToken(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { submit } = HTMLFormElement.prototype;
    HTMLFormElement.prototype.submit = function post() {
      document.documentElement.dataset.token = String(new FormData(this).get("PLESKSESSID"));
      submit.call(this);
    };
  });
}

/** The console signs its administrator in by a form that is posted in a new tab; its token opens one session. */
export async function openPanel(page: Page, demo: Demo): Promise<void> {
  const { host, port } = serverOf(demo, "mail1");
  await page.goto("/mail/1");
  await keepToken(page);
  const popup = page.waitForEvent("popup");
  const posted = page.context().waitForEvent("request", (request) => request.url().includes("rsession_init.php"));
  await page.getByRole("button", { name: "Open panel" }).click();
  const panel = await popup;
  const request = await posted;
  expect(new URL(request.url()).host).toBe(`${host}:${port}`);
  expect(request.method()).toBe("POST");
  await expect(panel.getByText("Signed in as admin")).toBeVisible();
  await expect(page.getByText("Opened in a new tab.")).toBeVisible();

  const token = (await page.locator("html").getAttribute("data-token")) ?? "";
  expect(token).not.toBe("");
  expect(panel.url()).not.toContain(token);
  const again = await page.context().request.post(request.url(), {
    form: { PLESKSESSID: token },
    ignoreHTTPSErrors: true,
  });
  expect(again.status()).toBe(403);
  await panel.close();
}

/** What the Mail button inside Plesk opens, for a domain, a client, and for one that another server has. */
export async function mailButton(page: Page, demo: Demo): Promise<void> {
  await page.goto("/servers");
  const web1 = page.getByRole("link", { name: "web1.provider.example", exact: true }).first();
  const id = (await web1.getAttribute("href"))?.split("/").at(-1);
  const domain = /webspace (\d+) of ada/.exec(await act("web1", "show", "lindqvist-architects.example"))?.[1];
  const buttons = (await act("web1", "show")).match(/button Mail at \w+, to \S+/g) ?? [];
  expect(buttons.map((button) => button.split(" to ")[1])).toEqual(Array(3).fill(`${demo.url}/go/${id}`));
  await page.goto(`/go/${id}?dom_id=${domain}`);
  await expect(page.getByRole("heading", { name: "lindqvist-architects.example" })).toBeVisible();
  await expect(page.getByText("is handled by mail1.provider.example.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Open mail1.provider.example" })).toBeVisible();
  await page.goto(`/go/${id}?dom_name=b%C3%A4ckerei-huber.example`);
  await expect(page.getByRole("heading", { name: "bäckerei-huber.example" })).toBeVisible();
  await page.goto(`/go/${id}?dom_id=${domain}'--`);
  await expect(page.getByRole("heading", { name: "Mail of web1.provider.example" })).toBeVisible();
  await page.goto("/go/99999");
  await expect(page.getByText("There is no such page")).toBeVisible();
}

export async function removalRefused(page: Page): Promise<void> {
  await page.goto("/mail");
  await page.getByLabel("Select mail1.provider.example").check();
  await page.getByRole("button", { name: "Remove" }).click();
  const refusal = page.getByRole("alert").filter({ hasText: "mail1.provider.example cannot be removed yet." });
  await expect(refusal).toContainText("web1.provider.example and web2.provider.example are still assigned to it.");
  await expect(page.getByRole("button", { name: "Remove" })).toHaveCount(0);
}
