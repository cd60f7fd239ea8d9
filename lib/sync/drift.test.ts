import { expect, test } from "vitest";
import { decideDomain } from "./decide";
import { homeDrift } from "./drift";
import { provenDigest } from "./facts";
import { answers, CENTRAL, context, domain, HOME, keptMx, mailOff, mx, NOW, seen, seenMx, zone } from "./testing";

const written = { ...domain(null).written, switchedAt: "2026-05-01T00:00:00Z", homeMailOff: true };
const assigned = (records: string[], mail = mailOff, changes: Parameters<typeof domain>[1] = {}) =>
  domain("assigned", {
    source: seen({ mail, zones: [zone({ mx: seenMx(...records) })] }),
    written,
    ...changes,
  });
const enforce = { of: { solution: "enforce" as const } };
const on = seen().mail;

test("an assigned domain that is as we left it needs nothing", () => {
  expect(homeDrift(assigned([`10 ${CENTRAL}`]), context())).toBeNull();
});

test("MX that somebody pointed elsewhere is told, and moved again only when a person says so", () => {
  expect(homeDrift(assigned([`10 ${HOME}`]), context())).toMatchObject({ problem: { code: "changed-by-someone" } });
  expect(homeDrift(assigned([`10 ${HOME}`], mailOff, enforce), context())).toMatchObject({ to: "switching" });
});

test("local mail that somebody switched on is told, and goes off again only when a person says so and after a drain", () => {
  const until = NOW + (900 * 1.2 + 3600) * 1000;
  const back = assigned([`10 ${CENTRAL}`], on);
  expect(homeDrift(back, context())).toMatchObject({ problem: { code: "changed-by-someone" } });
  expect(homeDrift(assigned([`10 ${CENTRAL}`], on, enforce), context())).toMatchObject({ to: "draining", until });
});

test("a domain whose mail was off when it came starts its move when its mail is switched on", () => {
  const idle = { ...written, switchedAt: null, homeMailOff: false };
  expect(homeDrift(assigned([`10 ${HOME}`], mailOff, { written: idle }), context())).toBeNull();
  expect(homeDrift(assigned([`10 ${HOME}`], on, { written: idle }), context())).toMatchObject({ to: "building" });
});

test("a zone that was never recorded, or that was built anew under a new name, has its MX moved", () => {
  const fresh = assigned([`10 ${HOME}`]);
  fresh.snapshots.delete("zone:domain");
  expect(homeDrift(fresh, context())).toMatchObject({ to: "switching" });
  const renamed = assigned([`10 ${HOME}`]);
  renamed.snapshots.set("zone:domain", { zone: "old.example", ttl: 300, mx: mx("10 mail.old.example") });
  expect(homeDrift(renamed, context())).toMatchObject({ to: "switching" });
});

test("a zone that its panel hid in the middle of the move has its MX moved on, and one that somebody put back has not", () => {
  const both = [`10 ${HOME}`, `10 ${CENTRAL}`];
  expect(homeDrift(assigned(both), context())).toMatchObject({ event: "mx-reclaimed", to: "switching" });
  const back = assigned(both);
  back.snapshots.set("zone:domain", { zone: "acme.example", ttl: 300, mx: [{ ...keptMx(...both)[0], id: 7 }] });
  expect(homeDrift(back, context())).toMatchObject({ problem: { code: "changed-by-someone" } });
  const more = assigned([...both, "20 mx.filter.example"]);
  expect(homeDrift(more, context())).toMatchObject({ problem: { code: "changed-by-someone" } });
});

test("while the old MX drains, a zone that its panel hid goes back to the switch", () => {
  const records = [`10 ${HOME}`, `10 ${CENTRAL}`];
  const source = seen({ zones: [zone({ mx: seenMx(...records) })] });
  const half = domain("draining", { source, publicMx: answers(records), written: { ...written, homeMailOff: false } });
  half.written.proven = provenDigest(source);
  expect(decideDomain(half, context())).toMatchObject({ event: "mx-reclaimed", to: "switching" });
});

test("a zone whose MX was moved where its DNS is says nothing on the panel", () => {
  const elsewhere = { written: { ...written, elsewhere: ["zone:domain"] } };
  expect(homeDrift(assigned([`10 ${HOME}`], mailOff, elsewhere), context())).toBeNull();
});
