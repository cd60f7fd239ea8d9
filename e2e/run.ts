import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { end, type Known, recognize } from "@/lib/start/alive";
import { root } from "@/lib/start/root";
import { type BrowserName, installBrowser, titleOf, variableOf, whyUndriven } from "./browser";

/** `npm test`: every check and test there is. Its last line says how many passed and how many failed. */

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major === 20 && minor < 19) {
  console.error(
    `The test tools need Node 20.19 or newer, this is ${process.version}. The console itself runs from 20.9 on.`,
  );
  process.exit(1);
}

interface Count {
  passed: number;
  failed: number;
}

const reports = mkdtempSync(join(tmpdir(), "centralized-mail-tests-"));
let current: Known | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    if (current) await end(current, 60_000);
    rmSync(reports, { recursive: true, force: true });
    process.exit(130);
  });
}

/** Runs a program of ours in a process group of its own and streams what it prints. */
async function run(title: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  console.log(`\n── ${title} ──`);
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: "inherit",
    detached: true,
  });
  current = recognize(child.pid ?? 0);
  const code = await new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
    child.once("error", () => resolve(null));
  });
  current = undefined;
  return code === 0;
}

function bin(...path: string[]): string {
  return join(root, "node_modules", ...path);
}

/** A part that has no tests of its own counts as one. */
function one(passed: boolean): Count {
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** What a report counts; a part that failed without a failed test (it crashed, or a file did not load) counts as one. */
function counted(read: () => Count, passed: boolean): Count {
  let count: Count = { passed: 0, failed: 0 };
  try {
    count = read();
  } catch {
    console.log("There is no report: the tests did not run to their end.");
  }
  return { ...count, failed: passed ? count.failed : Math.max(1, count.failed) };
}

function report<T>(name: string, shape: z.ZodType<T>): T {
  return shape.parse(JSON.parse(readFileSync(join(reports, name), "utf8")));
}

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), flaky: z.number(), unexpected: z.number() }),
});

async function unitTests(): Promise<Count> {
  const output = ["--reporter=default", "--reporter=json", `--outputFile.json=${join(reports, "unit.json")}`];
  const passed = await run("unit and database tests", [bin("vitest", "vitest.mjs"), "run", ...output]);
  return counted(() => {
    const { numPassedTests, numFailedTests } = report("unit.json", vitestReport);
    return { passed: numPassedTests, failed: numFailedTests };
  }, passed);
}

/** The safety contract, tried: each of its parts counts as one, and so does each planted bug that is found. */
async function simulation(): Promise<Count> {
  const output = ["--report", join(reports, "simulation.json")];
  const args = ["--import", "tsx", join("e2e", "simulation", "main.ts"), ...output];
  const passed = await run("simulation", args);
  return counted(() => report("simulation.json", z.object({ passed: z.number(), failed: z.number() })), passed);
}

/** A Chromium must be there; a Firefox is used where it can be had. */
async function browserTests(name: BrowserName): Promise<Count> {
  const title = titleOf(name);
  const browser = installBrowser(name);
  const undriven = browser ? await whyUndriven(name, browser) : "none was found, and none could be installed";
  if (!browser || undriven) {
    const advice = `Install another one, or set ${variableOf(name)} to it.`;
    console.log(`\nThere are no browser tests in ${title}: ${undriven}. ${advice}`);
    return name === "chromium" ? one(false) : { passed: 0, failed: 0 };
  }
  const file = `${name}.json`;
  const env = { TEST_BROWSER: name, [variableOf(name)]: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, file) };
  const args = [bin("@playwright", "test", "cli.js"), "test", "--reporter=list,json"];
  const passed = await run(`browser tests in ${title}`, args, env);
  return counted(() => {
    const { expected, flaky, unexpected } = report(file, playwrightReport).stats;
    return { passed: expected + flaky, failed: unexpected };
  }, passed);
}

const counts: Count[] = [];
counts.push(one(await run("format and lint", [bin("@biomejs", "biome", "bin", "biome"), "check", "."])));
// Before the types, because Next writes the types of the routes while it builds.
const built = await run("build", ["--import", "tsx", join("lib", "start", "build.ts")]);
counts.push(one(built));
counts.push(one(await run("types", [bin("typescript", "bin", "tsc"), "--noEmit"])));
counts.push(await unitTests());
counts.push(await simulation());
if (built) counts.push(await browserTests("chromium"), await browserTests("firefox"));
else console.log("\nWithout a build there are no browser tests.");

rmSync(reports, { recursive: true, force: true });
const passed = counts.reduce((sum, each) => sum + each.passed, 0);
const failed = counts.reduce((sum, each) => sum + each.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
