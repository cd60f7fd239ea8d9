import { guardedAddresses } from "./addresses";
import { expect, signIn, test } from "./demo";

const addresses = [...guardedAddresses("page.tsx"), ...guardedAddresses("route.ts")];

test("there are as many guarded addresses as were ever counted, so that none is forgotten", () => {
  expect(addresses.length).toBeGreaterThanOrEqual(25);
});

for (const address of addresses)
  test(`${address} shows nothing to somebody who is not signed in`, async ({ request }) => {
    const answer = await request.get(address, { maxRedirects: 0 });
    expect(answer.status()).toBe(307);
    expect(answer.headers().location).toMatch(/^(http:\/\/[^/]+)?\/login\?callbackUrl=/);
    const text = await answer.text();
    expect(text).not.toContain("provider.example");
    // The pages that are called after what they show.
    if (/^\/(mail|servers|accounts)\/1$/.test(address)) expect(text).not.toContain("<title>");
  });

test("an action without a session does nothing and leads to the sign-in page", async ({
  page,
  browserName,
  demo,
  playwright,
}) => {
  test.skip(browserName !== "chromium", "Chromium alone shows the bytes that a form has posted.");
  await signIn(page, demo, "/settings");
  await page.getByLabel("Type stop to confirm").fill("stop");
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await page.route("/settings", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.getByRole("button", { name: "Stop all changes" }).click();
  const captured = await sent;
  await page.unroute("/settings");
  const { cookie, ...headers } = await captured.allHeaders();
  const send = async (session: string) => {
    const stranger = await playwright.request.newContext();
    const named = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":")));
    const answer = await stranger.fetch(captured.url(), {
      method: "POST",
      headers: { ...named, ...(session ? { cookie: session } : {}) },
      data: captured.postDataBuffer() ?? "",
      maxRedirects: 0,
    });
    const told = {
      to: answer.headers()["x-action-redirect"] ?? answer.headers().location ?? "",
      text: await answer.text(),
    };
    await stranger.dispose();
    return told;
  };
  const stopped = page.getByText("All changes are stopped.");

  const refused = await send("");
  expect(refused.to).toMatch(/^\/login/);
  expect((await send("centralized-mail=forged")).to).toMatch(/^\/login/);
  await page.goto("/mail");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(stopped).toHaveCount(0);

  // The same bytes with the session do it: the refusal above was about the session and nothing else.
  await send(cookie ?? "");
  await page.goto("/settings");
  await expect(stopped).toBeVisible();
  await page.getByRole("button", { name: "Allow changes again" }).click();
  await expect(page.getByRole("button", { name: "Stop all changes" })).toBeVisible();
  await expect(stopped).toHaveCount(0);
});

test("who keeps guessing has to wait, and the sentence says how long", async ({ page, demo }) => {
  await page.goto("/login");
  const message = page.getByText(
    /^(The login or the password is wrong\.|Too many wrong tries\. Wait \d+ min, then try again\.)$/,
  );
  for (let tries = 1; tries <= 5; tries += 1) {
    await page.getByLabel("Login").fill("stranger");
    await page.getByLabel("Password").fill(`guess ${tries}`);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Sign in" }).click();
    await answered;
    await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
    await expect(message).toContainText(tries <= 4 ? "is wrong" : "Too many wrong tries");
  }
  // Nobody else waits for it.
  await signIn(page, demo);
});
