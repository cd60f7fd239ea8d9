import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { violations } from "./accessible";
import { act, expect, signIn, testAlone as test } from "./demo";
import { rows } from "./walk/reading";

/** What has come to the webhook, and what it answers with. */
const got: { signature: string; body: string }[] = [];
let status = 200;
const chat = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  got.push({ signature: String(request.headers["centralized-mail-signature"]), body });
  response.writeHead(status).end();
});
const mails: string[] = [];
const relay = new SMTPServer({
  authOptional: true,
  hideSTARTTLS: true,
  async onData(stream, _session, answer) {
    let text = "";
    for await (const chunk of stream) text += chunk;
    mails.push(text);
    answer();
  },
});

test.beforeAll(async ({ demo: _ }) => {
  chat.listen(0, "127.0.0.1");
  await once(chat, "listening");
  await new Promise<void>((resolve) => relay.listen(Number(process.env.DEMO_RELAY_PORT), "127.0.0.1", resolve));
});
test.afterAll(async () => {
  chat.close();
  await new Promise<void>((resolve) => relay.close(resolve));
});

const texts = () => got.map(({ body }) => JSON.parse(body).text as string);

test("people are told by a signed webhook and by mail of trouble that lasts, and of its end", async ({
  page,
  demo,
}) => {
  test.setTimeout(120_000);
  await signIn(page, demo, "/settings/notifications");
  const told = (name: string) => rows(page, "Who is told").filter({ hasText: name });
  const add = async (
    kind: "Mail" | "Webhook",
    name: string,
    target: string,
    what = "Everything that needs a person",
  ) => {
    await page.getByRole("radio", { name: new RegExp(`^${kind}`) }).check();
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Address", { exact: true }).fill(target);
    await page.getByRole("radio", { name: new RegExp(`^${what}`) }).check();
    await page.getByRole("button", { name: "Add" }).click();
  };
  for (const [kind, target, fault] of [
    ["Mail", "nobody at home", "This is no mail address."],
    ["Webhook", "chat.example", "Give a URL that begins with https://."],
    ["Webhook", "http://chat.example/hook", "Give a URL that begins with https://: it may hold a secret."],
    ["Webhook", "https://me:mine@chat.example/", "Leave login and password out of the URL."],
    ["Webhook", "http://169.254.169.254/latest", "169.254.169.254 is link-local, and in no network that is opened"],
  ] as const) {
    await add(kind, "Somebody", target);
    await expect(page.getByText(fault)).toBeVisible();
  }
  const hook = `http://127.0.0.1:${(chat.address() as AddressInfo).port}/hooks/part-of-the-secret`;
  await add("Webhook", "Chat", hook);
  const said = await page
    .getByText(/^Chat is told from now on; send a test\. The signing key, shown only now: /)
    .innerText();
  const key = said.split(": ").at(-1) ?? "";
  await page.reload();
  await expect(page.getByText(key)).toHaveCount(0);
  await expect(page.getByText("part-of-the-secret")).toHaveCount(0);
  await add("Mail", "Night duty", "night@provider.example", "Only what stops mail or changes");
  await expect(page.getByText("Night duty is told from now on; send a test.")).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.getByRole("button", { name: "Send a test to Chat" }).click();
  await expect(page.getByText(/^Sent to 127\.0\.0\.1:\d+\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Send a test to Night duty" }).click();
  await expect(page.getByText("Sent to night@provider.example.")).toBeVisible();
  expect(mails.at(-1)).toContain("Nothing is wrong.");
  const { signature, body } = got.at(-1) ?? { signature: "", body: "" };
  const [, time, code] = /^t=(\d+),v1=(.*)$/.exec(signature) ?? [];
  expect(code).toBe(createHmac("sha256", key).update(`${time}.${body}`).digest("hex"));

  status = 500;
  await page.getByRole("button", { name: "Send a test to Chat" }).click();
  await expect(page.getByText(/^Chat: 127\.0\.0\.1:\d+ answers with HTTP 500\.$/)).toBeVisible();
  await page.reload();
  await expect(told("Chat")).toContainText("Failing since");
  await page.goto("/problems");
  await expect(page.getByText("Chat cannot be told of trouble.")).toBeVisible();
  status = 200;

  await act("web3", "fault", "refuse", "on");
  const down = "Plesk server web3.provider.example does not answer as it should.";
  await expect.poll(() => texts().some((text) => text.includes(down)), { timeout: 60_000 }).toBe(true);
  await act("web3", "fault", "refuse", "off");
  await expect.poll(() => texts().some((text) => text === `Over: ${down}`), { timeout: 60_000 }).toBe(true);
  // One of many servers is nothing to be woken for.
  expect(mails.filter((text) => text.includes("web3"))).toEqual([]);

  await page.goto("/settings/notifications");
  await expect(told("Chat")).toContainText("Sent");
  for (const name of ["Chat", "Night duty"]) {
    await page.getByRole("button", { name: `Remove ${name}` }).click();
    await expect(told(name)).toHaveCount(0);
  }
  await expect(page.getByText("Nobody is told of anything yet.")).toBeVisible();
  await page.goto("/activity/trail");
  await expect(page.getByText("Told of trouble no more").first()).toBeVisible();
});
