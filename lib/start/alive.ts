import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process that is known again after a restart of ours: its number alone may since belong to another program. */
export interface Known {
  pid: number;
  birth: string;
}

/** Undefined when no such process lives; a zombie, which nobody may ever reap in a container, counts as dead. */
export function recognize(pid: number): Known | undefined {
  const found = process.platform === "linux" ? bornOnLinux(pid) : bornElsewhere(pid);
  if (!found || found.state.startsWith("Z")) return undefined;
  return { pid, birth: found.birth };
}

export function isAlive(known: Known): boolean {
  return recognize(known.pid)?.birth === known.birth;
}

/** The words of its command line; empty when it is gone. */
export function commandLine(pid: number): string {
  if (process.platform !== "linux") return ps(pid, "command=");
  return read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
}

/** Asks the process (and the group it leads) to end, insists after `patience` milliseconds, returns once it is gone. */
export async function end(known: Known, patience: number, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  send(known, signal);
  if (await gone(known, patience)) return;
  send(known, "SIGKILL");
  await gone(known, 5_000);
}

/** Waits for its end; false when it still lives after `patience` milliseconds. */
export async function gone(known: Known, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  while (isAlive(known)) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

function send(known: Known, signal: NodeJS.Signals): void {
  if (!isAlive(known)) return;
  for (const target of [-known.pid, known.pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // No such group: then the process itself. No such process: it has ended meanwhile.
    }
  }
}

function bornOnLinux(pid: number): { state: string; birth: string } | undefined {
  // The command's name, in brackets, may hold spaces and brackets itself: what counts stands after the last one.
  const fields = read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
  const [state, birth] = [fields[0], fields[19]];
  return state && birth ? { state, birth } : undefined;
}

function bornElsewhere(pid: number): { state: string; birth: string } | undefined {
  const [state, ...birth] = ps(pid, "state=,lstart=").split(/\s+/);
  return state && birth.length > 0 ? { state, birth: birth.join(" ") } : undefined;
}

function ps(pid: number, columns: string): string {
  return spawnSync("ps", ["-o", columns, "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? "";
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
