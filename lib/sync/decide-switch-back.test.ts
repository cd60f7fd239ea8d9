import { expect, test } from "vitest";
import { decideDomainBack } from "./decide-back";
import { drainSeconds } from "./drain";
import { alias, aliasZone, answers, CENTRAL, context, domain, HOME, mx, seen, seenMx, zone } from "./testing";

const deassigned = context({ wish: "deassigned" });
const written = { ...domain(null).written, switchedAt: "2026-05-01T00:00:00Z", name: "acme.example" };

/** A zone that had no MX when it was recorded; a person has set ours since. */
function back(...records: string[]) {
  const source = seen({ zones: [zone({ mx: seenMx(...records) })] });
  const c = domain("switching-back", { source, central: seen({ zones: [] }), written, publicMx: answers(records) });
  c.snapshots.set("zone:domain", { zone: "acme.example", ttl: 300, mx: [] });
  return decideDomainBack(c, deassigned);
}

test("where no MX is recorded a person says which it should have, and ours goes once it is there", () => {
  expect(back(`10 ${CENTRAL}`)).toMatchObject({ problem: { code: "snapshot-differs" } });
  const [home] = mx(`10 ${HOME}`);
  expect(back(`10 ${CENTRAL}`, `10 ${HOME}`)).toMatchObject({
    operations: [{ kind: "remove-mx", mx: { host: CENTRAL }, keep: [home] }],
  });
});

test("an alias that came with our MX, as its domain's zone was by then, does not hold the others up", () => {
  const ours = [`10 ${CENTRAL}`];
  const zones = [zone(), aliasZone()].map((each) => ({ ...each, mx: seenMx(...ours) }));
  const source = seen({ aliases: [alias], zones });
  const publicMx = new Map([...answers(ours), ...answers(ours, undefined, alias.ascii)]);
  const c = domain("switching-back", { source, central: seen({ aliases: [alias], zones: [] }), written, publicMx });
  expect(decideDomainBack(c, deassigned)).toMatchObject({
    operations: [{ kind: "add-mx", name: "acme.example", mx: { host: HOME } }],
  });
});

test("an absurd TTL keeps nobody waiting for longer than caches keep anything", () => {
  const limits = context().limits;
  expect(drainSeconds(86_400, limits)).toBe(86_400 * 1.2 + limits.drainMargin);
  expect(drainSeconds(2_147_483_647, limits)).toBe(7 * 86_400 * 1.2 + limits.drainMargin);
});
