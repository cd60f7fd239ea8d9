import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Dialogue, dial } from "./dialogue";
import type { Door } from "./door";
import type { PleskServer } from "./model";
import { openSmtp } from "./smtp";
import { createAlias, createMailName, createWebspace, emptyServer, setMailPreferences } from "./world";

let server: PleskServer;
let door: Door;

beforeEach(async () => {
  server = emptyServer({ key: "web1", name: "web1.provider.example", ipAddress: "192.0.2.11" });
  const domain = createWebspace(server, { name: "bäckerei.example" });
  createAlias(server, { domainId: domain.id, name: "backstube.example" });
  createMailName(server, domain, { name: "info", mailbox: { enabled: true }, aliases: ["office"] });
  createMailName(server, domain, { name: "team", forwarding: { enabled: true, addresses: ["info@bäckerei.example"] } });
  createWebspace(server, { name: "silent.example", mail: { service: "off" } });
  door = await openSmtp(server, { host: "127.0.0.1", port: 0 });
});

afterEach(() => door.close());

async function greeted(): Promise<Dialogue> {
  const line = await dial(door);
  expect(await line.hear()).toBe("220 web1.provider.example ESMTP");
  expect(await line.ask("HELO sender.test")).toMatch(/^250 /);
  expect(await line.ask("MAIL FROM:<mara@sender.test>")).toMatch(/^250 /);
  return line;
}

const host = "xn--bckerei-5wa.example";

describe("the SMTP face", () => {
  it("answers RCPT TO from the model", async () => {
    const line = await greeted();
    expect(await line.ask(`RCPT TO:<info@${host}>`)).toMatch(/^250 /);
    expect(await line.ask(`RCPT TO:<office@${host}>`)).toMatch(/^250 /);
    expect(await line.ask("RCPT TO:<info@backstube.example>")).toMatch(/^250 /);
    expect(await line.ask(`RCPT TO:<nobody@${host}>`)).toMatch(/^550 /);
    expect(await line.ask("RCPT TO:<info@silent.example>")).toMatch(/^550 /);
    expect(await line.ask("RCPT TO:<info@stranger.example>")).toMatch(/^554 /);
    line.end();
  });

  it("takes a catch-all's mail once there is one", async () => {
    const domain = server.domains[0];
    if (domain) {
      setMailPreferences(server, domain, { nonexistentUser: { kind: "forward", address: `info@${host}` } });
    }
    const line = await greeted();
    expect(await line.ask(`RCPT TO:<nobody@${host}>`)).toMatch(/^250 /);
    line.end();
  });

  it("stores a message in each mailbox that its recipients lead to", async () => {
    const line = await greeted();
    await line.ask(`RCPT TO:<info@${host}>`);
    await line.ask(`RCPT TO:<team@${host}>`);
    expect(await line.ask("DATA")).toMatch(/^354 /);
    expect(await line.ask("Subject: Bread\r\n\r\nTwo loaves, please.\r\n.")).toMatch(/^250 /);
    expect(server.messages.map(({ recipient, from }) => [recipient, from])).toEqual([
      [`info@${host}`, "mara@sender.test"],
      [`info@${host}`, "mara@sender.test"],
    ]);
    expect(server.messages[0]?.body).toContain("Two loaves, please.");
    line.end();
  });

  it("answers a pipelined conversation in order", async () => {
    const line = await dial(door);
    await line.hear();
    line.say(`HELO a.test\r\nMAIL FROM:<>\r\nRCPT TO:<info@${host}>\r\nRCPT TO:<none@${host}>\r\nRSET\r\nQUIT`);
    const answers = [];
    for (let count = 0; count < 6; count += 1) answers.push((await line.hear()).slice(0, 3));
    expect(answers).toEqual(["250", "250", "250", "550", "250", "221"]);
  });

  it("refuses connections while the service is stopped, and comes back at the same port", async () => {
    const open = await greeted();
    const { port } = door;
    server.services.smtp = "stopped";
    await door.sync();
    await expect(dial(door)).rejects.toThrow("ECONNREFUSED");
    expect(await open.hear()).toMatch(/^421 /);
    server.services.smtp = "running";
    await door.sync();
    expect(door.port).toBe(port);
    (await greeted()).end();
  });
});
