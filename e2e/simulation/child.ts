import { catchPlanted, faultPairs, replay, roundTrips, seeds, shortLists, singleFaults } from "./tasks";

/** One process of the simulation: does the task it is called with and prints what came of it as JSON. */
const [task = "", text = "{}"] = process.argv.slice(2);
const { from = 1, count = 1, every = 1, ...share } = JSON.parse(text);

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
process.stdout.write(`${JSON.stringify(await run())}\n`);
