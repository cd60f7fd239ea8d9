import { describe, expect, test } from "vitest";
import {
  createAccount,
  createWebspace,
  createAlias as plantAlias,
  createSite as plantSite,
  setDomain,
} from "@/e2e/fleet/world";
import { aliases, aliasesOf, createAlias, setAlias } from "./aliases";
import {
  createMainDomain,
  createSite,
  domains,
  domainsById,
  mainDomainsByExternalId,
  mainDomainsByName,
  renameMainDomain,
  renameSite,
  setOwner,
  sites,
  sitesByName,
} from "./domains";
import { objectId } from "./objects";
import { testPanel } from "./testing";

const password = "q7!Vt2#pLw9@Zk4%";
const id = (value: number) => objectId<"domain">(value);

function planted() {
  const { server, panel } = testPanel();
  const ada = createAccount(server, { login: "ada", password, contactName: "Ada" });
  const main = createWebspace(server, { name: "Bücher.example", ownerId: ada.id, externalId: "x1" });
  const own = createWebspace(server, { name: "own.example" });
  const site = plantSite(server, { name: "shop.example", webspaceId: main.id });
  return { server, panel, ada, main, own, site };
}

describe("domains", () => {
  test("are told with their owner and their other name", async () => {
    const { server, panel, ada, main, own, site } = planted();
    setDomain(server, own, { status: 16 });
    const expected = [
      {
        id: main.id,
        guid: main.guid,
        kind: "main",
        name: "bücher.example",
        ascii: "xn--bcher-kva.example",
        suspended: false,
        subscription: main.id,
        owner: ada.id,
        externalId: "x1",
      },
      {
        id: own.id,
        guid: own.guid,
        kind: "main",
        name: "own.example",
        ascii: "own.example",
        suspended: true,
        subscription: own.id,
        owner: null,
        externalId: "",
      },
    ];
    const shop = {
      id: site.id,
      guid: site.guid,
      kind: "site",
      name: "shop.example",
      ascii: "shop.example",
      suspended: false,
      subscription: main.id,
      owner: null,
      externalId: "",
    };
    expect(await panel.ask(domains())).toEqual(expected);
    expect(await panel.ask(sites())).toEqual([shop]);
    expect(await panel.ask(domainsById([id(site.id), id(own.id), id(99)]))).toEqual(
      new Map([
        [site.id, shop],
        [own.id, expected[1]],
      ]),
    );
    expect(await panel.ask(mainDomainsByExternalId(["x1", "x2"]))).toEqual(new Map([["x1", expected[0]]]));
    const names = ["XN--BCHER-KVA.example", "bücher.example", "shop.example", "none.example"];
    expect(await panel.ask(mainDomainsByName(names))).toEqual(
      new Map([names[0], names[1]].map((name) => [name, expected[0]])),
    );
    expect(await panel.ask(sitesByName(names))).toEqual(new Map([["shop.example", shop]]));
  });

  test("are made without web hosting, and renamed", async () => {
    const { server, panel, ada } = planted();
    const ipAddress = server.ipAddress;
    const owner = objectId<"client">(ada.id);
    const link = { ipAddress, externalId: "x9", description: "mirrored" };
    const [main, administrators, taken] = await panel.change([
      createMainDomain({ ...link, name: "new.example", owner, mail: false }),
      createMainDomain({ ...link, name: "admins.example", owner: null }),
      createMainDomain({ ...link, name: "shop.example", owner }),
    ]);
    expect(administrators.ok).toBe(true);
    expect(taken).toMatchObject({ ok: false, error: { kind: "exists" } });
    if (!main.ok) throw main.error;
    expect(server.domains.find(({ id }) => id === main.value.id)).toMatchObject({
      guid: main.value.guid,
      hosting: "none",
      ownerId: ada.id,
      externalId: "x9",
      mail: { service: "off" },
    });
    const [site] = await panel.change([createSite({ name: "side.example", subscription: main.value.id, mail: true })]);
    if (!site.ok) throw site.error;
    await panel.change([renameMainDomain(main.value.id, "newer.example"), renameSite(site.value.id, "beside.example")]);
    const names = [...(await panel.ask(domainsById([main.value.id, site.value.id]))).values()].map(({ name }) => name);
    expect(names).toEqual(["newer.example", "beside.example"]);
  });

  test("are given to another owner, to the administrator, and to nobody who is not there", async () => {
    const { server, panel, ada, main, own, site } = planted();
    const [toAda, toAdministrator, toNobody, noDomain] = await panel.change([
      setOwner(id(own.id), objectId<"client">(ada.id)),
      setOwner(id(main.id), null),
      setOwner(id(own.id), objectId<"client">(99)),
      setOwner(id(site.id), null),
    ]);
    expect([toAda.ok, toAdministrator.ok]).toEqual([true, true]);
    for (const refused of [toNobody, noDomain])
      expect(refused).toMatchObject({ ok: false, error: { kind: "missing" } });
    const told = await panel.ask(domainsById([id(main.id), id(own.id)]));
    expect([...told.values()].map(({ name, owner }) => [name, owner])).toEqual([
      ["bücher.example", null],
      ["own.example", ada.id],
    ]);
    expect(server.domains.find(({ id }) => id === main.id)).toMatchObject({ externalId: "x1", ownerId: 1 });
  });
});

describe("domain aliases", () => {
  test("are made, switched and told by domain", async () => {
    const { server, panel, main, own } = planted();
    plantAlias(server, { domainId: own.id, name: "old.example", mail: false });
    const [made] = await panel.change([
      createAlias({ domain: id(main.id), name: "Ähre.example", mail: true, dns: false }),
    ]);
    if (!made.ok) throw made.error;
    const alias = {
      id: made.value.id,
      domain: main.id,
      name: "ähre.example",
      ascii: "xn--hre-pla.example",
      mail: true,
      dns: false,
      active: true,
    };
    expect(await panel.ask(aliasesOf([id(main.id), id(99)]))).toEqual([alias]);
    expect(await panel.ask(aliases())).toMatchObject([{ name: "old.example", mail: false }, alias]);
    const [switched] = await panel.change([setAlias(made.value.id, { mail: false })]);
    expect(switched.ok).toBe(true);
    expect(await panel.ask(aliasesOf([id(main.id)]))).toEqual([{ ...alias, mail: false }]);
  });
});
