import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const apps = ["Google Chrome", "Chromium", "Microsoft Edge"].map(
  (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
);

/** Runs in a container, also as root, and never asks anybody outside for anything. */
export const browserFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser that CHROMIUM_PATH names, else one of the system, else Playwright's own; undefined when there is none. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.CHROMIUM_PATH, ...onPath, ...apps, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  );
}

/** Finds a browser or installs one: Playwright's, else the system's package when we may. Undefined when neither works. */
export function installBrowser(): string | undefined {
  const found = findBrowser();
  if (found) return found;
  const root = process.getuid?.() === 0;
  const playwright = join("node_modules", "@playwright", "test", "cli.js");
  run(process.execPath, [playwright, "install", ...(root ? ["--with-deps"] : []), "chromium"]);
  if (!findBrowser() && root) {
    run("apt-get", ["update"]);
    run("apt-get", ["install", "--yes", "chromium"]);
  }
  return findBrowser();
}

function run(program: string, args: string[]): void {
  spawnSync(program, args, {
    stdio: "inherit",
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}
