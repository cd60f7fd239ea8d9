import { describe, expect, test } from "vitest";
import type { DomainCase } from "./cases";
import { noteOtherNames, serverOf } from "./hosts";
import { whoNamesCentral } from "./mx";
import { answers, CENTRAL, domain, HOME, pair, seen, zone } from "./testing";
import type { World } from "./world";

const addresses: Record<string, string[]> = {
  "mx.customer.example": ["192.0.2.1"],
  "mx.third.example": ["203.0.113.9"],
  [HOME]: ["192.0.2.2"],
};
function worldThat(found: (host: string) => string[] = (host) => addresses[host] ?? []) {
  const asked: string[] = [];
  const dns = {
    addresses: async (host: string) => {
      asked.push(host);
      return found(host);
    },
  };
  return { asked, world: { dns, store: { pair: pair() } } as unknown as World };
}
const silent = () => {
  throw new Error("the resolver is silent");
};
const outside = seen({ zones: [zone({ served: false, unserved: "the zone is a slave" })] });

describe("an MX host", () => {
  test.each([
    [CENTRAL, "central"],
    ["web1", "home"],
    ["mx.customer.example", "central"],
    ["mx.third.example", "other"],
    ["nowhere.example", "other"],
    ["", "other"],
  ])("%s leads to %s", async (host, server) => {
    const c = domain("switching", { source: outside, publicMx: answers([`10 ${host}`]) });
    expect(await serverOf(worldThat().world, c, "acme.example", host)).toBe(server);
  });

  test("that the assigned server itself publishes is looked up by nobody", async () => {
    const { world, asked } = worldThat(silent);
    const publicMx = answers([`10 ${HOME}`]);
    expect(await serverOf(world, domain("switching", { publicMx }), "acme.example", HOME)).toBe("home");
    expect(asked).toEqual([]);
    const other = domain("switching", { source: outside, publicMx });
    await expect(serverOf(world, other, "acme.example", HOME)).rejects.toThrow("the resolver is silent");
  });
});

describe("the mail server under another name", () => {
  async function heard(publicMx: DomainCase["publicMx"], found?: (host: string) => string[]) {
    const c = domain("draining-back", { source: outside, publicMx });
    await noteOtherNames(worldThat(found).world, c);
    return whoNamesCentral(c, "acme.example", pair());
  }

  test("is named as well as by its own", async () => {
    expect(await heard(answers(["10 mx.customer.example"], [`10 ${HOME}`]))).toEqual({ by: "ns1.web1" });
    expect(await heard(answers(["10 mx.third.example"]))).toBe("nobody");
  });

  test("may be named while nobody tells where a host leads", async () => {
    expect(await heard(answers(["10 mx.customer.example"]), silent)).toEqual({ unknown: "the resolver is silent" });
    expect(await heard(answers([`10 ${CENTRAL}`]), silent)).toEqual({ by: "ns1.web1" });
  });
});
