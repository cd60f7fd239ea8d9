import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { closeAll } from "@/e2e/bench/closing";
import { root } from "@/lib/start/root";
import { bundle, bundlePlanted } from "./bundle";
import { answerOf, endChildren } from "./children";
import { child, count, type Part, processes, runParts, sayHowFar } from "./parts";
import type { Planted } from "./patch";
import { PLANTED } from "./planted";
import { TAKEOVER } from "./processes/disturbances";
import { kills } from "./processes/kills";
import { LEASE } from "./processes/stage";
import type { Caught } from "./tasks";

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
    /** Only these faults among the single ones, by name and with commas between. */
    only: { type: "string" },
    planted: { type: "boolean", default: false },
    long: { type: "boolean", default: false },
    replay: { type: "string" },
    /** Say what each kill does as it goes. */
    tell: { type: "boolean", default: false },
    /** A file for how many parts passed and failed. */
    report: { type: "string" },
  },
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => {
    endChildren();
    sayHowFar?.();
    closeAll().finally(() => process.exit(1));
  });

const from = Number(flags.seed);
const chosen =
  flags.seeds ?? flags.pairs ?? flags["round-trips"] ?? flags.lists ?? flags.kills ?? (flags.faults || flags.planted);
const every = !chosen && !flags.long;
const amount = (flag: string | undefined, usual: number, long: number): number =>
  flag !== undefined ? Number(flag) : flags.long ? long : every ? usual : 0;
/** With every change, what must not get worse unseen; `--long` before a release. */
const amounts = {
  seeds: amount(flags.seeds, 3_000, 200_000),
  pairs: amount(flags.pairs, 100, 20_000),
  trips: amount(flags["round-trips"], 40, 5_000),
  lists: amount(flags.lists, 150, 2_000),
  kills: amount(flags.kills, 60, 500),
};
const stride = Number(flags.every ?? 1);

let passed = 0;
let failed = 0;

/** Each planted bug must be found where it alone is planted: by the simulation, or by a test. */
async function planted(): Promise<void> {
  const tested = PLANTED.filter(({ test }) => test);
  const played = PLANTED.filter(({ test }) => !test);
  // One more than there are cores: each of them waits now and then.
  const many = Math.min(processes + 1, played.length);
  const lanes = Array.from({ length: many }, (_, lane) => played.filter((_, place) => place % many === lane));
  const script = await bundle("planted");
  await Promise.all([catchByTests(tested), ...lanes.map((bugs, lane) => catchByPlay(script, bugs, lane))]);
}

function say({ breaks, mistake }: Planted, { invariant: by, what, tries }: Caught): void {
  if (by) passed += 1;
  else failed += 1;
  console.log(
    `planted against ${breaks}: ${mistake}: ${by ? `caught by ${by} after ${count(tries)} (${what.slice(0, 90)})` : "NOT CAUGHT"}`,
  );
}

/** One process for some of them, each in a copy of the product of its own. */
async function catchByPlay(script: string, bugs: Planted[], lane: number): Promise<void> {
  const copies = await Promise.all(
    bugs.map(async ({ patches, under, during, amid, story }, place) => ({
      ...{ under, during, amid, story },
      script: await bundlePlanted(`planted-${lane}-${place}`, patches),
    })),
  );
  const open = [...bugs];
  await child<Caught>(script, "planted", copies, (caught) => say(open.shift() as Planted, caught));
}

/** One process for all of them: preparing for tests takes longer than the tests. */
async function catchByTests(bugs: Planted[]): Promise<void> {
  const contract = join(root, "e2e", "simulation", "contract.ts");
  const runs = bugs.map(({ test, patches }) => ({ test, patches }));
  const caught = await answerOf<Caught[]>(["--import", "tsx", contract, JSON.stringify(runs)]);
  for (const [place, bug] of bugs.entries()) say(bug, caught[place] as Caught);
}

/** All that computes: no process but ours, no clock but the simulated one. */
async function computed(): Promise<void> {
  const singles: Part = {
    title: stride === 1 ? "single faults" : `single faults, every ${stride}th`,
    task: "single-faults",
    options: { every: stride, only: flags.only?.split(",") },
  };
  const some = (title: string, task: string, amount: number): Part[] =>
    amount > 0 ? [{ title, task, options: { from, count: amount } }] : [];
  const parts = [
    ...(every || flags.long || flags.faults ? [singles] : []),
    ...some("seeds", "seeds", amounts.seeds),
    ...some("fault pairs", "fault-pairs", amounts.pairs),
    ...some("round trips", "round-trips", amounts.trips),
    ...some("empty and half lists", "short-lists", amounts.lists),
  ];
  if (parts.length > 0) {
    const came = await runParts(await bundle("simulation"), parts);
    passed += came.passed;
    failed += came.failed;
  }
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
      `(lease ${LEASE} s + longest call ${seconds(TAKEOVER - LEASE * 1000)} s; a busy machine held it up ${seconds(came.late)} s more at most); ${came.breakers} breakers closed by a person; ${count(came.messages)} messages, ` +
      `${came.lost} lost, ${came.bounced} bounced, ${came.doubled} doubled; ${failures.length} violations`,
  );
  for (const { invariant, what, replay } of failures.slice(0, 10))
    console.log(`  ${invariant}: ${what}\n    npm run simulate -- ${replay}`);
}

if (flags.replay !== undefined) {
  const script = await bundle("replay");
  for (const line of await child<string[]>(script, "replay", { story: flags.replay })) console.log(line);
} else {
  // Real processes mostly wait, and have the machine when they do not: what computes fills the rest. Tests with a database of
  // their own would get too little of it meanwhile.
  const others = async () => {
    if (amounts.kills) await killed();
    if (every || flags.planted) await planted();
  };
  await Promise.all([computed(), others()]);
  rmSync(join(root, "dist", "simulation"), { recursive: true, force: true });
  if (flags.report !== undefined) writeFileSync(flags.report, JSON.stringify({ passed, failed }));
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
