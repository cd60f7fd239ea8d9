import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build as bundle, stop as endBundler } from "esbuild";
import { command } from "./command";
import { mend } from "./mend";
import { root } from "./root";

const stamp = join(root, ".next", "built-from");
const worker = join(root, "dist", "worker.js");
const inputs = [
  ...["app", "db", "lib", "instrumentation.ts", "proxy.ts", "package-lock.json"],
  ...["next.config.js", "postcss.config.mjs", "tsconfig.json"],
];

/** Builds the web process and the worker, unless what is there was built from exactly these sources. */
export async function buildWhenStale(say: (line: string) => void): Promise<void> {
  await mend();
  const sources = fingerprint();
  const built = [stamp, worker, join(root, ".next", "BUILD_ID")].every(existsSync);
  if (built && readFileSync(stamp, "utf8") === sources) return;
  say("Building, because the sources have changed since the last build. This takes about half a minute.");
  await Promise.all([buildWeb(), buildWorker()]);
  writeFileSync(stamp, sources);
}

function buildWeb(): Promise<void> {
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  const args = [join(root, "node_modules", "next", "dist", "bin", "next"), "build"];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    // When we are told to end in the middle of it, it ends with us.
    process.once("exit", () => child.kill());
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The build failed.\n${output.trim()}`));
    });
  });
}

async function buildWorker(): Promise<void> {
  await bundle({
    absWorkingDir: root,
    entryPoints: [join(root, "lib", "worker", "main.ts")],
    outfile: worker,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    logLevel: "warning",
  });
  // Its own process would otherwise stay for as long as ours.
  await endBundler();
}

/** One hash of everything that goes into the build; tests and the start commands do not. */
function fingerprint(): string {
  const hash = createHash("sha256").update(process.version);
  const add = (path: string) => {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  };
  const walk = (folder: string) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (path !== join("lib", "start")) walk(path);
      } else if (!entry.name.endsWith(".test.ts")) add(path);
    }
  };
  for (const input of inputs) {
    if (!existsSync(join(root, input))) continue;
    if (/\.\w+$/.test(input)) add(input);
    else walk(input);
  }
  return hash.digest("hex");
}

if (process.argv[1] === join(root, "lib", "start", "build.ts")) await command(() => buildWhenStale(console.log));
