import { forgetTries } from "./database";
import { expect, expectLed, test } from "./demo";

test("an administrator signs in, is led back to the page that was asked for, and a wrong password is said", async ({
  page,
  demo,
}) => {
  await forgetTries();
  await expectLed(page, "/servers", /\/login\?callbackUrl=%2Fservers$/);
  await page.getByLabel("Login").fill(demo.login);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The login or the password is wrong.")).toBeVisible();

  await page.getByLabel("Login").fill(demo.login);
  await page.getByLabel("Password").fill(demo.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/servers$/);
  for (const { name } of demo.fleet) await expect(page.getByRole("link", { name, exact: true }).first()).toBeVisible();
});
