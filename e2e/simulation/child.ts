import { catchPlanted, faultPairs, replay, roundTrips, seeds, shortLists, singleFaults, type Tally } from "./tasks";

/** One process of the simulation: does the task it is called with and prints what came of it as a line of JSON. */
const [task = "", text = "{}"] = process.argv.slice(2);
const { from = 1, count = 1, every = 1, ...options } = JSON.parse(text);

const print = (came: unknown) => process.stdout.write(`${JSON.stringify(came)}\n`);

/** How often it prints how far it is. No timer: what it does by its own clock never lets one have its turn. */
const PRINT_MS = 5_000;
let printed = performance.now();
const onTried = (tally: Tally) => {
  if (performance.now() - printed < PRINT_MS) return;
  printed = performance.now();
  print(tally);
};
const share = { ...options, onTried };

const tasks: Record<string, () => Promise<unknown>> = {
  seeds: () => seeds(from, count, share),
  "round-trips": () => roundTrips(from, count, share),
  "single-faults": () => singleFaults(share, every, share.only),
  "fault-pairs": () => faultPairs(from, count, share),
  "short-lists": () => shortLists(from, count, share),
  planted: () => catchPlanted(share),
  replay: () => replay(share.story),
};
const run = tasks[task];
if (!run) throw new Error(`there is no task ${task}`);
print(await run());
