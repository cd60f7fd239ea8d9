import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commandLine, type Known, recognize } from "./alive";

/** A PostgreSQL that runs already. */
export interface Found {
  known: Known;
  port: number;
}

/** What PostgreSQL says about itself in its data folder; undefined while the file is missing or half written. */
export function readLock(data: string): { pid: number; port: number; ready: boolean } | undefined {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  // Lines: process, data folder, start time, port, socket folder, listen address, shared memory, status.
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.startsWith("ready") ?? false } : undefined;
}

/**
 * The PostgreSQL that serves this data folder, once it is ready; undefined when none runs there. A `postmaster.pid`
 * left behind by a killed one is removed: its number may belong to another program, or to a zombie, and PostgreSQL
 * would then refuse to start.
 */
export async function findPostmaster(data: string): Promise<Found | undefined> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const lock = readLock(data);
    const known = lock && recognize(lock.pid);
    if (!known || !commandLine(lock.pid).includes(data)) break;
    if (lock.ready) return { known, port: lock.port };
    if (Date.now() > deadline) {
      throw new Error(
        `PostgreSQL (process ${lock.pid}) with the data in ${data} does not get ready. End it, then start again.`,
      );
    }
    await sleep(25);
  }
  if (existsSync(join(data, "postmaster.pid"))) {
    await backendsGone(data);
    rmSync(join(data, "postmaster.pid"), { force: true });
  }
  return undefined;
}

/** The lock file guards against two servers on one folder: it may only go when no backend of the dead one is left. */
async function backendsGone(data: string): Promise<void> {
  if (process.platform !== "linux") return;
  const folder = realpathSync(data);
  const atWork = () => readdirSync("/proc").filter((pid) => workingFolder(pid) === folder && recognize(Number(pid)));
  for (let waited = 0; atWork().length > 0; waited += 50) {
    if (waited > 10_000) {
      throw new Error(
        `PostgreSQL was killed, and its processes ${atWork().join(", ")} still use ${data}. End them, then start again.`,
      );
    }
    await sleep(50);
  }
}

function workingFolder(pid: string): string | undefined {
  if (!/^\d+$/.test(pid)) return undefined;
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** The last lines of a log, for a message. */
export function tail(log: string): string {
  return existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").slice(-5).join("\n") : "";
}
