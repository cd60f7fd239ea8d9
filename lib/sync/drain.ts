import { type DomainCase, zoneSnapshot } from "./cases";
import { mailZones } from "./facts";
import type { Context } from "./steps";

/**
 * When everything that MX said until now has run out of every cache: the longest TTL that is known of it, and the
 * margin. Milliseconds since 1970.
 */
export function runsOut(c: DomainCase, { now, doubt, limits }: Pick<Context, "now" | "doubt" | "limits">): number {
  const recorded = [...c.snapshots.keys()].map((part) => zoneSnapshot(c, part)?.ttl ?? 0);
  const present = c.source ? mailZones(c.source).map((zone) => zone.ttl) : [];
  // What answers for a domain that is gone is another zone than ours was.
  const answers = c.source ? [...(c.publicMx?.values() ?? [])] : [];
  const published = answers.map((answer) => ("ttl" in answer ? answer.ttl : 0));
  return now + doubt + (Math.max(0, ...recorded, ...present, ...published) + limits.drainMargin) * 1000;
}

/** When a time that was written down has surely come, however wrong the clock is. Milliseconds since 1970. */
export const surely = (until: number, { doubt }: Pick<Context, "doubt">): number => until + doubt;

/** Whether anybody may have been told of the mail server: we published it, or a name server was seen to name it. */
export const wasNamed = ({ written }: DomainCase): boolean => written.switchedAt !== null || written.named;
