import type { Page } from "@playwright/test";
import { act, expect, signIn, test } from "./demo";
import { row, rows } from "./walk/reading";
import { handleWeb2 } from "./web2";

test.beforeAll(async ({ browser, demo }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ baseURL: demo.url });
  const page = await context.newPage();
  await signIn(page, demo);
  await handleWeb2(page);
  await context.close();
});

/** By the keyboard alone, as somebody would who has no mouse. */
async function tabTo(page: Page, name: string | RegExp, role: "button" | "link" | "checkbox" = "button") {
  const wanted = page.getByRole(role, { name, exact: typeof name === "string" }).first();
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${name}.`);
}

test("accounts are selected on several lists and synchronized together, after a page that shows them", async ({
  page,
  demo,
}) => {
  await signIn(page, demo, "/accounts?kind=client");
  await rows(page, "Accounts").nth(0).getByRole("checkbox").check();
  await rows(page, "Accounts").nth(1).getByRole("checkbox").check();
  await page.getByRole("navigation", { name: "Kind" }).getByRole("link", { name: "Domains" }).click();
  await expect(page).toHaveURL(/kind=domain/);
  await expect(page.getByText("2 selected")).toBeVisible();
  await row(page, "Accounts", "okafor-legal.example").getByRole("checkbox").check();
  await expect(page.getByText("3 selected")).toBeVisible();
  await page.getByRole("button", { name: "Synchronize …" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Synchronize 3 accounts" })).toBeVisible();
  await page.getByRole("button", { name: "Synchronize them" }).click();
  await expect(page.getByText("3 accounts of 1 Plesk server are being synchronized.")).toBeVisible();
  await page.goto("/activity");
  await expect(rows(page, "Runs").first()).toContainText("Synchronize", { timeout: 30_000 });
  await page.goto("/accounts");
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page.getByText("3 selected")).toHaveCount(0);
  await page.getByRole("button", { name: "Synchronize …" }).click();
  await expect(page.getByText("No account is selected.")).toBeVisible();
});

test("without script all that match are acted on, servers get labels, and anything is found", async ({
  browser,
  demo,
}) => {
  const context = await browser.newContext({ baseURL: demo.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, demo, "/accounts?problem=any");
  const number = await rows(page, "Accounts").count();
  await page.getByLabel(`All ${number} that match`).check();
  await page.getByRole("button", { name: "Synchronize …" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Synchronize ${number} accounts` })).toBeVisible();
  await page.getByRole("button", { name: "Synchronize them" }).click();
  await expect(page.getByText(`${number} accounts of 1 Plesk server are being synchronized.`)).toBeVisible();

  await page.goto("/servers");
  await page.getByLabel("Select web2.provider.example").check();
  await page.getByLabel("Select web3.provider.example").check();
  await page.getByLabel("Label to give or take away").fill("vienna");
  await page.getByRole("button", { name: "Give this label" }).click();
  await expect(
    page.getByText("web2.provider.example and web3.provider.example have the label “vienna”."),
  ).toBeVisible();
  await page.goto("/servers?label=vienna");
  await expect(rows(page, "Plesk servers")).toHaveCount(2);
  await page.getByLabel("Select web3.provider.example").check();
  await page.getByRole("button", { name: "Assign …" }).click();
  await expect(page.getByRole("checkbox", { name: /^web3/ })).toBeChecked();

  await page.goto("/mail");
  await page.getByLabel("Find anything").fill("nordlicht");
  await page.getByLabel("Find anything").press("Enter");
  await expect(row(page, "Found", "studio-nordlicht.example")).toContainText("Domain");
  await context.close();
});

/** Sends a form as a page does that was drawn earlier, when it had another value for one of its hidden inputs. */
const sendStale = (page: Page, name: string, value: string) =>
  page.locator(`input[type=hidden][name=${name}]`).evaluate((input, earlier) => {
    (input as HTMLInputElement).value = earlier;
    (input as HTMLInputElement).form?.requestSubmit();
  }, value);

