/** The database's clock was set forward: how far, and what it said when that was noticed. Both in milliseconds. */
export interface Leap {
  at: number;
  by: number;
}

/** Clocks that are set right by a little, all the time, do not leap. In milliseconds. */
const LEAST = 30_000;

/**
 * Holds what the database's clock says against a clock that nobody sets, in milliseconds since any moment: where both the
 * worker and the database are on a machine whose clock is set, neither of theirs tells. What is known of it lasts for as long
 * as the process.
 */
export function createLeaps(steady: () => number): { note(database: number): readonly Leap[] } {
  const leaps: Leap[] = [];
  let last: { database: number; steady: number } | null = null;
  return {
    note(database) {
      const now = { database, steady: steady() };
      const by = last ? now.database - last.database - (now.steady - last.steady) : 0;
      if (by > LEAST) leaps.push({ at: database, by });
      last = now;
      return [...leaps];
    },
  };
}

/**
 * When a time has surely come that was written down at `since`: what was written before a leap comes that much later by the
 * clock of now, or the whole time anew after it, whichever is sooner. All in milliseconds since 1970.
 */
export function afterLeaps(until: number, since: number, leaps: readonly Leap[]): number {
  const before = leaps.filter(({ at }) => since < at);
  return before.reduce((sure, { at, by }) => Math.max(sure, Math.min(sure + by, at + (until - since))), until);
}
