import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants, setPriority } from "node:os";
import { createInterface } from "node:readline";

const running = new Set<ChildProcess>();

/** As it was before real processes were prepared for: those are told much in it that is theirs alone. */
const environment = { ...process.env };

/** Runs one process of the simulation. Answers what it prints last; `onAnswer` is told of each line: how far it is. */
export async function answerOf<T>(args: string[], onAnswer?: (soFar: T) => void): Promise<T> {
  const child = spawn(process.execPath, args, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  closed.catch(() => {});
  running.add(child);
  if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  let answer: T | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    answer = JSON.parse(line) as T;
    onAnswer?.(answer);
  }
  const [code] = await closed;
  running.delete(child);
  if (code !== 0 || answer === undefined) throw new Error(`${args.slice(0, 3).join(" ")} ended with ${code}`);
  return answer;
}

export function endChildren(): void {
  for (const child of running) child.kill();
}
