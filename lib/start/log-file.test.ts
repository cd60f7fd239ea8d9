import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLogFile, setAsideWhenLarge } from "./log-file";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "log-file-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const said: string[] = [];
const say = (line: string) => void said.push(line);
const read = (name: string) => readFileSync(join(folder, "logs", name), "utf8");

test("a log goes on in a new file before it grows beyond its bound, and the oldest file goes", () => {
  const log = openLogFile(join(folder, "logs", "worker.log"), say, { bytes: 20, kept: 2 });
  for (const line of ["one", "two", "three", "fourteen-letters", "five", "a line longer than the bound", "six"])
    log.write(line);
  expect(readdirSync(join(folder, "logs")).sort()).toEqual(["worker.log", "worker.log.1", "worker.log.2"]);
  expect(read("worker.log")).toBe("six\n");
  expect(read("worker.log.1")).toBe("a line longer than the bound\n");
  expect(read("worker.log.2")).toBe("five\n");
  expect(said).toEqual([]);
});

test("a log goes on where it was left, and only its owner reads it", () => {
  const file = join(folder, "logs", "worker.log");
  openLogFile(file, say, { bytes: 20, kept: 2 }).write("before");
  const again = openLogFile(file, say, { bytes: 20, kept: 2 });
  again.write("after");
  expect(read("worker.log")).toBe("before\nafter\n");
  again.write("too long for this");
  expect(read("worker.log.1")).toBe("before\nafter\n");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a file that cannot be written costs lines, says so once, and goes on when it can", () => {
  const file = join(folder, "logs", "worker.log");
  const log = openLogFile(file, say, { bytes: 10, kept: 1 });
  log.write("one");
  rmSync(join(folder, "logs"), { recursive: true });
  writeFileSync(join(folder, "logs"), "in the way");
  for (const line of ["lost for want of room", "lost too"]) log.write(line);
  expect(said).toEqual([expect.stringMatching(/worker\.log cannot be written \(E.*lines are lost until it can\./)]);
  rmSync(join(folder, "logs"));
  log.write("here again");
  expect(read("worker.log")).toBe("here again\n");
});

test("a log that another program writes is set aside when it is large, and left while it is not", () => {
  const file = join(folder, "postgres.log");
  writeFileSync(file, "small");
  setAsideWhenLarge(file);
  expect(readdirSync(folder)).toEqual(["postgres.log"]);
  truncateSync(file, 10 * 1024 * 1024);
  setAsideWhenLarge(file);
  expect(readdirSync(folder)).toEqual(["postgres.log.1"]);
});
