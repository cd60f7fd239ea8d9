import { type DomainCase, mailSnapshot, zoneSnapshot } from "./cases";
import { drainSeconds } from "./drain";
import { showMx } from "./facts";
import type { Cases } from "./gather";
import { PACKETS, type Preview, summed } from "./preview-shape";
import type { World } from "./world";

/** What deassigning would restore, from what was recorded before the move. */
export function wayBack(cases: Cases, world: World) {
  const { pair } = world.store;
  const open = cases.domains.filter((c) => c.account.stage !== null && c.account.stage !== "closed");
  const sample = open.find((c) => mailSnapshot(c)?.mailService && zoneSnapshot(c, "zone:domain"));
  const recorded = sample ? zoneSnapshot(sample, "zone:domain") : null;
  const needsYou = open.flatMap((c): Preview["needsYou"] => {
    const asleep = c.source?.suspended || c.owner?.source?.suspended;
    if (asleep && c.written.switchedAt)
      return [
        {
          account: c.account.name,
          kind: "domain",
          code: "suspended-at-home",
          detail: `suspended on ${pair.source.name}, which refuses its mail`,
        },
      ];
    if (!c.source)
      return [{ account: c.account.name, kind: "domain", code: "missing", detail: `gone from ${pair.source.name}` }];
    return [];
  });
  const operations = open.map((c) => ({ account: c.account.name, reason: "deassigned", summary: restores(c) }));
  const ttl = Math.max(0, ...open.flatMap((c) => c.source?.zones.map((zone) => zone.ttl) ?? []));
  return {
    ...summed({ needsYou, operations }),
    derivedLogins: 0,
    drainSeconds: drainSeconds(ttl, world.limits),
    buildSeconds: Math.ceil((open.length * 3 * 3) / 50 / PACKETS),
    changes: {
      source: recorded
        ? [
            ...recorded.mx.map((mx) => `+ ${showMx(mx)}`),
            `− ${showMx({ host: pair.central.mxHost, preference: recorded.mx[0]?.preference ?? 10 })}`,
            "+ mail service on",
            "− Mail button in the panel",
          ]
        : [],
      central: ["− mail service on", "+ mail service off; every mailbox and message stays"],
    },
  };
}

function restores(c: DomainCase): string {
  const recorded = mailSnapshot(c);
  const zone = zoneSnapshot(c, "zone:domain");
  if (!c.written.switchedAt) return "nothing was changed on the Plesk server; the account is switched off";
  return `mail ${recorded?.mailService ? "on" : "off"}, ${zone?.mx.map(showMx).join(", ") ?? "no MX"}, as recorded`;
}
