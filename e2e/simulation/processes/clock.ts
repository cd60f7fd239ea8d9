import { setTimeout as sleep } from "node:timers/promises";
import type { Time } from "../time";

/** Milliseconds between two looks at a world that moves by itself. */
const LOOK = 25;

export interface Clock extends Time {
  /** Lets everybody who watches look now. */
  look(): void;
  end(): void;
}

/** Time as it passes, for a world of real processes; watchers look again and again until it is ended. */
export function startClock(): Clock {
  const watchers: (() => void)[] = [];
  const due = new Set<NodeJS.Timeout>();
  const look = () => {
    for (const each of watchers) each();
  };
  const looking = setInterval(look, LOOK);
  return {
    now: Date.now,
    pass: (milliseconds) => sleep(milliseconds),
    after(milliseconds, deed) {
      const timer = setTimeout(() => {
        due.delete(timer);
        deed();
      }, milliseconds);
      due.add(timer);
    },
    look,
    watch: (each) => void watchers.push(each),
    async run(end, enough = () => false) {
      while (Date.now() < end && !enough()) await sleep(LOOK);
    },
    end() {
      clearInterval(looking);
      for (const timer of due) clearTimeout(timer);
    },
  };
}
