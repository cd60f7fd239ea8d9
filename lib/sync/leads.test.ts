import { describe, expect, test } from "vitest";
import type { DomainCase } from "./cases";
import { whereItLeads, worstOf } from "./leads";
import { alias, answers, CENTRAL, domain, HOME, pair, seen, zone } from "./testing";
import type { World } from "./world";

const hosts: Record<string, string[]> = {
  [HOME]: ["192.0.2.2"],
  "acme.example": ["192.0.2.2"],
  "mx.customer.example": ["192.0.2.1"],
  "mx.third.example": ["203.0.113.9"],
};

/** Where mail goes when the name servers say this of a zone that the panel does not publish. */
async function leads(publicMx: DomainCase["publicMx"], found = hosts) {
  const source = seen({ zones: [zone({ served: false, unserved: "the zone is a slave" })] });
  const dns = { addresses: async (host: string) => found[host] ?? [] };
  const world = { dns, store: { pair: pair() } } as unknown as World;
  return worstOf(await whereItLeads(world, domain("building", { source, publicMx })));
}

describe("mail goes to one of the two servers", () => {
  test.each<[string, Parameters<typeof answers>]>([
    ["where MX has the assigned server's address", [[`10 ${HOME}`]]],
    ["where MX has the mail server's address under another name", [["10 mx.customer.example"]]],
    ["where there is no MX and the name itself leads there", [[]]],
    ["where one name server says so already", [["10 mx.third.example"], [`10 ${HOME}`]]],
    ["where the mail server is named, however late", [["10 mx.third.example", `50 ${CENTRAL}`]]],
    ["where no name server has the zone", ["absent"]],
  ])("%s", async (_, said) => {
    expect(await leads(answers(...said))).toEqual({ to: "us" });
  });

  test("where it is delegated to nobody, who could lead it elsewhere", async () => {
    expect(await leads(new Map([["acme.example", { failed: "none", again: false }]]))).toEqual({ to: "us" });
  });
});

describe("mail goes to a third place", () => {
  test("where MX has another address, also under the same name as at home", async () => {
    const moved = { ...hosts, [HOME]: ["203.0.113.9"] };
    const why = `acme.example: its mail goes to ${HOME}, which is neither web1 nor mail1`;
    expect(await leads(answers([`10 ${HOME}`]), moved)).toEqual({ to: "elsewhere", why });
  });

  test("where an alias is handled for another server", async () => {
    const c = domain("assigned", { source: seen({ aliases: [alias] }), heldAliases: new Map([[alias.ascii, "web2"]]) });
    const world = { dns: {}, store: { pair: pair() } } as unknown as World;
    const why = `${alias.ascii}, an alias of acme.example, is already handled for web2`;
    expect((await whereItLeads(world, c)).get(alias.ascii)).toEqual({ to: "elsewhere", why, held: true });
  });

  test("where home only stands in for it", async () => {
    const said = answers(["10 mx.third.example", `20 ${HOME}`]);
    expect(await leads(said)).toEqual({
      to: "elsewhere",
      why: "acme.example: its mail goes to mx.third.example, which is neither web1 nor mail1",
    });
  });

  test("where a null MX says that nobody takes it", async () => {
    const said = new Map([
      [
        "acme.example",
        { servers: [{ name: "ns1", mx: [{ host: "", preference: 0 }], cause: null, absent: false }], ttl: 1 },
      ],
    ]);
    expect(await leads(said)).toEqual({ to: "elsewhere", why: "acme.example: its MX says that nobody takes its mail" });
  });
});

describe("nobody can tell", () => {
  test("while a name server is silent and no other leads to us", async () => {
    const why = "acme.example: ns2.web1 does not answer (no answer)";
    expect(await leads(answers(["10 mx.third.example"], "no answer"))).toEqual({ to: "unknown", why, again: false });
    expect(await leads(answers([`10 ${HOME}`], "no answer"))).toEqual({ to: "us" });
  });

  test("while its name servers cannot be found out", async () => {
    const trouble = new Map([["acme.example", { failed: "the resolver is silent", again: true }]]);
    const why = "acme.example: the resolver is silent";
    expect(await leads(trouble)).toEqual({ to: "unknown", why, again: true });
  });
});
