import { violations } from "./accessible";
import { expect, signIn, test } from "./demo";
import { holdUp } from "./held-up";
import { rows } from "./walk/reading";

test("every guard is told where it holds, accessibly, and let go by a person, who is written down", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await holdUp();
  const found: string[] = [];
  for (const address of ["/problems", "/servers/2", "/servers/1", "/mail", "/settings"]) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(address);
    await expect(page.getByText("The console only looks: its database was restored.")).toBeVisible();
    await expect(page.getByText("All changes are stopped.")).toBeVisible();
    await expect(page.getByText("The breaker of the fleet is open.")).toBeVisible();
    found.push(...(await violations(page)));
    await page.emulateMedia({ colorScheme: "dark" });
    found.push(...(await violations(page, "colours")).map((each) => `${each}, dark`));
    await page.setViewportSize({ width: 320, height: 700 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 320) found.push(`${address}: ${width} pixels wide on a screen of 320`);
  }
  expect(found).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });

  await page.goto("/problems");
  const guard = (text: string) => rows(page, "What holds changes up").filter({ hasText: text });
  await expect(guard("Maintenance")).toContainText("mail1.provider.example");
  await guard("Maintenance").getByRole("button", { name: "End maintenance" }).click();
  await expect(guard("Maintenance")).toHaveCount(0);
  await expect(guard("Another certificate")).toContainText("mail1.provider.example");
  await guard("Another certificate").getByRole("link", { name: "Compare the certificate" }).click();
  await expect(
    page.getByText("mail1.provider.example showed another certificate than the confirmed one."),
  ).toBeVisible();
  await page.getByRole("button", { name: "Read what it shows now" }).click();
  await expect(page.getByText("It is the confirmed certificate.")).toBeVisible();
  found.push(...(await violations(page)));
  await page.getByRole("button", { name: "Confirm this certificate" }).click();
  await expect(page).toHaveURL(/certificate=/);
  await page.getByLabel("I have compared the fingerprint: it is this server's own").check();
  await page.getByRole("button", { name: "Confirm this certificate" }).click();
  await expect(page).toHaveURL(/\/servers\/1$/);
  await page.goto("/problems");
  await expect(guard("Another certificate")).toHaveCount(0);
  expect(found).toEqual([]);
  for (const whose of ["web1.provider.example", "The whole fleet"]) {
    await guard(whose).filter({ hasText: "Breaker open" }).getByRole("button", { name: "Close the breaker" }).click();
    await expect(guard(whose).filter({ hasText: "Breaker open" })).toHaveCount(0);
  }
  await page.getByRole("button", { name: "I have looked; make changes again" }).click();
  await expect(page.getByText("The console only looks: its database was restored.")).toHaveCount(0);
  await page.getByRole("link", { name: "See the stop switch" }).click();
  await page.getByRole("button", { name: "Allow changes again" }).click();
  await expect(page.getByRole("button", { name: "Stop all changes" })).toBeVisible();

  for (const [field, wrong] of [
    ["A run", "0"],
    ["Server, hour", "many"],
    ["Fleet, hour", "1000001"],
  ] as const) {
    await page.goto("/settings");
    await page.evaluate(() => {
      for (const form of document.forms) form.noValidate = true;
    });
    await page.getByLabel(field, { exact: true }).evaluate((input: HTMLInputElement) => {
      input.type = "text";
    });
    await page.getByLabel(field, { exact: true }).fill(wrong);
    await page.getByRole("button", { name: "Set the budget" }).click();
    await expect(page.getByText("Give a whole number between 1 and 1 000 000.")).toBeVisible();
    await expect(page.getByLabel(field, { exact: true })).toHaveAttribute("aria-invalid", "true");
  }
  await page.goto("/settings");
  await page.getByLabel("Server, hour", { exact: true }).fill("2000");
  await page.getByRole("button", { name: "Set the budget" }).click();
  await expect(page.getByText("The budget is set.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Server, hour", { exact: true })).toHaveValue("2000");
  await page.goto("/problems");
  await expect(rows(page, "What holds changes up").filter({ hasText: /Breaker|Maintenance|Budget/ })).toHaveCount(0);

  await page.goto("/activity/trail");
  for (const words of [
    "Breaker closed",
    "Changes allowed after a restore",
    "Change budget set",
    "Plesk server certificate accepted",
  ])
    await expect(page.getByText(words).first()).toBeVisible();
});
