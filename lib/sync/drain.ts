import { type DomainCase, zoneSnapshot } from "./cases";
import { mailZones } from "./facts";
import { afterLeaps } from "./leaps";
import { isCentralNamed } from "./mx";
import type { Context } from "./steps";
import type { Limits, Pair } from "./world";

/**
 * When everything that MX said until now has run out of every cache: the longest TTL that is known of it, a fifth
 * of that, and the margin. Milliseconds since 1970.
 */
export function runsOut(c: DomainCase, { now, doubt, limits, pair }: Timing): number {
  const recorded = [...c.snapshots.keys()].map((part) => zoneSnapshot(c, part)?.ttl ?? 0);
  const present = c.source ? mailZones(c.source).map((zone) => zone.ttl) : [];
  const heard = Math.max(c.written.longestTtl, heardTtl(c, pair));
  return now + doubt + Math.ceil(drainSeconds(Math.max(heard, ...recorded, ...present), limits) * 1000);
}

/** Seconds that caches keep an answer at most, whatever it says: the longest bound that resolvers come with is a week. */
const LONGEST_KEPT = 7 * 86_400;

/** Some resolvers keep an answer for longer than they were told; a fifth is allowed for, and the margin besides. */
export const drainSeconds = (ttl: number, { drainMargin }: Limits): number =>
  Math.min(ttl, LONGEST_KEPT) * 1.2 + drainMargin;

/** Why it waits for longer than its stage says, in a sentence of its own; empty when it does not. */
export function overtime(c: DomainCase, context: Pick<Context, "leaps">): string {
  const minutes = ((surely(c, { ...context, doubt: 0 }) ?? 0) - (c.account.stageUntil?.getTime() ?? 0)) / 60_000;
  return minutes < 1 ? "" : ` The clock was set forward meanwhile: it waits for ${Math.round(minutes)} min longer.`;
}

type Timing = Pick<Context, "now" | "doubt" | "limits" | "pair">;

/** The longest TTL that name servers give now, in seconds, for names at which senders look for the domain. */
export function heardTtl(c: DomainCase, pair: Pair): number {
  const zones = c.source ? mailZones(c.source) : [];
  const heard = [...(c.publicMx ?? [])].map(([name, answer]) => {
    // What answers for a name that is gone from home is another zone than ours was, unless it names us.
    const ours = zones.some((zone) => zone.ascii === name) || isCentralNamed(c, name, pair);
    return ours && "ttl" in answer ? answer.ttl : 0;
  });
  return Math.max(0, ...heard);
}

/**
 * When the time that an account's stage lasts until has surely come, however wrong the clock is or was set meanwhile.
 * Milliseconds since 1970; undefined where its stage has no such time.
 */
export function surely(
  { account }: DomainCase,
  { doubt, leaps }: Pick<Context, "doubt" | "leaps">,
): number | undefined {
  const until = account.stageUntil?.getTime();
  if (until === undefined) return undefined;
  return afterLeaps(until, account.stageSince?.getTime() ?? until, leaps) + doubt;
}

/** Whether anybody may have been told of the mail server: we published it, or a name server was seen to name it. */
export const wasNamed = ({ written }: DomainCase): boolean => written.switchedAt !== null || written.named;
