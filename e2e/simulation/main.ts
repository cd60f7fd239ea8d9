import { rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { closeAll } from "@/e2e/bench/closing";
import { root } from "@/lib/start/root";
import { bundle } from "./bundle";
import { answerOf, endChildren } from "./children";
import type { Planted } from "./patch";
import { PLANTED } from "./planted";
import { TAKEOVER } from "./processes/disturbances";
import { kills } from "./processes/kills";
import { LEASE } from "./processes/stage";
import type { Failure, Tally } from "./tasks";

/**
 * `npm run simulate`: the safety contract, tried. The product's own synchronization runs against simulated servers, name
 * servers and senders, by a clock of its own; everything that must never happen is looked for after every step.
 */
const { values: flags } = parseArgs({
  options: {
    seeds: { type: "string" },
    seed: { type: "string", default: "1" },
    faults: { type: "boolean", default: false },
    pairs: { type: "string" },
    "round-trips": { type: "string" },
    lists: { type: "string" },
    kills: { type: "string" },
    /** Only each so manieth of the single faults. */
    every: { type: "string" },
    planted: { type: "boolean", default: false },
    long: { type: "boolean", default: false },
    replay: { type: "string" },
    /** Say what each kill does as it goes. */
    tell: { type: "boolean", default: false },
    /** A file for how many parts passed and failed. */
    report: { type: "string" },
  },
});

/** Says how far the part is that is under way. */
let sayHowFar: (() => void) | undefined;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => {
    endChildren();
    sayHowFar?.();
    closeAll().finally(() => process.exit(1));
  });

const processes = availableParallelism();
const from = Number(flags.seed);
const chosen =
  flags.seeds ?? flags.pairs ?? flags["round-trips"] ?? flags.lists ?? flags.kills ?? (flags.faults || flags.planted);
const every = !chosen && !flags.long;
const amount = (flag: string | undefined, usual: number, long: number): number =>
  flag !== undefined ? Number(flag) : flags.long ? long : every ? usual : 0;
/** With every change, what a few minutes have room for; `--long` before a release. */
const amounts = {
  seeds: amount(flags.seeds, 600, 200_000),
  pairs: amount(flags.pairs, 100, 20_000),
  trips: amount(flags["round-trips"], 40, 5_000),
  lists: amount(flags.lists, 150, 2_000),
  kills: amount(flags.kills, 16, 500),
};
/** Every so manieth single fault; asked for by name, all of them. */
const stride = Number(flags.every ?? (every ? 8 : 1));

let passed = 0;
let failed = 0;

const child = <T>(script: string, task: string, options: object, onAnswer?: (soFar: T) => void): Promise<T> =>
  answerOf(["--max-semi-space-size=64", script, task, JSON.stringify(options)], onAnswer);

/** How often somebody who asked for a part by its name is told how far it is. */
const TELL_MS = 60_000;

/** One task in as many processes as the machine has cores. Failures are told as they are found. */
async function part(title: string, script: string, task: string, options: object): Promise<void> {
  const start = performance.now();
  let told = start;
  const tallies: Tally[] = [];
  // One that has told nothing yet leaves a hole, which is passed over.
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const known = new Set<string>();
  const say = () => {
    const tried = sum(({ tried }) => tried);
    const seconds = (performance.now() - start) / 1000;
    told = performance.now();
    console.log(
      `${title}: ${count(tried)} tried, ${(tried / seconds).toFixed(1)} a second, ${count(sum((t) => t.calls))} calls, ` +
        `${count(sum((t) => t.faults))} faults, ${count(sum((t) => t.messages))} messages, ` +
        `${sum(({ failures }) => failures.length)} violations`,
    );
  };
  sayHowFar = say;
  await Promise.all(
    Array.from({ length: processes }, (_, slice) =>
      child<Tally>(script, task, { ...options, slice, of: processes }, (tally) => {
        tallies[slice] = tally;
        for (const failure of tally.failures.filter(({ replay }) => !known.has(replay))) {
          known.add(failure.replay);
          tell(failure);
        }
        if (!every && performance.now() - told > TELL_MS) say();
      }),
    ),
  );
  sayHowFar = undefined;
  if (known.size === 0) passed += 1;
  else failed += 1;
  say();
}

