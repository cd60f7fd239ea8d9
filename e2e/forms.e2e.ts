import type { Page } from "@playwright/test";
import { expect, serverOf, signIn, test } from "./demo";
import { row } from "./walk/reading";

/** Forms are sent as a hostile or absent-minded browser would: without its own checks. */
async function unchecked(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const form of document.forms) form.noValidate = true;
  });
}

/** Puts something else into a form's hidden input. */
async function forge(page: Page, button: string, name: string, value: string): Promise<void> {
  const form = page.locator("form").filter({ has: page.getByRole("button", { name: button, exact: true }) });
  await form
    .locator(`input[name="${name}"]`)
    .first()
    .evaluate((input: HTMLInputElement, forged) => {
      input.value = forged;
    }, value);
  await unchecked(page);
  await page.getByRole("button", { name: button, exact: true }).click();
}

async function serverPage(page: Page, name: string): Promise<string> {
  await page.goto("/servers");
  return (await row(page, "Plesk servers", name).getByRole("link", { name }).getAttribute("href")) ?? "";
}

test.beforeEach(({ page, demo }) => signIn(page, demo));

test("an address that cannot be one is refused with a sentence beside its field", async ({ page }) => {
  const alone = "Give the host name or IP address alone: no https://, path or login, and the port beside it.";
  const port = "The panel's port is a number between 1 and 65535.";
  const cases = [
    ["", "8443", "Give the address of the panel, such as web10.provider.example."],
    ["   ", "8443", "Give the address of the panel, such as web10.provider.example."],
    ["https://web1.provider.example", "8443", alone],
    ["admin@web1.provider.example", "8443", alone],
    ["web1.provider.example:8443", "8443", alone],
    ["-web1-", "8443", "“-web1-” is neither a host name nor an IP address."],
    ["2130706433", "8443", "“2130706433” is neither a host name nor an IP address."],
    ["web1.provider.example", "0", port],
    ["web1.provider.example", "70000", port],
    ["web1.provider.example", "panel", port],
    ["web1.provider.example", "", port],
    ["web1.provider.example", "8443.5", "The panel's port is a whole number."],
  ] as const;
  for (const [host, number, sentence] of cases) {
    await page.goto("/servers/new");
    await unchecked(page);
    await page.getByLabel("Address of the panel").fill(host);
    await page.getByLabel("Port", { exact: true }).fill(number);
    await page.getByRole("button", { name: "Read its certificate" }).click();
    await expect(page.getByText(sentence), `${host}:${number}`).toBeVisible();
    await expect(page.locator("[aria-invalid=true]")).toBeFocused();
  }
});

test("a server is not given an empty name, an address with a scheme, or somebody else's place", async ({
  page,
  demo,
}) => {
  const web3 = await serverPage(page, "web3.provider.example");
  const cases = [
    ["Name in this console", "   ", "Give the server a name."],
    ["Name in this console", "x".repeat(101), "Give a shorter name."],
    ["Address of the panel", "https://127.0.0.1/", "Give the host name or IP address alone"],
    ["Port", "70000", "A port is a number between 1 and 65535."],
    ["SMTP", "0", "A port is a number between 1 and 65535."],
    ["Port", String(serverOf(demo, "web1").port), "web1.provider.example is registered with this address."],
  ] as const;
  for (const [field, text, sentence] of cases) {
    await page.goto(`${web3}/edit`);
    await unchecked(page);
    await page.getByLabel(field, { exact: true }).fill(text);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText(sentence)).toBeVisible();
  }
  await page.goto(web3);
  await expect(page.getByRole("heading", { level: 1, name: "web3.provider.example" })).toBeVisible();
});

test("an id of nothing, or of something else, is said and does nothing", async ({ page }) => {
  const web3 = await serverPage(page, "web3.provider.example");
  for (const id of ["999999", "-1", "", "1;drop table servers", "9".repeat(30)]) {
    await page.goto(web3);
    await forge(page, "Test connection", "serverId", id);
    await expect(page.getByText("That server no longer exists.")).toBeVisible();
  }
  await page.goto("/mail/add");
  await page.getByRole("radio").first().check();
  await forge(page, "Add mail server", "server", "999999");
  await expect(page.getByText("That server no longer exists.")).toBeVisible();
});

test("settings refuse weak, wrong and empty input with its reason", async ({ page, demo }) => {
  const say = async (button: string, sentence: string) => {
    await unchecked(page);
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect(page.getByText(sentence)).toBeVisible();
  };
  await page.goto("/settings");
  await say("Stop all changes", "Type the word stop.");
  await page.goto("/settings/you");
  await page.getByLabel("Current password").fill("wrong");
  await page.getByLabel("New password").fill("long enough for anybody");
  await say("Change password", "That is not your current password.");
  await page.getByLabel("Current password").fill(demo.password);
  await page.getByLabel("New password").fill("short");
  await say("Change password", "The password is too short: use at least 15 characters");
  await page.getByLabel("New password").fill("1234567890123456");
  await say("Change password", "The password is known from a leak");
  await page.goto("/settings/people/new");
  await say("Add and make a password", "Give a name; it is shown beside what they do.");
  await page.getByLabel("Name", { exact: true }).fill("Somebody");
  await say("Add and make a password", "Choose what they may do.");
  await page.getByLabel("Viewer").check();
  await page.getByLabel("Login", { exact: true }).fill("<b>");
  await unchecked(page);
  await page.getByRole("button", { name: "Add and make a password" }).click();
  await expect(page.getByLabel("Login", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Login", { exact: true }).fill(demo.login.toUpperCase());
  await say("Add and make a password", `There is somebody called ${demo.login} already.`);
});

test("an address bar full of nonsense shows a list, or says that there is no such page", async ({ page }) => {
  const lists = [
    "/accounts?sort=drop&order=x&after=-1&kind=robot&server=abc&mail=99999999999&status=%00",
    "/accounts?q=%00",
    "/accounts?sort=changed&after=9999999999999999-999999999999999",
    "/accounts?sort=addresses&before=1-x",
    "/accounts?q=%25%27%22%5C",
    "/mail?q=%00&sort=none&page=-3",
    "/servers?q=%00&role=king&page=1e9",
    "/activity?server=abc&state=odd&after=x&before=-1",
    "/activity/trail?q=%00&subject=A",
    "/accounts/passwords?after=1%3A%00&before=x&server=0",
    "/servers/new?certificate=abc&smtp=0",
  ];
  for (const address of lists) {
    expect((await page.goto(address))?.status(), address).toBe(200);
    await expect(page.getByText("This page could not be shown"), address).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 }), address).toBeVisible();
  }
  const nothing = [
    "/mail/0",
    "/mail/abc",
    "/mail/99999999999",
    "/servers/-1",
    "/accounts/x",
    "/activity/runs/0",
    "/go/x",
  ];
  for (const address of [...nothing, "/mail/remove", "/mail/remove?id=x&id=9999", "/accounts/999999999999999"]) {
    expect((await page.goto(address))?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { name: "There is no such page" }), address).toBeVisible();
  }
});
