import type { Told } from "./parts";
import {
  type catchPlanted,
  faultPairs,
  replay,
  roundTrips,
  type Share,
  seeds,
  shortLists,
  singleFaults,
  type Tally,
} from "./tasks";

/** One process of the simulation: does the task it is called with and prints what came of it as a line of JSON. */
const [task = "", text = "{}"] = process.argv.slice(2);

const print = (came: unknown) => process.stdout.write(`${JSON.stringify(came)}\n`);

interface Given extends Share {
  task: string;
  from: number;
  count: number;
  every: number;
}

/** What is tried many times, and tells how far it is. */
const tasks: Record<string, (given: Given) => Promise<Tally>> = {
  seeds: ({ from, count, ...share }) => seeds(from, count, share),
  "round-trips": ({ from, count, ...share }) => roundTrips(from, count, share),
  "single-faults": ({ every, ...share }) => singleFaults(share, every),
  "fault-pairs": ({ from, count, ...share }) => faultPairs(from, count, share),
  "short-lists": ({ from, count, ...share }) => shortLists(from, count, share),
};

/** How often it prints how far it is. No timer: what it does by its own clock never lets one have its turn. */
const PRINT_MS = 5_000;

/** Each part's share, one after the other. */
async function parts(all: readonly Given[]): Promise<void> {
  for (const [place, given] of all.entries()) {
    const start = performance.now();
    let printed = start;
    const told = (tally: Tally, over: boolean): Told => ({
      ...{ place, tally, over },
      seconds: (performance.now() - start) / 1000,
    });
    const onTried = (tally: Tally) => {
      if (performance.now() - printed < PRINT_MS) return;
      printed = performance.now();
      print(told(tally, false));
    };
    const run = tasks[given.task];
    if (!run) throw new Error(`there is no task ${given.task}`);
    print(told(await run({ ...given, onTried }), true));
  }
}

type Copy = Parameters<typeof catchPlanted>[0] & { script: string };

/** Bugs one after the other, each in the copy of everything that it is planted in. */
async function planted(copies: readonly Copy[]): Promise<void> {
  for (const { script, ...hints } of copies) {
    const copy = (await import(script)) as { catchPlanted: typeof catchPlanted };
    print(await copy.catchPlanted(hints));
  }
}

const options = JSON.parse(text);
if (task === "parts") await parts(options);
else if (task === "planted") await planted(options);
else if (task === "replay") print(await replay(options.story));
else throw new Error(`there is no task ${task}`);
