import { describe, expect, it } from "vitest";
import type { PleskServer } from "./model";
import { seededRandom } from "./random";
import { seedServer } from "./seed";
import { emptyServer, shelf } from "./world";

function seeded(index: number, domains: number, role: "mail" | "web" = "web", seed = 1): PleskServer {
  const random = seededRandom(seed * 1000 + index);
  const server = emptyServer({
    key: `${role}${index + 1}`,
    name: `${role}${index + 1}.provider.example`,
    ipAddress: `192.0.2.${index + 10}`,
    now: Date.UTC(2026, 0, 1),
    bytes: random.bytes,
  });
  seedServer(server, { domains, random, role, index, ttl: 300 });
  return server;
}

describe("the seed", () => {
  it("gives byte-identical servers for the same seed, and others for another", () => {
    expect(JSON.stringify(seeded(0, 40))).toBe(JSON.stringify(seeded(0, 40)));
    expect(JSON.stringify(seeded(0, 40))).not.toBe(JSON.stringify(seeded(0, 40, "web", 2)));
  });

  it("makes exactly as many webspaces and sites as asked, however few", () => {
    for (const wanted of [0, 1, 3, 7, 10, 33]) {
      for (const index of [0, 1, 2, 3]) expect(seeded(index, wanted).domains).toHaveLength(wanted);
    }
  });

  it("shows every case on four servers with ten domains each", () => {
    const servers = [seeded(0, 0, "mail"), seeded(0, 10), seeded(1, 10), seeded(2, 10)];
    const domains = servers.flatMap((server) => server.domains);
    const mailNames = servers.flatMap((server) => server.mailNames);
    const accounts = servers.flatMap((server) => server.accounts);
    const aliases = servers.flatMap((server) => server.aliases);
    const zones = servers.flatMap((server) => server.zones);
    const some = (list: unknown[]) => expect(list.length).toBeGreaterThan(0);
    const twice = (list: string[]) => list.filter((value, index) => list.indexOf(value) !== index);

    some(domains.filter(({ name, asciiName }) => name !== asciiName));
    some(domains.filter(({ kind, parentId }) => kind === "site" && parentId === undefined));
    some(domains.filter(({ parentId }) => parentId !== undefined));
    some(domains.filter(({ status }) => status & 16));
    some(domains.filter(({ mail }) => mail.service === "off"));
    some(domains.filter(({ ownerId }) => ownerId === 1));
    some(domains.filter(({ mail }) => mail.nonexistentUser.kind === "forward"));
    some(domains.filter(({ mail }) => mail.nonexistentUser.kind === "bounce"));
    some(aliases.filter(({ mail }) => mail));
    some(aliases.filter(({ mail }) => !mail));
    some(mailNames.filter(({ aliases: own }) => own.length > 1));
    some(mailNames.filter(({ mailbox, forwarding }) => !mailbox.enabled && forwarding.enabled));
    some(mailNames.filter(({ mailbox, forwarding }) => mailbox.enabled && forwarding.enabled));
    some(mailNames.filter(({ autoresponder }) => autoresponder.enabled));
    some(accounts.filter(({ status }) => status === 16));
    some(accounts.filter(({ kind }) => kind === "reseller"));
    some(accounts.filter(({ ownerId, kind }) => kind === "customer" && ownerId !== 1));
    some(accounts.filter(({ company }) => /[<>]/.test(company) && /["&]/.test(company)));
    some(zones.filter(({ type }) => type === "slave"));
    some(zones.filter(({ records }) => records.some(({ value }) => value === "mx1.hosted-mail.example.")));
    some(twice(accounts.filter(({ kind }) => kind === "customer").map(({ login }) => login)));
    expect(twice(domains.map(({ asciiName }) => asciiName)).sort()).toEqual([
      "harbour-cafe.example",
      "twin-peaks-outdoor.example",
    ]);
  });

  it("keeps every name under the reserved top-level domains", () => {
    for (const { asciiName } of [...seeded(0, 200).domains, ...seeded(5, 200).domains]) {
      expect(asciiName).toMatch(/\.(example|test)$/);
    }
  });

  it("gives every zone the wanted time to live", () => {
    expect(new Set(seeded(0, 20).zones.map(({ soa }) => soa.ttl))).toEqual(new Set([300]));
  });

  it("fills a server of ten thousand domains within seconds", () => {
    const started = performance.now();
    const server = seeded(7, 10_000);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(shelf(server).domains.one("id", 10_000)).toBeDefined();
  });
});
