import { describe, expect, test } from "vitest";
import { createAlias, createWebspace } from "@/e2e/fleet/world";
import { addRecord, records, remoteDns, removeRecord, zones } from "./dns";
import { objectId } from "./objects";
import { testPanel } from "./testing";

function planted() {
  const { server, panel } = testPanel();
  const domain = { domain: objectId<"domain">(createWebspace(server, { name: "example.com" }).id) };
  const alias = { alias: objectId<"alias">(createAlias(server, { domainId: domain.domain, name: "example.org" }).id) };
  return { server, panel, domain, alias };
}

describe("zones", () => {
  test("are told for domains and aliases; an owner without one is left out", async () => {
    const { server, panel, domain, alias } = planted();
    const gone = { domain: objectId<"domain">(99) };
    expect(await panel.ask(zones([alias, domain, gone]))).toEqual([
      { owner: domain, ttl: 86400, kind: "master", enabled: true },
      { owner: alias, ttl: 86400, kind: "master", enabled: true },
    ]);
    expect(await panel.ask(records([gone]))).toEqual([]);
    Object.assign(server.faults, { zonesSlave: true, zonesDisabled: true });
    expect(await panel.ask(zones([domain]))).toMatchObject([{ kind: "slave", enabled: false }]);
  });

  test("change by one record: added, read back, removed by its id", async () => {
    const { panel, domain, alias } = planted();
    const [before] = await panel.ask(records([domain], ["MX"]));
    expect(before).toMatchObject({
      owner: domain,
      type: "MX",
      host: "example.com",
      value: "mail.example.com",
      option: "10",
    });
    const mx = { type: "MX", host: "", value: "mx1.mail.example.net", option: "10" } as const;
    const [added, addedToAlias] = await panel.change([addRecord(domain, mx), addRecord(alias, mx)]);
    if (!added.ok || !before) throw new Error("nothing was added");
    expect(addedToAlias.ok).toBe(true);
    const [removed, again] = await panel.change([removeRecord(before.id), removeRecord(before.id)]);
    expect([removed.ok, again.ok]).toEqual([true, true]);
    expect(await panel.ask(records([domain], ["MX"]))).toEqual([
      {
        id: added.value.id,
        owner: domain,
        type: "MX",
        host: "example.com",
        value: "mx1.mail.example.net",
        option: "10",
      },
    ]);
  });

  test("are told with records of all types, or of those asked for", async () => {
    const { panel, domain, alias } = planted();
    const all = await panel.ask(records([domain, alias]));
    expect(new Set(all.map(({ type }) => type))).toEqual(new Set(["NS", "A", "MX", "TXT"]));
    const some = await panel.ask(records([domain, alias], ["MX", "A"]));
    expect(some).toEqual(all.filter(({ type }) => type === "MX" || type === "A"));
  });

  test("mean nothing to the world where DNS is served elsewhere, and the panel says so", async () => {
    const { server, panel } = planted();
    expect(await panel.ask(remoteDns())).toBe(false);
    server.remoteDns = true;
    expect(await panel.ask(remoteDns())).toBe(true);
  });
});
