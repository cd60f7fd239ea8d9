import type { Page } from "@playwright/test";
import { violations } from "./accessible";
import { guardedAddresses } from "./addresses";
import { browserUnderTest } from "./browser";
import { expect, signIn, testAlone as test } from "./demo";
import { row, rows } from "./walk/reading";
import { handleWeb2 } from "./web2";

/** The addresses with numbers that are there now: mail server, assigned server, an account of each kind, a run. */
const addresses: string[] = [];

/** A mail server with web2 and all its problems. */
test.beforeAll(async ({ browser, demo }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ baseURL: demo.url });
  const page = await context.newPage();
  await signIn(page, demo);
  const { mail, server } = await handleWeb2(page);
  await page.goto("/accounts?kind=client");
  const client = await hrefOf(rows(page, "Accounts").first().getByRole("link").first());
  await page.goto("/problems");
  const domain = await hrefOf(page.getByRole("link", { name: "studio-nordlicht.example", exact: true }));
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

interface Shifts {
  shifts: string[];
}

/**
 * In the page, before all else: writes down everything that moves in it and how far. The page believes that nobody sees
 * it, so it is not rendered anew with what has changed meanwhile: what moves then has another reason than how it appears.
 */
function recordShifts(): void {
  const shifts: string[] = [];
  Object.assign(window, { shifts } satisfies Shifts);
  Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
  interface Shift extends PerformanceEntry {
    value: number;
    sources: { node: Node | null }[];
  }
  const textOf = ({ node }: Shift["sources"][number]) => node?.textContent?.trim().slice(0, 40) ?? "something";
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries() as Shift[])
      shifts.push(`moves by ${value} while it appears: ${sources.map(textOf).join(", ")}`);
  }).observe({ type: "layout-shift", buffered: true });
}

/**
 * Every width that the look is made for; colours are looked at in both schemes. What differs from browser to browser shows at
 * the narrowest and the widest.
 */
const widths = browserUnderTest === "chromium" ? [320, 768, 1280] : [320, 1280];

for (const width of widths)
  test(`every page is accessible at ${width} pixels in light and dark, fits, stays where it appears, keeps to its policy, and asks nobody else`, async ({
    page,
    demo,
  }) => {
    // The more pages, the longer; each has the same time.
    test.setTimeout(addresses.length * 8_000);
    const elsewhere: string[] = [];
    const thrown: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(`${demo.url}/`) && !request.url().startsWith("data:"))
        elsewhere.push(request.url());
    });
    page.on("pageerror", (error) => thrown.push(`${page.url()}: ${error.message}`));
    // The browser says in its console what the content security policy refused.
    page.on("console", (message) => {
      if (/Content Security Policy|Permissions-Policy|unload is not allowed/i.test(message.text()))
        thrown.push(`${page.url()}: ${message.text()}`);
    });
    await page.addInitScript(recordShifts);
    await page.setViewportSize({ width, height: 900 });
    await page.goto("/login");
    const found = await violations(page);
    await signIn(page, demo);
    for (const address of addresses) {
      await test.step(address, async () => {
        await page.emulateMedia({ colorScheme: "light" });
        await page.goto(address);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        // Colours are those of the two other widths, and only they differ in the dark.
        const between = width === 768;
        found.push(...(await violations(page, between ? "others" : "all")));
        // What fonts and hydration would move has moved by now.
        const shifts = await page.evaluate(() => (window as unknown as Shifts).shifts);
        found.push(...shifts.map((each) => `${address}: ${each}`));
        if (!between) {
          await page.emulateMedia({ colorScheme: "dark" });
          found.push(...(await violations(page, "colours")).map((each) => `${each}, dark`));
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) found.push(`${address}: ${wide} pixels wide on a screen of ${width}`);
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
  await expect(rows(page, "Accounts")).not.toHaveCount(0);
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
  await expect(rows(page, "Plesk servers").first()).toContainText("web3.provider.example");

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