function tell({ invariant, what, replay }: Failure): void {
  console.log(`  ${invariant}: ${what}\n    npm run simulate -- --replay '${replay}'`);
}

/** Each planted bug must be found, by a process in which it alone is planted. */
async function planted(): Promise<void> {
  const open = [...PLANTED.entries()];
  const lane = async () => {
    for (let next = open.shift(); next; next = open.shift()) {
      const [index, planted] = next;
      const { breaks, mistake } = planted;
      const caught = await catchIt(`planted-${index}`, planted);
      const by = caught.invariant;
      if (by) passed += 1;
      else failed += 1;
      console.log(
        `  ${breaks}, ${mistake}: ${by ? `caught by ${by} after ${count(caught.tries)} (${caught.what.slice(0, 90)})` : "NOT CAUGHT"}`,
      );
    }
  };
  console.log("planted bugs:");
  await Promise.all(Array.from({ length: processes }, lane));
}

async function catchIt(name: string, { patches, test, ...where }: Planted): Promise<Failure & { tries: number }> {
  if (test)
    return answerOf([
      "--import",
      "tsx",
      join(root, "e2e", "simulation", "contract.ts"),
      JSON.stringify({ file: test, patches }),
    ]);
  const script = await bundle(name, patches);
  const caught = await child<Failure & { tries: number }>(script, "planted", where);
  rmSync(script, { force: true });
  return caught;
}

/** All that computes: no process but ours, no clock but the simulated one. */
async function computed(): Promise<void> {
  const script = await bundle("simulation");
  if (every || flags.long || flags.faults)
    await part(stride === 1 ? "single faults" : `single faults, every ${stride}th`, script, "single-faults", {
      every: stride,
    });
  if (amounts.seeds) await part("seeds", script, "seeds", { from, count: amounts.seeds });
  if (amounts.pairs) await part("fault pairs", script, "fault-pairs", { from, count: amounts.pairs });
  if (amounts.trips) await part("round trips", script, "round-trips", { from, count: amounts.trips });
  if (amounts.lists) await part("empty and half lists", script, "short-lists", { from, count: amounts.lists });
  if (every || flags.planted) await planted();
}

/** Real processes, killed, stopped and cut off in the middle of moves. */
async function killed(): Promise<void> {
  const came = await kills({ count: amounts.kills, from, tell: flags.tell });
  const { met, failures, tried } = came;
  if (failures.length === 0) passed += 1;
  else failed += 1;
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
  console.log(
    `kills: ${count(tried)} tried in ${came.seconds.toFixed(0)} s, ${met.kill} SIGKILL at a call, ${met.freeze} SIGSTOP beyond the lease, ` +
      `${met.crash} PostgreSQL stopped at once, ${met.acknowledgement} commit acknowledgements lost, ` +
      `${met.cut} times all connections cut, ${met.hold} statements held; takeover within ${seconds(came.takeover)} s at most, ${came.measured} measured ` +
      `(lease ${LEASE} s + longest call ${seconds(TAKEOVER - LEASE * 1000)} s); ${came.breakers} breakers closed by a person; ${count(came.messages)} messages, ` +
      `${came.lost} lost, ${came.bounced} bounced, ${came.doubled} doubled; ${failures.length} violations`,
  );
  for (const { invariant, what, replay } of failures.slice(0, 10))
    console.log(`  ${invariant}: ${what}\n    npm run simulate -- ${replay}`);
}

const count = (value: number): string => Math.round(value).toLocaleString("en").replaceAll(",", " ");

if (flags.replay !== undefined) {
  const script = await bundle("replay");
  for (const line of await child<string[]>(script, "replay", { story: flags.replay })) console.log(line);
} else {
  // Real processes mostly wait, and have the machine when they do not: what computes fills the rest.
  await Promise.all([computed(), amounts.kills ? killed() : undefined]);
  rmSync(join(root, "dist", "simulation"), { recursive: true, force: true });
  if (flags.report !== undefined) writeFileSync(flags.report, JSON.stringify({ passed, failed }));
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
