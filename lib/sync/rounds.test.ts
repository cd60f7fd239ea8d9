import { expect, test } from "vitest";
import { wasNamed } from "./drain";
import { provenDigest } from "./facts";
import { decide, rounds } from "./rounds";
import { CENTRAL, context, domain, HOME, mx, NOW, pair, seen, zone } from "./testing";
import type { World } from "./world";

/** One domain whose DNS is elsewhere, waiting for a person to set its MX there; and what its name servers say. */
async function look(...said: string[]) {
  const source = seen({ zones: [zone({ served: false, unserved: "the zone is a slave" })] });
  const proven = provenDigest(source);
  const c = domain("switching", { source, written: { ...domain(null).written, proven } });
  const world = {
    store: { pair: pair() },
    clock: { now: () => NOW, doubt: 0 },
    dns: {
      nameServers: async () => [{ name: "ns.dns.example", address: "192.0.2.53" }],
      addresses: async () => ["192.0.2.2"],
      mxAt: async () => ({ ok: true, mx: mx(...said), ttl: 300 }),
    },
  } as unknown as World;
  const cases = { clients: [], domains: [c], alone: new Set<never>(), atRest: [], prints: [] };
  await rounds(world, { ...cases, centralAddress: "", centralIdentity: {} as never }, context());
  return c;
}

test("a mail server that somebody else's DNS was seen to name is drained on the way back, one that was not is not", async () => {
  const waiting = await look(`10 ${HOME}`);
  expect(waiting.problem?.code).toBe("dns-elsewhere");
  expect(wasNamed(waiting)).toBe(false);
  const half = await look(`10 ${CENTRAL}`, `20 ${HOME}`);
  expect(half.problem?.code).toBe("dns-elsewhere");
  expect(wasNamed(half)).toBe(true);
  expect(half.dirty).toBe(true);
});

test("nothing is decided while a change of mail flow may still take effect that was never answered", () => {
  const unsettled = (ago: number) => decide(domain("building", { unsettledSince: NOW - ago }), context());
  expect(unsettled(539_000)).toMatchObject({ do: "wait", until: NOW + 1_000 });
  expect(unsettled(540_000)).toMatchObject({ do: "advance", event: "built" });
  const back = domain("switching-back", { unsettledSince: NOW });
  expect(decide(back, context({ wish: "deassigned" }))).toMatchObject({ do: "wait", until: NOW + 540_000 });
  // Begun ten seconds before the clock was set forward by an hour, which was noticed after twenty.
  const leapt = { ...context(), leaps: [{ at: NOW, by: 3_600_000 }] };
  const begun = NOW - 3_620_000;
  expect(decide(domain("building", { unsettledSince: begun }), leapt)).toMatchObject({
    do: "wait",
    until: NOW + 520_000,
  });
});

test("while many name servers are asked the lease is kept, and nobody more is asked once nothing may be done", async () => {
  let gates = 0;
  let asked = 0;
  const domains = Array.from({ length: 100 }, (_, id) => domain("switching", { of: { id } }));
  for (const c of domains) c.written.proven = provenDigest(c.source);
  const world = {
    store: { pair: pair(), gate: async () => (++gates < 3 ? { open: true } : { open: false, why: "stopped" }) },
    clock: { now: () => NOW, doubt: 0 },
    dns: {
      nameServers: async () => {
        asked += 1;
        return [];
      },
      addresses: async () => [],
    },
  } as unknown as World;
  const cases = { clients: [], domains, alone: new Set<never>(), atRest: [], prints: [] };
  const going = rounds(world, { ...cases, centralAddress: "", centralIdentity: {} as never }, context());
  await expect(going).rejects.toThrow("stopped");
  expect({ gates, asked }).toEqual({ gates: 3, asked: 96 });
  expect(domains.filter(({ written }) => written.askedAt !== null)).toHaveLength(96);
});
