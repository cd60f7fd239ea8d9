import { beforeEach, describe, expect, test } from "vitest";
import type { Domain, PleskServer } from "../model";
import {
  accepts,
  createAlias,
  createMailName,
  createWebspace,
  deliveryFor,
  emptyServer,
  removeMailName,
  renameMailName,
  setAlias,
  setDomain,
  setMailPreferences,
  updateMailName,
} from "../world";

let web: PleskServer;
let domain: Domain;

beforeEach(() => {
  web = emptyServer({ key: "web1", name: "web1.provider.example", ipAddress: "192.0.2.10" });
  domain = createWebspace(web, { name: "uno.example" });
});

describe("what RCPT TO answers", () => {
  test("mailboxes, aliases of them and forwards are accepted; what does nothing is not", () => {
    createMailName(web, domain, { name: "info", mailbox: { enabled: true }, aliases: ["office"] });
    createMailName(web, domain, { name: "away", forwarding: { enabled: true, addresses: ["x@y.example"] } });
    createMailName(web, domain, { name: "idle" });
    const said = ["info", "OFFICE", "away", "idle", "ghost"].map((local) => accepts(web, "Uno.Example.", local));
    expect(said).toEqual(["accepted", "accepted", "accepted", "unknown-address", "unknown-address"]);
    expect(deliveryFor(web, "uno.example", "away").forwards).toEqual(["x@y.example"]);
    expect(accepts(web, "other.example", "info")).toBe("unknown-domain");
  });

  test("a domain alias receives like its domain while its mail is on", () => {
    createMailName(web, domain, { name: "info", mailbox: { enabled: true } });
    const alias = createAlias(web, { domainId: domain.id, name: "due.example" });
    expect(accepts(web, "due.example", "info")).toBe("accepted");
    setAlias(web, alias, { mail: false });
    expect(accepts(web, "due.example", "info")).toBe("mail-off");
  });

  test("unknown addresses are refused, bounced or caught", () => {
    setMailPreferences(web, domain, { nonexistentUser: { kind: "bounce", text: "Gone." } });
    expect(deliveryFor(web, "uno.example", "any")).toMatchObject({ reception: "bounced", bounceText: "Gone." });
    setMailPreferences(web, domain, { nonexistentUser: { kind: "forward", address: "all@uno.example" } });
    expect(deliveryFor(web, "uno.example", "any")).toMatchObject({
      reception: "accepted",
      forwards: ["all@uno.example"],
    });
  });

  test("mail off and suspension refuse everyone", () => {
    createMailName(web, domain, { name: "info", mailbox: { enabled: true } });
    setDomain(web, domain, { status: 16 });
    expect(accepts(web, "uno.example", "info")).toBe("suspended");
    setMailPreferences(web, domain, { service: "off" });
    expect(accepts(web, "uno.example", "info")).toBe("mail-off");
  });
});

describe("mail names", () => {
  test("share their names with the aliases of others", () => {
    const info = createMailName(web, domain, { name: "info", aliases: ["office"] });
    expect(() => createMailName(web, domain, { name: "Office" })).toThrow("already exists");
    expect(() => updateMailName(web, domain, info, { aliases: ["a b"] })).toThrow("not valid");
    updateMailName(web, domain, info, { aliases: ["office", "desk"] });
    expect(info.aliases).toEqual(["office", "desk"]);
  });

  test("take their messages along when renamed, and with them when removed", () => {
    const info = createMailName(web, domain, { name: "info" });
    web.messages.push({ recipient: "info@uno.example", from: "x@y.example", body: "hello", receivedAt: 0 });
    renameMailName(web, domain, info, "desk");
    expect(web.messages[0]?.recipient).toBe("desk@uno.example");
    removeMailName(web, domain, info);
    expect(web.messages).toEqual([]);
  });

  test("survive mail off, and not the service being taken away", () => {
    createMailName(web, domain, { name: "info" });
    setMailPreferences(web, domain, { service: "off" });
    expect(web.mailNames).toHaveLength(1);
    setMailPreferences(web, domain, { service: "unset" });
    expect(web.mailNames).toEqual([]);
  });
});
