import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, firefox, type LaunchOptions } from "@playwright/test";

export type BrowserName = "chromium" | "firefox";

interface Browser {
  title: string;
  /** Names a browser by its file. */
  variable: string;
  own(): string;
  programs: string[];
  apps: string[];
  debian: string;
}

const browsers: Record<BrowserName, Browser> = {
  chromium: {
    title: "Chromium",
    variable: "CHROMIUM_PATH",
    own: () => chromium.executablePath(),
    programs: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"],
    apps: ["Google Chrome", "Chromium", "Microsoft Edge"],
    debian: "chromium",
  },
  firefox: {
    title: "Firefox",
    variable: "FIREFOX_PATH",
    own: () => firefox.executablePath(),
    programs: ["firefox-esr", "firefox"],
    apps: ["Firefox"],
    debian: "firefox-esr",
  },
};

export const titleOf = (name: BrowserName): string => browsers[name].title;
export const variableOf = (name: BrowserName): string => browsers[name].variable;

/** The browser that the tests are run in. */
export const browserUnderTest: BrowserName = process.env.TEST_BROWSER === "firefox" ? "firefox" : "chromium";

/** Runs in a container, also as root, and never asks anybody outside for anything. */
const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How a browser is launched from its file. Playwright drives a Firefox that is not its own in another way: its channel. */
export function launchOptions(name: BrowserName, executablePath = findBrowser(name)): LaunchOptions {
  if (name === "chromium") return { executablePath, args: chromiumFlags };
  return executablePath === browsers.firefox.own() ? {} : { executablePath, channel: "moz-firefox" };
}

/** The browser that its variable names, else Playwright's Firefox or a Chromium of the system; undefined when there is none. */
export function findBrowser(name: BrowserName): string | undefined {
  const { variable, own, programs, apps } = browsers[name];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const installed = [
    ...programs.flatMap((program) => folders.map((folder) => join(folder, program))),
    ...apps.map((app) => `/Applications/${app}.app/Contents/MacOS/${name === "firefox" ? "firefox" : app}`),
  ];
  // Playwright's Firefox is the one that it drives best; a Chromium of the system spares a download.
  const found = name === "firefox" ? [own(), ...installed] : [...installed, own()];
  return [process.env[variable], ...found].find((path) => path && existsSync(path));
}

/** Finds a browser or installs one: Playwright's, else the system's package when we may. Undefined when neither works. */
export function installBrowser(name: BrowserName): string | undefined {
  const found = findBrowser(name);
  if (found) return found;
  const root = process.getuid?.() === 0;
  const playwright = join("node_modules", "@playwright", "test", "cli.js");
  run(process.execPath, [playwright, "install", ...(root ? ["--with-deps"] : []), name]);
  if (!findBrowser(name) && root) {
    run("apt-get", ["update"]);
    run("apt-get", ["install", "--yes", browsers[name].debian]);
  }
  return findBrowser(name);
}

/** Why Playwright cannot drive a browser, in its words; null when it can. A Firefox may be newer than what it knows. */
export async function whyUndriven(name: BrowserName, executablePath: string): Promise<string | null> {
  try {
    const browser = await { chromium, firefox }[name].launch(launchOptions(name, executablePath));
    try {
      const page = await browser.newPage({ colorScheme: "dark", viewport: { width: 320, height: 640 } });
      await page.goto("about:blank");
    } finally {
      await browser.close();
    }
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  }
}

function run(program: string, args: string[]): void {
  spawnSync(program, args, {
    stdio: "inherit",
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}
