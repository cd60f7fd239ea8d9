import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive, recognize } from "./alive";
import { onFullDisk } from "./full-disk";
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

test("a note that is empty or cut, as a loss of power leaves it, is in nobody's way", async () => {
  for (const text of ["", '{"url":"http://127.0']) {
    writeFileSync(join(folder, "running.json"), text);
    const said: string[] = [];
    const running = await takeDataDir(folder, "", (line) => said.push(line));
    expect(said).toEqual([expect.stringContaining("running.json is empty or damaged")]);
    await expect(takeDataDir(folder, "", () => {})).rejects.toThrow("It is running already");
    expect(readdirSync(folder)).toEqual(["running.json"]);
    running.release();
  }
});

test("a start on a full disk says so and leaves nothing behind", { timeout: 60_000 }, () => {
  const said = onFullDisk(`
    import { takeDataDir } from "./lib/start/running.ts";
    await takeDataDir(${JSON.stringify(folder)}, "", () => {}).catch(({ message }) => console.error(message));
  `);
  expect(said).toContain(`${join(folder, "running.json")} cannot be written (E`);
  expect(readdirSync(folder)).toEqual([]);
});

test("a list that cannot be written is said once, ends nobody, and is whole again when it can", async () => {
  const said: string[] = [];
  const running = await takeDataDir(folder, "", (line) => said.push(line));
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "in the way");
  running.remember("web process", { pid: 7, birth: "x" });
  running.remember("worker", { pid: 8, birth: "y" });
  expect(said).toEqual([
    expect.stringMatching(/running\.json cannot be written \(E.*Until it is, a start after a kill/),
  ]);
  rmSync(folder);
  mkdirSync(folder);
  running.remember("fleet", undefined);
  expect(JSON.parse(readFileSync(join(folder, "running.json"), "utf8")).children).toEqual({
    "web process": { pid: 7, birth: "x" },
    worker: { pid: 8, birth: "y" },
  });
  running.release();
  expect(existsSync(join(folder, "running.json"))).toBe(false);
});
