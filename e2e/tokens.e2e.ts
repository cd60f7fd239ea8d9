import { violations } from "./accessible";
import { expect, signIn, test } from "./demo";

test("a token is made, shown once, used by a program, and revoked; also without script", async ({ browser, demo }) => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ baseURL: demo.url, javaScriptEnabled });
    const page = await context.newPage();
    await signIn(page, demo, "/settings");
    await page.getByRole("link", { name: "API tokens" }).click();
    await page.getByLabel("What it is for").fill(`monitoring ${javaScriptEnabled}`);
    await page.getByLabel("Days until it ends").fill("0");
    // The browser's own check would keep the form from being sent.
    await page.locator("form", { hasText: "What it is for" }).evaluate((form: HTMLFormElement) => {
      form.noValidate = true;
    });
    await page.getByRole("button", { name: "Make token" }).click();
    await expect(page.getByText("One day at least.")).toBeVisible();
    await page.getByLabel("Days until it ends").fill("7");
    await page.getByRole("button", { name: "Make token" }).click();
    const said = await page.getByText(/^The token, shown only now: cmail_/).textContent();
    const token = said?.split(": ")[1] ?? "";

    const servers = () =>
      context.request.get("/api/v1/servers", {
        headers: { authorization: `Bearer ${token}` },
        failOnStatusCode: false,
      });
    expect((await (await servers()).json()).servers.map(({ name }: { name: string }) => name)).toContain(
      "web1.provider.example",
    );
    await page.goto("/settings/tokens");
    await expect(page.getByText(token)).toHaveCount(0);
    const row = page.getByRole("row", { name: `monitoring ${javaScriptEnabled}` });
    await expect(row.getByText("from 127.0.0.1")).toBeVisible();
    if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    await row.getByRole("button", { name: "Revoke" }).click();
    await expect(row).toHaveCount(0);
    expect((await servers()).status()).toBe(401);
    await context.close();
  }
});
