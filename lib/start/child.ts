import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { end, type Known, recognize } from "./alive";
import { follow, type Output } from "./output";
import { root } from "./root";
import type { Running } from "./running";

export interface ChildPlan {
  name: string;
  /** Of node itself: long-lived children never go through npx or npm, which do not pass signals on. */
  args: string[];
  env: NodeJS.ProcessEnv;
  output: Output;
  /** Given its standard output line by line instead. */
  onLine?: (line: string) => void;
}

export interface Child {
  stop(): Promise<void>;
}

/** A child that lived this long was well: its next end is answered without delay again. */
const wellAfter = 60_000;
const longestDelay = 30_000;

/** Runs a child until it is stopped; one that ends by itself is started again, each time a little later. */
export function keepRunning(plan: ChildPlan, running: Running, say: (line: string) => void): Child {
  let stopping = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let known: Known | undefined;

  function start(): void {
    const started = Date.now();
    const child = launch(plan);
    known = child.pid === undefined ? undefined : recognize(child.pid);
    running.remember(plan.name, known);
    let over = false;
    const onEnd = (why: string) => {
      if (over || stopping) return;
      over = true;
      failures = Date.now() - started > wellAfter ? 0 : failures + 1;
      const delay = Math.min(longestDelay, 500 * 2 ** failures);
      const log = plan.output.file === null ? "" : ` Its log is ${plan.output.file}.`;
      say(`The ${plan.name} ended (${why}); it starts again in ${delay / 1000} s.${log}`);
      timer = setTimeout(start, delay);
    };
    child.once("error", (error) => onEnd(error.message));
    child.once("exit", (code, signal) => onEnd(signal ? `signal ${signal}` : `exit code ${code}`));
  }

  start();
  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      if (known) await end(known, 15_000);
      running.remember(plan.name, undefined);
    },
  };
}

function launch({ name, args, env, output, onLine }: ChildPlan): ChildProcess {
  // A group of its own: Ctrl-C reaches only us, and we stop everything in order.
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (onLine) createInterface({ input: child.stdout }).on("line", onLine);
  else follow(child.stdout, "info", name, output);
  follow(child.stderr, "error", name, output);
  return child;
}
