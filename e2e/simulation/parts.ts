import { availableParallelism } from "node:os";
import { answerOf } from "./children";
import type { Failure, Tally } from "./tasks";

/** One thing that the simulation tries many times. */
export interface Part {
  title: string;
  /** What `child.ts` calls it, and what it is told. */
  task: string;
  options: object;
}

/** What a process says of its share of a part. */
export interface Told {
  /** Of the part, among those it does. */
  place: number;
  tally: Tally;
  /** Of this part alone. */
  seconds: number;
  over: boolean;
}

export const processes = availableParallelism();

/**
 * A process of the simulation. Room for many young objects: most of what a world makes is gone when it is over. The other
 * cores are for the others, not for help with what is gone.
 */
export const child = <T>(script: string, task: string, options: unknown, onAnswer?: (soFar: T) => void): Promise<T> =>
  answerOf(["--max-semi-space-size=16", "--single-threaded-gc", script, task, JSON.stringify(options)], onAnswer);

/** How often somebody who waits is told how far it is. */
const TELL_MS = 60_000;

/** Says how far the part is that is under way. */
export let sayHowFar: (() => void) | undefined;

/**
 * Parts one after the other, shared among as many processes as the machine has cores; a process goes on to the next part
 * by itself, with all that it has compiled. Failures are told as they are found. Answers how many parts were without any.
 */
export async function runParts(script: string, parts: readonly Part[]): Promise<{ passed: number; failed: number }> {
  const heard = parts.map((): Told[] => []);
  const known = parts.map(() => new Set<string>());
  let told = performance.now();
  let current = 0;
  const say = () => {
    told = performance.now();
    console.log(summary(parts[current]?.title ?? "", heard[current] ?? []));
  };
  sayHowFar = say;
  const listen = (slice: number) => (news: Told) => {
    const { place, tally } = news;
    const [of, failures] = [heard[place], known[place]];
    if (!of || !failures) return;
    of[slice] = news;
    for (const failure of tally.failures.filter(({ replay }) => !failures.has(replay))) {
      failures.add(failure.replay);
      tell(failure);
    }
    while (current < parts.length && isOver(heard[current])) {
      say();
      current += 1;
    }
    if (current < parts.length && performance.now() - told > TELL_MS) say();
  };
  await Promise.all(
    Array.from({ length: processes }, (_, slice) =>
      child<Told>(
        script,
        "parts",
        parts.map(({ task, options }) => ({ task, ...options, slice, of: processes })),
        listen(slice),
      ),
    ),
  );
  sayHowFar = undefined;
  const failed = known.filter(({ size }) => size > 0).length;
  return { passed: parts.length - failed, failed };
}

const isOver = (heard: readonly Told[] = []): boolean => heard.filter((told) => told?.over).length === processes;

/** A process that has told nothing yet leaves a hole, which is passed over. */
function summary(title: string, heard: readonly Told[]): string {
  const sum = (of: (tally: Tally) => number) => heard.reduce((total, { tally }) => total + of(tally), 0);
  const tried = sum((tally) => tally.tried);
  const seconds = heard.reduce((longest, told) => Math.max(longest, told.seconds), 0);
  return (
    `${title}: ${count(tried)} tried, ${(tried / seconds).toFixed(1)} a second, ${count(sum(({ calls }) => calls))} calls, ` +
    `${count(sum(({ faults }) => faults))} faults, ${count(sum(({ messages }) => messages))} messages, ` +
    `${sum(({ failures }) => failures.length)} violations`
  );
}

function tell({ invariant, what, replay }: Failure): void {
  console.log(`  ${invariant}: ${what}\n    npm run simulate -- --replay '${replay}'`);
}

export const count = (value: number): string => Math.round(value).toLocaleString("en").replaceAll(",", " ");
