import { type DomainCase, recordedMx, zoneSnapshot } from "./cases";
import { runsOut } from "./drain";
import { mailZones, type SeenZone, sameMx, showMx, type ZoneSnapshot } from "./facts";
import { newNames } from "./leads";
import { advanceOn, type Context, problem, type Step } from "./steps";

/**
 * An assigned domain whose home was changed by someone since: local mail on again, or MX pointing elsewhere. Neither is
 * overwritten unless a person says so; a domain alias that is new simply has its own MX moved.
 */
export function homeDrift(c: DomainCase, context: Context): Step | null {
  const { pair } = context;
  const { source, account } = c;
  if (!source) return null;
  const enforce = account.solution === "enforce";
  const web = pair.source.name;
  // Mail that was off when it came has nothing moved; it starts when its mail is switched on.
  if (c.written.switchedAt === null) return source.mail.service ? advanceOn(c, "woken") : null;
  const kept = new Set(newNames(c));
  for (const zone of mailZones(source)) {
    // What the mail server does not take is not moved there.
    if (kept.has(zone.ascii)) continue;
    if (!zone.served || c.written.elsewhere.includes(zone.part) || zone.mx.every((mx) => mx.target === "central"))
      continue;
    if (isUnmoved(c, zone) || enforce) return advanceOn(c, "mx-reclaimed");
    return problem(
      "changed-by-someone",
      `${zone.ascii}: MX on ${web} is now ${zone.mx.map(showMx).join(", ") || "empty"}, was ${pair.central.mxHost}. Mail for it may be refused, since local mail is off.`,
    );
  }
  if (source.mail.service && c.written.homeMailOff && !enforce)
    return problem(
      "changed-by-someone",
      `Local mail of ${source.name} was switched on again on ${web}: mail written there stays there.`,
    );
  // Whoever switched it on may have pointed MX there too, and back: nothing is switched off that did not drain.
  return source.mail.service ? advanceOn(c, "local-on", runsOut(c, context)) : null;
}

/**
 * A zone that nobody has changed but us, if at all: it came since its domain moved, or its panel hid it in the middle of the
 * move and the others went on without it.
 */
export function isUnmoved(c: DomainCase, zone: SeenZone): boolean {
  const snapshot = zoneSnapshot(c, zone.part);
  return !snapshot || isRebuilt(snapshot, zone) || isHalfMoved(snapshot, zone);
}

/** A panel may build a renamed domain's zone anew: then it has the MX of before the move, under the new name. */
const isRebuilt = (snapshot: ZoneSnapshot, zone: SeenZone): boolean =>
  snapshot.zone !== zone.ascii && sameMx(recordedMx(snapshot, zone.ascii), zone.mx);

/** Ours was added, and beside it are only records that were never removed: what somebody puts back has another number. */
function isHalfMoved(snapshot: ZoneSnapshot, zone: SeenZone): boolean {
  const others = zone.mx.filter((mx) => mx.target !== "central");
  const kept = others.filter(({ id, host }) => snapshot.mx.some((old) => old.id === id && old.host === host));
  return others.length > 0 && others.length < zone.mx.length && kept.length === others.length;
}
