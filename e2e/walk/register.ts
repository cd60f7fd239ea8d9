import { createServer } from "node:net";
import type { Page } from "@playwright/test";
import { act, type Demo, expect, serverOf } from "../demo";

async function readCertificate(page: Page, port: number): Promise<void> {
  await page.getByLabel("Address of the panel").fill("127.0.0.1");
  await page.getByLabel("Port", { exact: true }).fill(String(port));
  await page.getByRole("button", { name: "Read its certificate" }).click();
}

/** A port where nothing listens: it was free a moment ago. */
async function emptyPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

export async function unregisterWeb3(page: Page): Promise<void> {
  await page.goto("/servers");
  await page.getByRole("link", { name: "web3.provider.example", exact: true }).click();
  await page.getByRole("link", { name: "Unregister …" }).click();
  await page.getByLabel("Type web3.provider.example to confirm").fill("web4");
  await page.getByRole("button", { name: "Unregister" }).click();
  await expect(page.getByText("Type the server's name as it is written here: web3.provider.example")).toBeVisible();
  await page.getByLabel("Type web3.provider.example to confirm").fill("web3.provider.example");
  await act("web3", "fault", "refuseChanges", "on");
  await page.getByRole("button", { name: "Unregister" }).click();
  await expect(page.getByText("web3.provider.example is unregistered.")).toBeVisible();
  await expect(page.getByText(/is still on web3\.provider\.example\. Remove it there by hand\.$/)).toBeVisible();
  await act("web3", "fault", "refuseChanges", "off");
  await expect(page.getByRole("link", { name: "web2.provider.example", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "web3.provider.example", exact: true })).toHaveCount(0);
}

export async function refusedAddresses(page: Page, demo: Demo): Promise<void> {
  await page.getByRole("link", { name: "Register server" }).click();
  const nowhere = await emptyPort();
  await readCertificate(page, nowhere);
  await expect(page.getByText(`127.0.0.1:${nowhere} refuses the connection: nothing listens there.`)).toBeVisible();
  await expect(page.getByLabel("Port", { exact: true })).toBeFocused();

  const own = Number(new URL(demo.url).port);
  await readCertificate(page, own);
  await expect(page.getByText(`What answers at 127.0.0.1:${own} does not speak TLS.`)).toBeVisible();

  const { port } = serverOf(demo, "web1");
  await readCertificate(page, port);
  await expect(page.getByText(`127.0.0.1:${port} is registered already.`)).toBeVisible();
  await page.getByRole("link", { name: "Use another address" }).click();
}

export async function registerWeb3(page: Page, demo: Demo): Promise<void> {
  const web3 = serverOf(demo, "web3");
  await page.getByText("Mail ports").click();
  await page.getByLabel("SMTP").fill(String(web3.smtpPort));
  await page.getByLabel("IMAP").fill(String(web3.imapPort));
  await page.getByLabel("POP3").fill(String(web3.pop3Port));
  await readCertificate(page, web3.port);
  await expect(page.getByRole("heading", { name: `127.0.0.1:${web3.port} shows this certificate` })).toBeVisible();
  expect(await page.getByRole("definition").first().textContent()).toBe(web3.fingerprint);

  await page.getByLabel("I have compared the fingerprint: it is this server's own").check();
  await page.getByLabel("Administrator's login").fill(web3.login);
  await page.getByLabel("Password or secret key").fill("not the password");
  await page.getByRole("button", { name: "Register server" }).click();
  await expect(
    page.getByText(`The Plesk at 127.0.0.1:${web3.port} does not accept this login and password.`),
  ).toBeVisible();

  await act("web3", "fault", "otherCertificate", "on");
  await page.getByLabel("Password or secret key").fill(web3.password);
  await page.getByRole("button", { name: "Register server" }).click();
  await expect(
    page.getByText(`127.0.0.1:${web3.port} shows another certificate than the one that was confirmed.`),
  ).toBeVisible();

  await act("web3", "fault", "otherCertificate", "off");
  await page.getByRole("button", { name: "Register server" }).click();
  await expect(page.getByText("web3.provider.example is registered.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "web3.provider.example" })).toBeVisible();
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText(/^Answers in \d+ ms: Plesk 18/)).toBeVisible();
}
