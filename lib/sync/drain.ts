import { type DomainCase, zoneSnapshot } from "./cases";
import { mailZones } from "./facts";
import { isNamed } from "./mx";
import type { Context } from "./steps";

/**
 * When everything that MX said until now has run out of every cache: the longest TTL that is known of it, and the
 * margin. Milliseconds since 1970.
 */
export function runsOut(c: DomainCase, { now, doubt, limits, pair }: Timing): number {
  const recorded = [...c.snapshots.keys()].map((part) => zoneSnapshot(c, part)?.ttl ?? 0);
  const zones = c.source ? mailZones(c.source) : [];
  const present = zones.map((zone) => zone.ttl);
  // What answers for a name that is gone from home is another zone than ours was, unless it names us.
  const published = [...(c.publicMx ?? [])].map(([name, answer]) => {
    const ours = zones.some((zone) => zone.ascii === name) || isNamed(c, name, pair.central.mxHost);
    return ours && "ttl" in answer ? answer.ttl : 0;
  });
  return now + doubt + (Math.max(0, ...recorded, ...present, ...published) + limits.drainMargin) * 1000;
}

type Timing = Pick<Context, "now" | "doubt" | "limits" | "pair">;

/** When a time that was written down has surely come, however wrong the clock is. Milliseconds since 1970. */
export const surely = (until: number, { doubt }: Pick<Context, "doubt">): number => until + doubt;

/** Whether anybody may have been told of the mail server: we published it, or a name server was seen to name it. */
export const wasNamed = ({ written }: DomainCase): boolean => written.switchedAt !== null || written.named;
