import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { isAlive, type Known } from "./alive";
import { keepRunning } from "./child";

function runScript(script: string, onLine?: (line: string) => void) {
  const said: string[] = [];
  const lines: string[] = [];
  const output = { write: (line: string) => lines.push(line), file: null };
  const born: Known[] = [];
  const child = keepRunning(
    { name: "worker", args: ["-e", script], env: process.env, output, ...(onLine && { onLine }) },
    { remember: (_name, known) => known && born.push(known), release: () => {} },
    (line) => said.push(line),
  );
  return { child, said, lines, born };
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 10_000; waited += 20) await sleep(20);
}

test("a child that dies starts again, later each time, and it is said", async () => {
  const { child, said, born } = runScript("process.exit(3)");
  await until(() => born.length >= 3);
  await child.stop();
  expect(said.slice(0, 2)).toEqual([
    "The worker ended (exit code 3); it starts again in 1 s.",
    "The worker ended (exit code 3); it starts again in 2 s.",
  ]);
});

test("a child that is stopped gets the time to end well and stays away", async () => {
  const heard: string[] = [];
  const { child, said, born } = runScript(
    'process.on("SIGTERM", () => { console.log("tidy"); process.exit(0); }); setInterval(() => {}, 1000); console.log("up");',
    (line) => heard.push(line),
  );
  await until(() => heard.includes("up"));
  await child.stop();
  await until(() => heard.length > 1);
  expect(heard).toEqual(["up", "tidy"]);
  expect(said).toEqual([]);
  expect(born.map(isAlive)).toEqual([false]);
});

test("a child's events are passed on as they are, and its crash is one event beside them", async () => {
  const event = '{"at":"2026-05-04T12:00:00Z","level":"info","event":"worker.ready"}';
  const { child, lines } = runScript(
    `console.log('${event}'); setTimeout(() => { throw new Error("no way out") }, 50)`,
  );
  await until(() => lines.length >= 2);
  await child.stop();
  expect(lines[0]).toBe(event);
  const crash = JSON.parse(lines[1] ?? "") as Record<string, string>;
  expect(crash).toMatchObject({ level: "error", event: "printed", process: "worker" });
  expect(crash.text).toMatch(/Error: no way out\n\s+at /);
});