test("what is gone from its server is closed for many at once, after a word was typed", async ({ page, demo }) => {
  test.setTimeout(120_000);
  await act("web2", "delete-domain", "old-mill-press.example");
  await signIn(page, demo, "/servers");
  await page.getByLabel("Select web2.provider.example").check();
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("web2.provider.example is being looked at.")).toBeVisible();
  await expect(async () => {
    await page.goto("/accounts?problem=missing");
    await expect(row(page, "Accounts", "old-mill-press.example")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await row(page, "Accounts", "old-mill-press.example")
    .getByRole("link", { name: "old-mill-press.example", exact: true })
    .click();
  await expect(page.getByRole("button", { name: "Close this account" })).toBeVisible();
  await sendStale(page, "problem", "third-place");
  await expect(page.getByText("has another problem now: Gone from the assigned server.")).toBeVisible();
  await page.goto("/accounts?problem=missing");
  // Its additional domain has gone with it.
  const number = await rows(page, "Accounts").count();
  expect(number).toBeGreaterThan(1);
  await page.getByLabel(`All ${number} that match`).check();
  await page.getByRole("button", { name: "Close …" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Close ${number} accounts` })).toBeVisible();
  await page.getByLabel("Type close").fill("yes");
  await page.getByRole("button", { name: "Close them" }).click();
  await expect(page.getByText("Type the word close.")).toBeVisible();
  await page.getByLabel("Type close").fill("close");
  await sendStale(page, "shown", String(number - 1));
  await expect(page.getByText(`These are ${number} accounts now, not ${number - 1}.`)).toBeVisible();
  await page.reload();
  await page.getByLabel("Type close").fill("close");
  await page.getByRole("button", { name: "Close them" }).click();
  await expect(page.getByText(`${number} accounts of 1 Plesk server are being closed.`)).toBeVisible();
});

test("the list of accounts is exported as it is narrowed, and the wanted records as a zone file", async ({
  page,
  demo,
}) => {
  await signIn(page, demo, "/accounts?problem=any");
  const number = await rows(page, "Accounts").count();
  const lines = (await (await page.request.get("/accounts/accounts.csv?problem=any")).text()).trim().split("\r\n");
  expect(lines).toHaveLength(number + 1);
  expect(lines[0]).toContain("Account,Kind,Client,Plesk server");
  const zone = await (await page.request.get("/accounts/records.txt?problem=dns-elsewhere")).text();
  expect(zone).toContain("studio-nordlicht.example. IN MX 10 mail1.provider.example.");
});

test("a domain whose DNS is elsewhere is checked on a click", async ({ page, demo }) => {
  await signIn(page, demo, "/problems");
  await page.getByRole("link", { name: "Wanted records: studio-nordlicht.example" }).click();
  await page.getByRole("button", { name: "Check now" }).click();
  const mx = rows(page, "Wanted records").filter({ hasText: "IN MX" });
  await expect(mx).toContainText("Different");
  await expect(mx).toContainText("needed");
  await expect(rows(page, "Wanted records").filter({ hasText: "autoconfig." })).toContainText("Not there");
  await page.getByRole("button", { name: "Copy all" }).click();
  await expect(page.getByText(/^(Copied\.|The browser does not allow it)/)).toBeVisible();
});

async function openPalette(page: Page) {
  // A page that was just loaded listens to keys from the moment its script has come.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox", { name: /^Server, client/ })).toBeFocused({ timeout: 1_000 });
  }).toPass();
  return page.getByRole("listbox", { name: "Found" }).getByRole("option", { selected: true });
}

/** Goes by the palette to what it offers for some words. */
async function palette(page: Page, words: string, offered: string) {
  const marked = await openPalette(page);
  await page.keyboard.type(words);
  await expect(marked).toContainText(offered);
  await page.keyboard.press("Enter");
}

test("a name and Enter at once find that name, whatever the palette showed until then", async ({ page, demo }) => {
  await signIn(page, demo);
  await expect(await openPalette(page)).toContainText("Register a Plesk server");
  // Its next answer does not come.
  await page.route("**/*", (route) => (route.request().method() === "POST" ? undefined : route.continue()));
  await page.keyboard.type("okafor-legal");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/find\?q=okafor-legal$/);
  await expect(page.getByRole("link", { name: "okafor-legal.example", exact: true })).toBeVisible();
});

test("the main ways are gone by the keyboard alone", async ({ page, demo }) => {
  test.setTimeout(120_000);
  await signIn(page, demo);
  await palette(page, "okafor-legal", "okafor-legal.example");
  await expect(page.getByRole("heading", { level: 1, name: "okafor-legal.example" })).toBeVisible();
  await tabTo(page, "Synchronize");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/is being synchronized/)).toBeVisible();

  // Led there, not loaded, so that the page listens already: until its script has come, "/" is the browser's own search.
  await palette(page, "clients and domains", "Accounts");
  await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("main").getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("nordlicht");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=nordlicht/);
  await tabTo(page, "Select studio-nordlicht.example", "checkbox");
  await page.keyboard.press("Space");
  await expect(page.getByText("1 selected")).toBeVisible();

  await page.goto("/problems");
  await tabTo(page, "Look again");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Looking at 1 Plesk server.")).toBeVisible();

  await page.goto("/mail");
  await tabTo(page, "mail1.provider.example", "link");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/mail\/\d+$/);
  await tabTo(page, "Assign", "link");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/assign$/);
  await tabTo(page, /^web3/, "checkbox");
  await page.keyboard.press("Space");
  await tabTo(page, "Preview");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Assign and start" })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Find" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
