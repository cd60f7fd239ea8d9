import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Output } from "./output";

/** Bytes of one file, and how many older ones are kept beside it: `worker.log`, `worker.log.1` … */
const bound = { bytes: 10 * 1024 * 1024, kept: 4 };

/** A log in a file that never grows beyond its bound. A disk that is full costs lines, never the process that writes. */
export function openLogFile(file: string, say: (line: string) => void, { bytes, kept } = bound): Output {
  let current: { descriptor: number; size: number } | undefined = open(file);
  let lost = false;
  return {
    file,
    write(line) {
      const text = Buffer.from(`${line}\n`);
      try {
        if (current && current.size > 0 && current.size + text.length > bytes) {
          closeSync(current.descriptor);
          current = undefined;
          makeRoom(file, kept);
        }
        current ??= open(file);
        current.size += writeSync(current.descriptor, text);
        lost = false;
      } catch (error) {
        if (!lost) say(`${file} cannot be written (${(error as Error).message}); lines are lost until it can.`);
        lost = true;
      }
    },
  };
}

function open(file: string): { descriptor: number; size: number } {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const descriptor = openSync(file, "a", 0o600);
  return { descriptor, size: fstatSync(descriptor).size };
}

/** Sets a file aside as `.1` when it has reached its bound, for a program that writes it by itself from its next start. */
export function setAsideWhenLarge(file: string, { bytes, kept } = bound): void {
  if (existsSync(file) && statSync(file).size >= bytes) makeRoom(file, kept);
}

function makeRoom(file: string, kept: number): void {
  for (let age = kept; age > 0; age--) {
    const newer = age === 1 ? file : `${file}.${age - 1}`;
    if (existsSync(newer)) renameSync(newer, `${file}.${age}`);
  }
}
