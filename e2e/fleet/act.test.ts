import { beforeEach, describe, expect, it } from "vitest";
import { deedList, perform } from "./act";
import type { PleskServer } from "./model";
import { emptyServer, zoneOf } from "./world";

let server: PleskServer;

beforeEach(() => {
  server = emptyServer({ key: "web1", name: "web1.provider.example", ipAddress: "192.0.2.11" });
});

function act(line: string): string {
  const [deed = "", ...args] = line.split(" ");
  return perform({ server, ttl: 60, violations: [] }, deed, args);
}

describe("a deed", () => {
  it("builds a client with a domain, a site, a subdomain, an alias and addresses", () => {
    act("add-client ada Ada Lovelace");
    act("add-domain engines.example --owner ada");
    act("add-site engines.example looms.example --mail off");
    act("add-subdomain engines.example team");
    act("add-alias engines.example engine.test");
    act("add-address ada@engines.example");
    act("add-address all@engines.example --forward ada@engines.example,bob@private-post.test");
    expect(server.domains.map(({ name, mail }) => [name, mail.service])).toEqual([
      ["engines.example", "on"],
      ["looms.example", "off"],
      ["team.engines.example", "on"],
    ]);
    expect(zoneOf(server, { domainId: 1 })?.soa.ttl).toBe(60);
    const shown = act("show engines.example");
    expect(shown).toContain("webspace 1 of ada");
    expect(shown).toContain("alias engine.test, with mail");
    expect(shown).toContain("all, forwards to ada@engines.example and bob@private-post.test");
  });

  it("renames, suspends, resumes and deletes", () => {
    act("add-client ada");
    act("add-domain engines.example --owner ada");
    act("rename-client ada lovelace");
    act("rename-domain engines.example mills.example");
    act("suspend-client lovelace");
    expect(server.domains[0]).toMatchObject({ name: "mills.example", status: 2 });
    act("resume-client lovelace");
    act("suspend-domain mills.example");
    expect(server.domains[0]?.status).toBe(16);
    act("resume-domain mills.example");
    expect(server.domains[0]?.status).toBe(0);
    act("set-mail mills.example off");
    expect(server.domains[0]?.mail.service).toBe("off");
    act("delete-client lovelace");
    expect(server.domains).toEqual([]);
  });

  it("gives a webspace with its sites to another client, or to the administrator", () => {
    act("add-client ada");
    act("add-client bob");
    act("add-domain engines.example --owner ada");
    act("add-site engines.example looms.example");
    act("suspend-client ada");
    expect(act("change-owner engines.example bob")).toBe("engines.example belongs to bob on web1.");
    expect(server.domains.map(({ ownerId, status }) => [ownerId, status])).toEqual([
      [3, 0],
      [3, 0],
    ]);
    act("change-owner engines.example administrator");
    expect(server.domains.map(({ ownerId }) => ownerId)).toEqual([1, 1]);
    expect(() => act("change-owner looms.example bob")).toThrow("goes where that one goes");
    expect(() => act("change-owner engines.example eva")).toThrow("no account eva");
  });

  it("adds and removes DNS records", () => {
    act("add-domain engines.example");
    expect(act("add-record engines.example MX @ mx.other.example 5")).toContain("MX 5 mx.other.example.");
    act("remove-record engines.example MX @ mail.engines.example");
    const mx = zoneOf(server, { domainId: 1 })?.records.filter(({ type }) => type === "MX");
    expect(mx?.map(({ value }) => value)).toEqual(["mx.other.example."]);
  });

  it("switches services, faults and assumptions", () => {
    act("service mail stop");
    act("fault latencyMs 250");
    act("fault html on");
    act("assume lastId inclusive");
    expect(server.services.mail).toBe("stopped");
    expect(server.faults).toMatchObject({ latencyMs: 250, html: true });
    expect(server.assumptions.lastId).toBe("inclusive");
    act("fault none");
    expect(server.faults).toMatchObject({ latencyMs: 0, html: false });
  });

  it("says what becomes of a message", () => {
    act("add-domain engines.example");
    act("add-address ada@engines.example");
    act("add-address all@engines.example --forward ada@engines.example");
    expect(act("send bob@b.test all@engines.example Hello there")).toBe(
      "all@engines.example: forwarded to ada@engines.example.\n" +
        "ada@engines.example: in the mailbox ada@engines.example on web1.provider.example.",
    );
    expect(act("send bob@b.test eve@engines.example")).toContain("refused");
    expect(act("messages ada@engines.example")).toContain("Hello there");
  });

  it("answers wrong input with a sentence that says what is right", () => {
    expect(() => act("fly")).toThrow(/There is no deed fly/);
    expect(() => act("add-domain")).toThrow("Write: add-domain <name> [--owner login] [--mail on|off]");
    expect(() => act("add-domain a.example --colour red")).toThrow("does not know --colour");
    expect(() => act("show lost.example")).toThrow("web1 has no domain lost.example. It has none yet.");
    expect(() => act("service smtp pause")).toThrow("What to do with it is start, stop, none; not pause.");
    expect(() => act("assume lastId maybe")).toThrow("lastId is exclusive or inclusive; not maybe.");
    act("add-domain a.example");
    expect(() => act("add-domain a.example")).toThrow("web1 refuses with 1007: Domain a.example already exists.");
  });

  it("knows for every assumption the answer that a server begins with", () => {
    for (const [name, answer] of Object.entries(server.assumptions)) {
      expect(act("assume")).toContain(`${name} ${answer} (or `);
      expect(act(`assume ${name} ${answer}`)).toBe(`${name} on web1: ${answer}.`);
    }
  });

  it("stands in the list with its arguments and a sentence", () => {
    expect(deedList()).toContain("add-address <local@domain>");
    expect(deedList()).toContain("service smtp|mail|dns|web start|stop|none");
  });
});
