import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliver } from "./delivery";
import { type Dialogue, dial } from "./dialogue";
import type { Door } from "./door";
import { openImap } from "./imap";
import type { PleskServer } from "./model";
import { openPop3 } from "./pop3";
import { createMailName, createWebspace, emptyServer } from "./world";

let server: PleskServer;
let imap: Door;
let pop3: Door;

beforeEach(async () => {
  server = emptyServer({ key: "mail1", name: "mail1.provider.example", ipAddress: "192.0.2.10" });
  const domain = createWebspace(server, { name: "huber.example" });
  createMailName(server, domain, { name: "info", mailbox: { enabled: true }, password: 'Sesam "öffne" dich' });
  deliver(server, "info@huber.example", { from: "mara@sender.test", body: "Subject: Hi\r\n\r\nHi.", receivedAt: 0 });
  imap = await openImap(server, { host: "127.0.0.1", port: 0 });
  pop3 = await openPop3(server, { host: "127.0.0.1", port: 0 });
});

afterEach(() => Promise.all([imap.close(), pop3.close()]));

async function greeted(door: Door): Promise<{ greeting: string; line: Dialogue }> {
  const line = await dial(door);
  return { greeting: await line.hear(), line };
}

describe("the IMAP face", () => {
  it("greets with its name, logs in and counts the messages", async () => {
    const { greeting, line } = await greeted(imap);
    expect(greeting).toMatch(/^\* OK \[CAPABILITY IMAP4rev1 .*\] mail1\.provider\.example ready$/);
    expect(await line.ask('a1 LOGIN info@huber.example "Sesam \\"öffne\\" dich"')).toMatch(/^a1 OK /);
    expect(await line.ask("a2 STATUS INBOX (MESSAGES)")).toBe("* STATUS INBOX (MESSAGES 1)");
    expect(await line.hear()).toMatch(/^a2 OK /);
    expect(await line.ask("a3 LOGOUT")).toMatch(/^\* BYE/);
    expect(await line.hear()).toMatch(/^a3 OK /);
  });

  it("refuses a wrong password and a folder before the login", async () => {
    const { line } = await greeted(imap);
    expect(await line.ask("a1 SELECT INBOX")).toMatch(/^a1 NO /);
    expect(await line.ask("a2 LOGIN info@huber.example wrong")).toMatch(/^a2 NO \[AUTHENTICATIONFAILED\]/);
    line.end();
  });
});

describe("the POP3 face", () => {
  it("greets with its name, logs in and tells number and size of the messages", async () => {
    const { greeting, line } = await greeted(pop3);
    expect(greeting).toBe("+OK mail1.provider.example ready");
    expect(await line.ask("USER info@huber.example")).toMatch(/^\+OK/);
    expect(await line.ask("STAT")).toMatch(/^-ERR/);
    expect(await line.ask('PASS Sesam "öffne" dich')).toMatch(/^\+OK/);
    expect(await line.ask("STAT")).toBe("+OK 1 18");
    expect(await line.ask("QUIT")).toMatch(/^\+OK/);
  });
});

describe("the mailbox faces", () => {
  it("are down while the mail service is, and back with it", async () => {
    server.services.mail = "stopped";
    await Promise.all([imap.sync(), pop3.sync()]);
    await expect(dial(imap)).rejects.toThrow("ECONNREFUSED");
    await expect(dial(pop3)).rejects.toThrow("ECONNREFUSED");
    server.services.mail = "running";
    await Promise.all([imap.sync(), pop3.sync()]);
    expect((await greeted(imap)).greeting).toMatch(/^\* OK/);
  });
});
