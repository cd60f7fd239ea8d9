import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { isAlive, type Known } from "./alive";
import { keepRunning } from "./child";

function runScript(script: string) {
  const said: string[] = [];
  const lines: string[] = [];
  const born: Known[] = [];
  const child = keepRunning(
    { name: "worker", args: ["-e", script], env: process.env, output: "ours", onLine: (line) => lines.push(line) },
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
  const { child, said, lines, born } = runScript(
    'process.on("SIGTERM", () => { console.log("tidy"); process.exit(0); }); setInterval(() => {}, 1000); console.log("up");',
  );
  await until(() => lines.includes("up"));
  await child.stop();
  await until(() => lines.length > 1);
  expect(lines).toEqual(["up", "tidy"]);
  expect(said).toEqual([]);
  expect(born.map(isAlive)).toEqual([false]);
});
