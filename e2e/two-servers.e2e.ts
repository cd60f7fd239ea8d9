import type { Cookie, Locator, Page } from "@playwright/test";
import { violations } from "./accessible";
import { cut } from "./cut";
import { act, expect, signIn, test } from "./demo";
import { part, row, rows } from "./walk/reading";
import { handleWeb2 } from "./web2";
import { assignWeb3, deassignWeb3 } from "./web3";

const web2 = "web2.provider.example";
const web3 = "web3.provider.example";
/** Two domains that both servers have; web2 had them first. */
const kept = "spring-fair.example";
const given = "winter-fair.example";
/** What web3 calls the first one once it has a name of its own. */
const own = "spring-market.example";

const failedRuns = "/activity?state=trouble&kind=synchronize";

let mail = "";
let session: Cookie[] = [];

/** On the list of servers: selects some and presses a button above them. */
async function deed(page: Page, servers: string[], button: string, said: string): Promise<void> {
  for (const server of servers) await page.getByLabel(`Select ${server}`).check();
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect(page.getByText(said)).toBeVisible();
}

/** Both servers are handled by one mail server, and a client and two domains are on both. web2 refuses to be changed. */
test.beforeAll(async ({ browser, demo }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ baseURL: demo.url });
  const page = await context.newPage();
  await signIn(page, demo);
  session = await context.cookies();
  ({ mail } = await handleWeb2(page));
  // While it moves, runs of its own would take up what is to be seen in one run.
  await expect(row(page, "Assigned Plesk servers", web2).getByText(/^Moving/)).toHaveCount(0, { timeout: 60_000 });
  for (const domain of [kept, given]) await act("web2", "add-domain", domain, "--owner", "oldmill");
  await act("web2", "add-address", `desk@${kept}`);
  await act("web2", "fault", "refuseChanges", "on");
  await page.goto(failedRuns);
  const before = await rows(page, "Runs").filter({ hasText: web2 }).count();
  await page.goto("/servers");
  await deed(page, [web2], "Synchronize", `${web2} is being synchronized.`);
  await expect(async () => {
    await page.goto(failedRuns);
    await expect(rows(page, "Runs").filter({ hasText: web2 })).toHaveCount(before + 1, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await act("web3", "add-client", "ada", "Ada Third");
  for (const domain of [kept, given]) await act("web3", "add-domain", domain, "--owner", "ada");
  await assignWeb3(page, mail);
  await context.close();
});

test.afterAll(async ({ browser, demo }) => {
  const context = await browser.newContext({ baseURL: demo.url });
  await context.addCookies(session);
  await deassignWeb3(await context.newPage(), mail);
  await context.close();
});

test.beforeEach(({ context }) => context.addCookies(session));

test("a run tells when it did what, shows only what failed, leads to it, and is tried again", async ({ page }) => {
  await page.goto(failedRuns);
  const run = rows(page, "Runs").filter({ hasText: web2 }).first();
  await expect(run).toContainText(/\d operations? failed/);
  await run.getByRole("link", { name: "Synchronize", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Synchronize ${web2}` })).toBeVisible();
  const timeline = part(page, "Timeline").getByRole("listitem");
  await expect(timeline.filter({ hasText: "create domains on mail1" })).toContainText("2 · ");
  await expect(timeline.filter({ hasText: "add MX on web2" })).toContainText("failed");

  const results = page.getByRole("navigation", { name: "Result" });
  const failed = Number((await results.getByRole("link", { name: /^Failed/ }).innerText()).match(/\d+/)?.[0]);
  await results.getByRole("link", { name: /^Failed/ }).click();
  await expect(page).toHaveURL(/state=failed/);
  const operations = rows(page, "Operations");
  await expect(operations).toHaveCount(failed);
  await expect(operations.filter({ hasText: "Failed" })).toHaveCount(failed);
  await expect(operations.first()).toContainText("Operation failed.");
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await cut(page, page.getByRole("main"))).toEqual([]);
  }
  await page.setViewportSize({ width: 1280, height: 900 });

  const here = page.url();
  await expect(page.getByRole("main").getByRole("link", { name: web2 })).toHaveAttribute("href", /^\/servers\/\d+$/);
  await expect(page.getByRole("main").getByRole("link", { name: "mail1.provider.example" })).toHaveAttribute(
    "href",
    mail,
  );
  const domain = await operations.first().getByRole("link").innerText();
  await operations.first().getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Plesk refused an operation" })).toBeVisible();
  await expect(rows(page, "History").first()).toContainText(`to ${domain}`);
  await page.goto(here);
  await page.getByRole("link", { name: "Only what failed …" }).click();
  await expect(row(page, "Outdated accounts", domain)).toContainText("Plesk refused an operation");

  await act("web2", "fault", "none");
  await page.goto(here);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("It is being synchronized.")).toBeVisible();
  await expect(async () => {
    await page.goto(`/accounts?q=${domain}`);
    await expect(rows(page, "Accounts").filter({ hasText: web2 })).not.toContainText("refused", { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
});

/** By the desk, to the two side by side. */
async function sideBySide(page: Page, domain: string): Promise<Locator> {
  await page.goto("/problems");
  await page.getByRole("link", { name: `Side by side: ${domain}` }).click();
  const both = part(page, `${domain} on two servers`);
  await expect(both).toBeVisible();
  return both;
}

test("a domain that two servers have is seen side by side, decided by a person, and goes on", async ({
  page,
  browser,
  demo,
}) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1280, height: 900 });
  const both = await sideBySide(page, kept);
  const address = page.url();
  const fact = (name: string) => rows(page, "Side by side").filter({ hasText: name });
  await expect(fact("Client")).toContainText("oldmill, George Hale, Old Mill Press");
  await expect(fact("Client")).toContainText("ada, Ada Third");
  await expect(fact("Addresses")).toContainText("1 mailbox, 0 forwards");
  await expect(fact("Addresses")).toContainText("0 mailboxes, 0 forwards");
  await expect(fact("Mail").first()).toContainText("Handled at home; it waits.");
  await expect(both.getByRole("columnheader", { name: `Has it: ${web2}` })).toBeVisible();
  await expect(both.getByRole("columnheader", { name: `Waits: ${web3}` })).toBeVisible();
  expect(await cut(page, page.getByRole("main"))).toEqual([]);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 700 });
  // There each cell says whose it is, which is no text of the page.
  for (const [nth, whose] of [
    [1, "web2 has it"],
    [2, "web3 waits"],
  ] as const)
    await expect(fact("To keep this one").getByRole("cell").nth(nth)).toHaveAttribute("data-column", whose);
  expect(await cut(page, page.getByRole("main"))).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });

  // The one of web2 is kept: the other gets a name of its own, and somebody without script has it looked at.
  const plain = await browser.newContext({ baseURL: demo.url, javaScriptEnabled: false });
  await plain.addCookies(session);
  const other = await plain.newPage();
  await other.goto(address);
  await expect(rows(other, "Side by side")).toHaveCount(7);
  await act("web3", "rename-domain", kept, own);
  await other.getByRole("button", { name: "Look again" }).click();
  // A look of the console's own may have been quicker: then the problem is gone, and with it the place of the answer.
  const answer = other.getByText(new RegExp(`^${web3} is being looked at, and (${kept}|${own}) with it\\.$`));
  await expect(answer.or(other.getByRole("heading", { level: 1, name: own })).first()).toBeVisible();
  await plain.close();
  await expect(async () => {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1, name: own })).toBeVisible({ timeout: 1_000 });
    await expect(page.getByRole("heading", { name: "Same domain on two assigned servers" })).toHaveCount(0, {
      timeout: 1_000,
    });
  }).toPass({ timeout: 30_000 });
  await page.getByRole("button", { name: "Synchronize", exact: true }).click();
  await expect(rows(page, "History").filter({ hasText: `create domain ${own}` })).toContainText("Done");
  await expect(page.getByRole("region", { name: "Stage" })).toBeVisible();

  // The one of web3 is kept: web2's gets another name, on the mail server too, and lets go of this one.
  await act("web2", "rename-domain", given, "winter-market.example");
  const second = await sideBySide(page, given);
  await second.getByRole("link", { name: `${given} of ${web2}` }).click();
  await expect(second).toHaveCount(0);
  await page.getByRole("button", { name: "Synchronize", exact: true }).click();
  await expect(rows(page, "History").filter({ hasText: "winter-market.example" }).first()).toContainText("Done");
  await page.goto("/servers");
  await deed(page, [web3], "Refresh", `${web3} is being looked at.`);
  await expect(async () => {
    await page.goto(`/accounts?q=${given}`);
    const waited = rows(page, "Accounts").filter({ hasText: web3 });
    await expect(waited).toHaveCount(1, { timeout: 1_000 });
    await expect(waited).not.toContainText("Same domain", { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });

  await page.goto("/activity/trail?q=spring-");
  const trail = (event: string) => rows(page, "Audit trail").filter({ hasText: event }).first();
  await expect(trail("Account refreshed")).toContainText("admin");
  await expect(trail("Account synchronized")).toContainText(own);
});

test("two clients with one login are told apart, and each keeps its domains", async ({ page }) => {
  await page.goto("/accounts?q=ada&kind=client");
  await rows(page, "Accounts").filter({ hasText: web3 }).getByRole("link", { name: "ada", exact: true }).click();
  const both = part(page, "Two clients with the login ada");
  await expect(both.getByRole("row").filter({ hasText: "Person" })).toContainText(/Ada Third.*Ada Okafor/s);
  await expect(page.getByRole("region", { name: "Stage" })).toHaveCount(0);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await cut(page, both)).toEqual([]);
  }
});

test("several servers are put into maintenance, taken out of it, and released from quarantine at once", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const both = `${web2} and ${web3}`;
  const state = (word: string) => rows(page, "Plesk servers").getByText(word, { exact: true });
  await page.goto("/servers");
  await page.getByLabel(`Select ${web2}`).check();
  await page.getByRole("searchbox", { name: "Search Plesk servers" }).fill("web3");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(rows(page, "Plesk servers")).toHaveCount(1);
  await expect(page.getByText("1 selected")).toBeVisible();
  await deed(page, [web3], "Begin maintenance", `Nothing is changed on ${both} until maintenance ends.`);
  await page.goto("/servers");
  await expect(page.getByText("2 selected")).toBeVisible();
  await expect(state("Maintenance")).toHaveCount(2);
  await deed(page, [], "End maintenance", `Maintenance ended on ${both}.`);
  await expect(state("Maintenance")).toHaveCount(0);
  await deed(page, [], "Release from quarantine", "None of them is in quarantine.");

  for (const server of ["web2", "web3"]) await act(server, "fault", "emptyLists", "on");
  await deed(page, [], "Refresh", `${both} are being looked at.`);
  await expect(async () => {
    await page.goto("/servers");
    await expect(state("Quarantine")).toHaveCount(2, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  for (const server of ["web2", "web3"]) await act(server, "fault", "none");
  await deed(page, [], "Release from quarantine", `${both} are released at the next look.`);
  await expect(async () => {
    await page.goto("/servers");
    await expect(state("Quarantine")).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByText("2 selected")).toBeVisible();

  await page.goto("/activity/trail?subject=server");
  const trail = (event: string, server: string) =>
    rows(page, "Audit trail").filter({ hasText: event }).filter({ hasText: server });
  for (const event of ["maintenance began", "maintenance ended", "server released"])
    for (const server of [web2, web3]) await expect(trail(event, server).first()).toContainText("admin");
  await expect(trail("server released", web2).first()).toContainText(`${web2} suddenly reports no domains`);
});
