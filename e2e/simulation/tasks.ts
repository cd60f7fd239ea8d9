import fc from "fast-check";
import { seededRandom } from "@/e2e/fleet/random";
import { type FaultName, faultNames } from "./faults";
import { type Case, createLoop, Flawed } from "./loop";
import { OPERATIONS } from "./operations";
import type { Planted } from "./patch";
import { play } from "./play";
import { type Story, stories } from "./story";

/** What one process of the simulation does and how far it came. Failures carry what it takes to see them again. */
export interface Tally {
  tried: number;
  calls: number;
  faults: number;
  messages: number;
  failures: Failure[];
}

export interface Failure {
  invariant: string;
  what: string;
  replay: string;
}

/** What found a planted bug, and after how many tries; no invariant when nothing did. */
export type Caught = Failure & { tries: number };

/** One process's share: every `of`-th, beginning with `slice`. */
export interface Share {
  slice: number;
  of: number;
  /** Only stories in which this happens. */
  amid?: string;
  /** Only these faults. */
  only?: FaultName[];
  /** A failing story is told as it was drawn, not made as small as it can be. */
  asDrawn?: boolean;
  /** No more failures are collected than this: each of them is shrunk, which takes its time. */
  most?: number;
  /** Told after each: a process that is ended early has said how far it came. */
  onTried?: (tally: Tally) => void;
}

const nothing = (): Tally => ({ tried: 0, calls: 0, faults: 0, messages: 0, failures: [] });

/** Stories drawn from the seeds `from` … `from + count - 1`. */
export async function seeds(
  from: number,
  count: number,
  { slice, of, amid, asDrawn, most = 3, onTried }: Share,
): Promise<Tally> {
  const tally = nothing();
  for (let seed = from + slice; seed < from + count && tally.failures.length < most; seed += of) {
    const [story] = fc.sample(stories, { seed, numRuns: 1 });
    if (!story || (amid && !story.happenings.some(({ what }) => what === amid))) continue;
    const { sim, figures } = await play(story);
    tally.tried += 1;
    tally.calls += figures.calls;
    tally.faults += figures.faults;
    tally.messages += sim.oracle.fates.sent;
    const [violation] = sim.violations;
    if (violation) {
      const told = asDrawn ? story : await smallest(seed, violation.invariant);
      tally.failures.push({ ...violation, replay: JSON.stringify(told) });
    }
    onTried?.(tally);
  }
  return tally;
}

/** The smallest story that fails by the same invariant. */
async function smallest(seed: number, invariant: string): Promise<Story> {
  const fails = async (story: Story) => (await play(story)).sim.violations.some((v) => v.invariant === invariant);
  const property = fc.asyncProperty(stories, async (story) => !(await fails(story)));
  const { counterexample } = await fc.check(property, { seed, numRuns: 1, interruptAfterTimeLimit: 20_000 });
  const [found] = counterexample ?? fc.sample(stories, { seed, numRuns: 1 });
  return found as Story;
}

/** Servers that are assigned and sent home again while nobody else acts: nothing at home may differ then. */
export async function roundTrips(from: number, count: number, { slice, of, most = 3, onTried }: Share): Promise<Tally> {
  const tally = nothing();
  for (let seed = from + slice; seed < from + count && tally.failures.length < most; seed += of) {
    const story: Story = { seed, homes: 1, happenings: [{ after: 1500, what: "wish-deassigned", a: 0, b: 0 }] };
    const { sim, figures } = await play(story);
    tally.tried += 1;
    tally.calls += figures.calls;
    tally.messages += sim.oracle.fates.sent;
    const [violation] = sim.violations;
    if (violation) tally.failures.push({ ...violation, replay: JSON.stringify(story) });
    onTried?.(tally);
  }
  return tally;
}

/** Every fault at every call of every operation; `every` takes only each so manieth of them. */
export async function singleFaults({ slice, of, only, most = 20, onTried }: Share, every = 1): Promise<Tally> {
  const loop = await createLoop();
  const tally = nothing();
  let place = 0;
  for await (const each of loop.singles()) {
    if (only && !only.includes(each.faults[0]?.name as FaultName)) continue;
    if (place++ % (of * every) !== slice) continue;
    await attempt(loop, each, tally);
    onTried?.(tally);
    if (tally.failures.length >= most) break;
  }
  return tally;
}

