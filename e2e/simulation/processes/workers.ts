import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { workerFlags } from "@/lib/start/serve";

/** Several worker processes as `npm start` runs one: who ends is started again. */
export interface Workers {
  pids(): number[];
  send(pid: number, signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
  /** Kills all; new ones start at once. */
  killAll(): void;
  stop(): Promise<void>;
  /** What they said last. */
  said: string[];
}

/** They live for seconds: what is compiled for a long life would never pay. */
const flags = [...workerFlags, "--no-opt"];
/** Milliseconds. */
const PAUSE = 100;
const LINES = 20;
const LENGTH = 300;

export function startWorkers(script: string, env: Record<string, string>, count: number): Workers {
  const running = new Set<ChildProcess>();
  const said: string[] = [];
  let stopping = false;

  function start(): void {
    if (stopping) return;
    const child = spawn(process.execPath, [...flags, script], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    for (const stream of [child.stdout, child.stderr])
      createInterface(stream).on("line", (line) => {
        said.push(`${child.pid}: ${line.slice(0, LENGTH)}`);
        if (said.length > LINES) said.shift();
      });
    child.once("exit", () => {
      running.delete(child);
      setTimeout(start, PAUSE);
    });
  }

  for (let place = 0; place < count; place++) start();
  const send: Workers["send"] = (pid, signal) => [...running].find((child) => child.pid === pid)?.kill(signal);
  return {
    pids: () => [...running].map(({ pid }) => pid ?? 0),
    send,
    killAll() {
      for (const child of running) child.kill("SIGKILL");
    },
    async stop() {
      stopping = true;
      const ends = [...running].map((child) => once(child, "exit"));
      for (const child of running) child.kill("SIGKILL");
      await Promise.all(ends);
    },
    said,
  };
}
