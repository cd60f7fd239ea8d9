import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive, recognize } from "./alive";
import { takeDataDir } from "./running";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "centralized-mail-running-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function idle() {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" });
  const known = recognize(child.pid ?? 0);
  if (!known) throw new Error("The child did not start.");
  return known;
}

test("a second start says where the first one runs", async () => {
  const running = await takeDataDir(folder, "http://127.0.0.1:3000", () => {});
  await expect(takeDataDir(folder, "http://127.0.0.1:3001", () => {})).rejects.toThrow(
    /^It is running already at http:\/\/127\.0\.0\.1:3000 \(process \d+, data folder .*\)\. Stop that one, or set DATA_DIR/,
  );
  running.release();
  (await takeDataDir(folder, "http://127.0.0.1:3001", () => {})).release();
});

test("what a killed start left behind is stopped and said", async () => {
  const orphan = idle();
  const dead = { pid: process.pid, birth: "another process with this number" };
  const note = { url: "http://127.0.0.1:3000", parent: dead, children: { worker: orphan } };
  writeFileSync(join(folder, "running.json"), JSON.stringify(note));
  const said: string[] = [];
  const running = await takeDataDir(folder, "http://127.0.0.1:3000", (line) => said.push(line));
  expect(isAlive(orphan)).toBe(false);
  expect(said).toEqual([`Stopping the worker (process ${orphan.pid}) that a killed start left behind.`]);
  running.release();
});

test("a process that merely has the number of a former child is left alone", async () => {
  const stranger = idle();
  const note = { url: "", parent: { pid: 1, birth: "" }, children: { worker: { ...stranger, birth: "long ago" } } };
  writeFileSync(join(folder, "running.json"), JSON.stringify(note));
  (await takeDataDir(folder, "", () => {})).release();
  expect(isAlive(stranger)).toBe(true);
  process.kill(stranger.pid);
});

test("children are written down as they come and go", async () => {
  const running = await takeDataDir(folder, "", () => {});
  const kept = () => JSON.parse(readFileSync(join(folder, "running.json"), "utf8")).children;
  running.remember("worker", { pid: 7, birth: "x" });
  expect(kept()).toEqual({ worker: { pid: 7, birth: "x" } });
  running.remember("worker", undefined);
  expect(kept()).toEqual({});
  running.release();
});