/** Two faults in one operation, drawn. */
export async function faultPairs(
  from: number,
  count: number,
  { slice, of, most = 20, onTried }: Share,
): Promise<Tally> {
  const loop = await createLoop();
  const tally = nothing();
  for (let seed = from + slice; seed < from + count && tally.failures.length < most; seed += of) {
    const random = seededRandom(seed);
    const operation = random.pick(OPERATIONS);
    const calls = loop.calls[operation].length;
    const faults = [1, 2].map(() => ({ at: 1 + random.below(calls), name: random.pick(faultNames) }));
    await attempt(loop, { operation, faults }, tally);
    onTried?.(tally);
  }
  return tally;
}

/** Lists that are empty or half, at any reading of a synchronization: nothing may be removed because of them. */
export async function shortLists(from: number, count: number, share: Share): Promise<Tally> {
  const loop = await createLoop();
  const tally = nothing();
  const reads = loop.calls.synchronize.flatMap(({ kind }, index) => (kind.endsWith(".read") ? [index + 1] : []));
  for (let seed = from + share.slice; seed < from + count && tally.failures.length < 20; seed += share.of) {
    const random = seededRandom(seed);
    const faults = Array.from({ length: 1 + random.below(4) }, () => ({
      at: random.pick(reads),
      name: random.pick<FaultName>(["empty-lists", "half-lists", "answer-missing"]),
    }));
    await attempt(loop, { operation: "synchronize", faults }, tally);
    share.onTried?.(tally);
  }
  return tally;
}

/** How many of each are tried for a planted bug before it counts as not caught. */
const PLANTED_WORLDS = 300;
const PLANTED_SEEDS = 1_500;

/** Looks for a planted bug: in the told story, in the operations as they are, under the faults that should bring it out, then among seeds. */
export async function catchPlanted({
  under,
  during,
  amid,
  story,
}: Pick<Planted, "under" | "during" | "amid" | "story">): Promise<Caught> {
  const not = { invariant: "", what: "not caught", replay: "", tries: 0 };
  // In worlds beside the told one as well: one call more or less, and the told one goes another way.
  for (let beside = 0; story && beside < PLANTED_WORLDS; beside++) {
    const [violation] = (await play({ ...story, seed: story.seed + beside })).sim.violations;
    if (violation) return { ...violation, replay: "", tries: 1 + beside };
  }
  let loop: Awaited<ReturnType<typeof createLoop>>;
  try {
    loop = await createLoop();
  } catch (error) {
    if (!(error instanceof Flawed)) throw error;
    return { ...error.violation, replay: "", tries: 1 };
  }
  let tries = 0;
  if (under)
    for await (const each of loop.singles(during && [during])) {
      if (!under.includes(each.faults[0]?.name as FaultName)) continue;
      tries += 1;
      const [violation] = (await loop.try(each)).violations;
      if (violation) return { ...violation, replay: "", tries };
    }
  const { failures, tried } = await seeds(1, PLANTED_SEEDS, { slice: 0, of: 1, amid, asDrawn: true, most: 1 });
  const [failure] = failures;
  return failure ? { ...failure, tries: tried } : { ...not, tries: tried };
}

async function attempt(loop: Awaited<ReturnType<typeof createLoop>>, each: Case, tally: Tally): Promise<void> {
  const { violations, met, messages, calls } = await loop.try(each);
  tally.tried += 1;
  tally.calls += calls;
  tally.faults += met;
  tally.messages += messages;
  const [violation] = violations;
  if (violation) tally.failures.push({ ...violation, replay: JSON.stringify(each) });
}

/** A failing case once more, told step by step. */
export async function replay(text: string): Promise<string[]> {
  const told = JSON.parse(text) as Story | Case;
  if ("happenings" in told) {
    const { sim } = await play(told, true);
    return sim.story;
  }
  const { story } = await (await createLoop()).try(told, true);
  return story;
}
