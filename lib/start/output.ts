import { fstatSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import type { LogLevel } from "@/lib/env";
import { createLog } from "@/lib/log";

/** Where a process's lines go. */
export interface Output {
  write(line: string): void;
  /** Whose words a person reads for more: a file, or nothing when it is our own output. */
  file: string | null;
}

export const ownOutput: Output = { write: print, file: null };

/** Where our output is a file, a disk that is full costs lines; Node's own stream would end us with the first one. */
function print(line: string): void {
  if (!fstatSync(process.stdout.fd).isFile()) {
    process.stdout.write(`${line}\n`);
    return;
  }
  try {
    writeSync(process.stdout.fd, `${line}\n`);
  } catch {
    // There is no other place to say it.
  }
}

/** Lines that come this close together, in milliseconds, are one thing said: a stack, a table. */
const BREATH = 50;

/**
 * Writes what a process says as lines of one log: those that are events already as they are, and whatever else it or its
 * runtime prints (a crash's stack above all) as one event `printed` each time.
 */
export function follow(stream: Readable, level: LogLevel, name: string, output: Output): void {
  const log = createLog(level, output.write, { process: name });
  let words: string[] = [];
  let pause: NodeJS.Timeout | undefined;
  const tell = () => {
    clearTimeout(pause);
    pause = undefined;
    const text = stripVTControlCharacters(words.join("\n")).trim();
    words = [];
    if (text) log[level]("printed", { text });
  };
  createInterface({ input: stream })
    .on("line", (line) => {
      if (isEvent(line)) {
        tell();
        output.write(line);
        return;
      }
      words.push(line);
      pause ??= setTimeout(tell, BREATH);
    })
    .on("close", tell);
}

const isEvent = (line: string): boolean => line.startsWith('{"at":"') && line.endsWith("}");
