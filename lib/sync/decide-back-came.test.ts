import { describe, expect, test } from "vitest";
import { decideDomainBack } from "./decide-back";
import { address, alias, answers, CENTRAL, context, domain, HOME, seen, seenMx, zone } from "./testing";

const deassigned = context({ wish: "deassigned" });
const written = { ...domain(null).written, switchedAt: "2026-05-01T00:00:00Z", name: "acme.example" };
const both = { zones: [zone({ mx: seenMx(`10 ${CENTRAL}`, `10 ${HOME}`) })] };
/** Its name servers go on naming the mail server, for days perhaps. */
const lingering = answers([`10 ${CENTRAL}`, `10 ${HOME}`], [`10 ${CENTRAL}`]);
const waits = (changes: Parameters<typeof domain>[1]) =>
  decideDomainBack(domain("switching-back", { written, publicMx: lingering, ...changes }), deassigned);
const operations = (...list: object[]) => ({
  do: "operations",
  operations: list.map((o) => expect.objectContaining(o)),
});
const garden = address("garden");

describe("what comes at home while a domain is on its way there", () => {
  test("is nothing as a rule: it waits for its name servers", () => {
    expect(waits({ source: seen(both), central: seen() })).toMatchObject({ do: "wait" });
  });

  test("a new address is made at the mail server too, as long as somebody may be told of it", () => {
    const source = seen({ ...both, addresses: [...seen().addresses, garden] });
    const made = operations({
      kind: "create-address",
      side: "central",
      address: expect.objectContaining({ name: "garden" }),
    });
    expect(waits({ source, central: seen() })).toEqual(made);
    const never = { ...written, switchedAt: null };
    expect(waits({ source, central: seen(), written: never })).not.toEqual(made);
    const silent = seen({ mail: { ...seen().mail, service: false } });
    expect(waits({ source, central: silent })).not.toEqual(made);
  });

  test("a new name and a new alias are told to the mail server, unless another server has the name", () => {
    const source = seen({ ...both, name: "acme.test", ascii: "acme.test" });
    const renamed = operations({ kind: "rename-domain", ascii: "acme.test" });
    expect(waits({ source, central: seen() })).toEqual(renamed);
    const c = domain("switching-back", { source, central: seen(), written, publicMx: lingering });
    c.holder = { accountId: 9, server: "web2" };
    expect(decideDomainBack(c, deassigned)).not.toEqual(renamed);
    const more = seen({ ...both, aliases: [alias] });
    expect(waits({ source: more, central: seen() })).toEqual(operations({ kind: "create-alias", ascii: "acme.test" }));
  });

  test("is done without where the mail server has refused it", () => {
    const source = seen({ ...both, addresses: [...seen().addresses, garden] });
    const c = domain("switching-back", { source, central: seen(), written, publicMx: lingering });
    c.leftWithout = "mail1 refused to create address garden@acme.test.";
    expect(decideDomainBack(c, deassigned)).toMatchObject({ do: "wait" });
  });

  test("an address that somebody took away at the mail server is not made there again", () => {
    const source = seen({ ...both, addresses: [...seen().addresses, garden] });
    const c = domain("switching-back", { source, central: seen(), written, publicMx: lingering });
    c.rows.set("garden", { name: "garden", written: garden } as never);
    expect(decideDomainBack(c, deassigned)).toMatchObject({ do: "wait" });
  });
});
