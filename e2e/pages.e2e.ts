import type { Page } from "@playwright/test";
import { violations } from "./accessible";
import { guardedAddresses } from "./addresses";
import { expect, signIn, test } from "./demo";
import { row, rows } from "./walk/reading";

/** The addresses with numbers that are there now: mail server, assigned server, an account of each kind, a run. */
const addresses: string[] = [];

/** A mail server with web2 and all its problems; what the walk has left is taken up. */
test.beforeAll(async ({ browser, demo }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ baseURL: demo.url });
  const page = await context.newPage();
  await signIn(page, demo);
  if (await page.getByRole("heading", { name: "Add a mail server" }).isVisible()) {
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
  const server = await hrefOf(web2.getByRole("link", { name: "web2.provider.example", exact: true }));
  await page.goto("/accounts?kind=client");
  const client = await hrefOf(rows(page, "Accounts").first().getByRole("link").first());
  await page.goto("/problems");
  const domain = await hrefOf(page.getByRole("link", { name: "studio-nordlicht.example" }));
  await page.goto("/activity");
  const run = await hrefOf(rows(page, "Runs").first().getByRole("link").first());
  await context.close();
  const there = guardedAddresses("page.tsx").map((address) =>
    address
      .replace("/mail/1", mail)
      .replace("id=1", `id=${mail.split("/").at(-1)}`)
      .replace("/servers/1", server)
      .replace("/go/1", `/go/${server.split("/").at(-1)}`)
      .replace("/activity/runs/1", run)
      .replace("/accounts/1", domain),
  );
  addresses.push(...there, client, "/mail?q=nothing", "/accounts?problem=any", "/no-such-page");
});

async function hrefOf(link: ReturnType<Page["getByRole"]>): Promise<string> {
  return (await link.getAttribute("href")) ?? "";
}

test("every page is accessible in light and dark, fits 320 pixels, and asks nobody but the console", async ({
  page,
  demo,
}) => {
  // The more pages, the longer; each has the same time.
  test.setTimeout(addresses.length * 8_000);
  const elsewhere: string[] = [];
  const thrown: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(`${demo.url}/`) && !request.url().startsWith("data:")) elsewhere.push(request.url());
  });
  page.on("pageerror", (error) => thrown.push(`${page.url()}: ${error.message}`));
  await page.goto("/login");
  const found = await violations(page);
  await signIn(page, demo);
  for (const address of addresses) {
    await test.step(address, async () => {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      found.push(...(await violations(page)));
      await page.emulateMedia({ colorScheme: "dark" });
      // Only colours differ.
      found.push(...(await violations(page, ["color-contrast"])).map((each) => `${each}, dark`));
      await page.setViewportSize({ width: 320, height: 700 });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 320) found.push(`${address}: ${width} pixels wide on a screen of 320`);
    });
  }
  expect(found).toEqual([]);
  expect(elsewhere).toEqual([]);
  expect(thrown).toEqual([]);
});

test("lists are searched, sorted, filtered and refreshed without script", async ({ browser, demo }) => {
  const context = await browser.newContext({ baseURL: demo.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, demo, "/accounts");
  const all = await rows(page, "Accounts").count();
  await page.getByLabel("Search names, people, addresses").fill("okafor");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(rows(page, "Accounts")).not.toHaveCount(all);
  await expect(rows(page, "Accounts").first()).toContainText(/okafor/i);
  await page.getByRole("link", { name: "Show all accounts" }).click();
  await expect(rows(page, "Accounts")).toHaveCount(all);
  await page.getByLabel("Problem", { exact: true }).selectOption({ label: "DNS is elsewhere" });
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(row(page, "Accounts", "studio-nordlicht.example")).toBeVisible();
  await expect(rows(page, "Accounts").filter({ hasNotText: "DNS is elsewhere" })).toHaveCount(0);

  await page.goto("/servers");
  await page.getByRole("columnheader", { name: "Plesk server" }).getByRole("link").click();
  const names = await rows(page, "Plesk servers")
    .getByRole("link", { name: /provider\.example$/ })
    .allInnerTexts();
  expect(names[0]).toBe("web3.provider.example");

  await page.goto("/mail");
  await page.getByLabel("Select mail1.provider.example").check();
  await page.getByRole("region", { name: "Mail servers" }).getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText(/^Looking at mail1\.provider\.example/)).toBeVisible();
  await page.goto("/servers/new");
  await page.getByLabel("Address of the panel").fill("web9.provider.example");
  await page.getByLabel("Port", { exact: true }).fill("70000");
  await page.getByRole("button", { name: "Read its certificate" }).click();
  await expect(page.getByText("The panel's port is a number between 1 and 65535.")).toBeVisible();
  await expect(page.getByLabel("Address of the panel")).toHaveValue("web9.provider.example");
  await context.close();
});

test("the theme is remembered and the page comes in it from the first byte", async ({ page, demo }) => {
  await signIn(page, demo);
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await (await page.request.get("/accounts")).text()).toContain('data-theme="dark"');
  await page.getByRole("button", { name: "Like the system" }).click();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
});
