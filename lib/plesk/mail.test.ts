import { describe, expect, test } from "vitest";
import { createMailName, createWebspace, createSite as plantSite } from "@/e2e/fleet/world";
import {
  addMailAliases,
  addresses,
  addressesByName,
  createAddress,
  mailPreferences,
  setCatchAll,
  setMailService,
  updateAddress,
} from "./mail";
import { type Address, objectId } from "./objects";
import { testPanel } from "./testing";

const id = (value: number) => objectId<"domain">(value);
const password = "u8$Nq3!xTz6@Hf1%&<";

function planted() {
  const { server, panel } = testPanel();
  const domain = createWebspace(server, { name: "example.com" });
  return { server, panel, domain: id(domain.id) };
}

const info: Address = {
  name: "info",
  mailbox: { quota: 1_073_741_824 },
  forwards: ["a@example.net", "b@example.net"],
  aliases: ["office", "sales"],
  autoresponder: {
    enabled: true,
    subject: "Away <until> Monday",
    contentType: "text/plain",
    charset: "UTF-8",
    text: "I am away.\nÄ & ö",
    forward: "",
    endDate: "2026-12-31",
  },
  description: "made by the manager",
};
const forwardOnly: Address = {
  name: "team",
  mailbox: null,
  forwards: ["c@example.net"],
  aliases: [],
  autoresponder: null,
  description: "",
};

describe("addresses", () => {
  test("are read back as they were made, without their password", async () => {
    const { server, panel, domain } = planted();
    const made = await panel.change([
      createAddress(domain, info, password),
      createAddress(domain, forwardOnly, password),
    ]);
    expect(made.map(({ ok }) => ok)).toEqual([true, true]);
    expect(server.mailNames[0]?.password).toBe(password);
    const told = [info, forwardOnly].map((address) => ({ ...address, password: null }));
    expect(await panel.ask(addresses(domain))).toEqual(told);
    expect(await panel.ask(addressesByName(domain, ["team", "nobody"]))).toEqual([told[1]]);
    expect(await panel.ask(addressesByName(domain, []))).toEqual([]);
  });

  test("become what is wanted, from anything to anything", async () => {
    const bare: Address = { ...forwardOnly, name: "info", mailbox: { quota: -1 }, forwards: null };
    const other: Address = { ...info, forwards: ["z@example.net"], aliases: ["sales", "shop"], autoresponder: null };
    for (const before of [info, bare, other])
      for (const after of [info, bare, other]) {
        const { panel, domain } = planted();
        await panel.change([createAddress(domain, before, password)]);
        const [current] = await panel.ask(addresses(domain));
        if (!current) throw new Error("nothing was made");
        const [changed] = await panel.change([updateAddress(domain, after, current)]);
        expect(changed).toEqual({ ok: true, value: undefined });
        expect((await panel.ask(addresses(domain)))[0]).toMatchObject({
          ...after,
          // A responder that is switched off keeps its words.
          autoresponder: after.autoresponder ?? (before.autoresponder && { ...before.autoresponder, enabled: false }),
        });
      }
  });

  test("get more aliases, and keep those that they have", async () => {
    const { panel, domain } = planted();
    await panel.change([createAddress(domain, { ...info, aliases: ["sales"] }, password)]);
    const more = (...aliases: string[]) => panel.change([addMailAliases(domain, info.name, aliases)]);
    expect(await more("shop", "desk")).toEqual([{ ok: true, value: undefined }]);
    expect((await panel.ask(addresses(domain)))[0]?.aliases).toEqual(["desk", "sales", "shop"]);
    expect(await more("desk")).toMatchObject([{ ok: false, error: { kind: "exists" } }]);
  });

  test("never lose a mailbox by an update", async () => {
    const { server, panel, domain } = planted();
    await panel.change([createAddress(domain, info, password)]);
    await panel.change([updateAddress(domain, { ...info, mailbox: null }, info)]);
    expect(server.mailNames[0]?.mailbox.enabled).toBe(true);
    expect(server.mailNames[0]?.password).toBe(password);
  });

  test("of a domain without any are an empty list, of one that is gone an error", async () => {
    const { panel, domain } = planted();
    const [none, gone] = await panel.read([addresses(domain), addresses(id(99))]);
    expect(none).toEqual({ ok: true, value: [] });
    expect(gone).toMatchObject({ ok: false, error: { kind: "missing" } });
  });

  test("that exist already are refused as existing", async () => {
    const { panel, domain } = planted();
    const [, again] = await panel.change([
      createAddress(domain, info, password),
      createAddress(domain, info, password),
    ]);
    expect(again).toMatchObject({ ok: false, error: { kind: "exists" } });
  });
});

describe("a domain's mail settings", () => {
  test("are told for each domain asked for, missing ones as missing", async () => {
    const { server, panel, domain } = planted();
    const site = id(plantSite(server, { name: "shop.example", webspaceId: domain, mail: { service: "unset" } }).id);
    const told = await panel.ask(mailPreferences([id(99), domain, site]));
    expect([...told.keys()]).toEqual([99, domain, site]);
    expect(told.get(id(99))).toBe("missing");
    expect(told.get(domain)).toMatchObject({ service: true, catchAll: { kind: "reject" } });
    expect(told.get(site)).toMatchObject({ service: false });
  });

  test("change one by one: the service, and what happens to mail for nobody", async () => {
    const { server, panel, domain } = planted();
    createMailName(server, server.domains[0] ?? raise(), { name: "info", mailbox: { enabled: true } });
    for (const catchAll of [
      { kind: "forward", address: "all@example.net" },
      { kind: "bounce", text: "No <such> address" },
      { kind: "reject" },
    ] as const) {
      const changed = await panel.change([setCatchAll(domain, catchAll), setMailService(domain, false)]);
      expect(changed.map(({ ok }) => ok)).toEqual([true, true]);
      expect((await panel.ask(mailPreferences([domain]))).get(domain)).toMatchObject({ catchAll, service: false });
    }
    await panel.change([setMailService(domain, true)]);
    expect((await panel.ask(mailPreferences([domain]))).get(domain)).toMatchObject({ service: true });
    expect(await panel.ask(addresses(domain))).toHaveLength(1);
  });
});

function raise(): never {
  throw new Error("the domain is missing");
}
