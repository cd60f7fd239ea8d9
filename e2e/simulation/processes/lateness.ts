import { readFileSync } from "node:fs";

const TICK = 20;

/** How late a busy machine made those who take a server over. */
export interface Lateness {
  /** Now; to be compared with an earlier one. */
  read(): Reading;
  end(): void;
}

export interface Reading {
  /** Milliseconds by which this one is later than `before`, where a process took over. */
  since(before: Reading, pid: number): number;
  readonly ours: number;
  readonly theirs: ReadonlyMap<number, number>;
}

/**
 * Watches how late we are ourselves, since all that workers ask and are answered passes through here, and how long workers
 * wait for a core.
 */
export function watchLateness(pids: () => number[]): Lateness {
  let late = 0;
  let last = performance.now();
  const gap = () => performance.now() - last;
  const missed = () => (gap() > 2 * TICK ? gap() - TICK : 0);
  const timer = setInterval(() => {
    late += missed();
    last = performance.now();
  }, TICK);
  return {
    read() {
      const ours = late + missed();
      const theirs = new Map(pids().map((pid) => [pid, waited(pid)]));
      const since = (before: Reading, pid: number) =>
        Math.round(ours - before.ours + (theirs.get(pid) ?? 0) - (before.theirs.get(pid) ?? 0));
      return { since, ours, theirs };
    },
    end: () => clearInterval(timer),
  };
}

/**
 * For how many milliseconds the main thread of a process was ready to run and had no core, since it began. 0 where the
 * system does not say, and of a process that has ended.
 */
function waited(pid: number): number {
  try {
    const [, nanoseconds = "0"] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
    return Number(nanoseconds) / 1_000_000;
  } catch {
    return 0;
  }
}
