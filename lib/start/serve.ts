import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { localUrl, type Settings } from "@/lib/env";
import { buildWhenStale } from "./build";
import { type Child, type ChildPlan, keepRunning } from "./child";
import { openWatchedDatabase } from "./database";
import { type Keys, makeKeys } from "./keys";
import { openLogFile } from "./log-file";
import { ownOutput } from "./output";
import { claimable } from "./ports";
import { root } from "./root";
import { takeDataDir } from "./running";
import { openWebDatabase } from "./web-database";

export interface Console {
  keys: Keys;
  databaseUrl: string;
  /** Runs one more process, which is stopped after the ones that run already. */
  add(plan: Omit<ChildPlan, "output">): void;
  /** Starts the web process and the worker with these settings added; returns when pages are served. */
  open(more?: Record<string, string>): Promise<void>;
}

export interface Serving {
  settings: Settings;
  /** Ours for logs on our own output; files keep it for sentences. */
  output: "ours" | "files";
  say: (line: string) => void;
}

/**
 * Everything from the data folder to served pages. `prepare` runs when the database is ready. What was started is
 * stopped in the opposite order when we are asked to end, and when anything on the way fails.
 */
export async function serve({ settings, output, say }: Serving, prepare: (console: Console) => Promise<void>) {
  const closers: (() => Promise<void> | void)[] = [];
  const stop = once(async () => {
    for (const close of closers.reverse()) await close();
  });
  const quit = () => void stop().then(() => process.exit(0), fail);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, quit);
  whenAbandoned(quit);
  try {
    const running = await takeDataDir(settings.dataDir, settings.publicUrl, say);
    closers.push(() => running.release());
    await claimable(settings.port, settings.host);
    const keys = makeKeys(settings);
    const database = await openWatchedDatabase(settings, say);
    closers.push(() => database.stop());
    await buildWhenStale(say);
    const run = (plan: Omit<ChildPlan, "output">): Child =>
      keepRunning(
        { ...plan, output: output === "ours" ? ownOutput : openLogFile(logFile(settings, plan.name), say) },
        running,
        say,
      );
    await prepare({
      keys,
      databaseUrl: database.url,
      add(plan) {
        const child = run(plan);
        closers.push(() => child.stop());
      },
      async open(more = {}) {
        const env = { ...process.env, ...environment(settings, database.url), ...more };
        const webDatabaseUrl = await openWebDatabase(settings, database.url);
        for (const plan of [
          webPlan(settings, keys, { ...env, DATABASE_URL: webDatabaseUrl }),
          workerPlan(settings, env),
        ]) {
          const child = run(plan);
          closers.push(() => child.stop());
        }
        await served(settings);
      },
    });
  } catch (error) {
    await stop();
    throw error;
  }
}

function environment(settings: Settings, databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
    DATA_DIR: settings.dataDir,
    PUBLIC_URL: settings.publicUrl,
  };
}

/**
 * How long an idle connection stays open: longer than a proxy in front keeps one (60 s nginx, 120 s Caddy), so that none
 * sends a request on a connection that is just being closed and has to answer 502.
 */
const keepAliveMs = 150_000;

function webPlan(settings: Settings, keys: Keys, env: NodeJS.ProcessEnv): Omit<ChildPlan, "output"> {
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  return {
    name: "web process",
    args: [
      ...[next, "start", "--hostname", settings.host, "--port", String(settings.port)],
      ...["--keepAliveTimeout", String(keepAliveMs)],
    ],
    env: {
      ...env,
      NEXTAUTH_URL: settings.publicUrl,
      NEXTAUTH_SECRET: keys.authSecret,
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: keys.actionsKey,
      WORKER_PUBLIC_KEY: keys.workerPublicKey,
      // The web process seals credentials and is not even told where the key lies that opens them.
      WORKER_KEY_FILE: undefined,
      WEB_DATABASE_URL: undefined,
      WORKER_KEY: undefined,
      WORKER_KEY_COMMAND: undefined,
      MAIL_RELAY: undefined,
    },
  };
}

/**
 * A look at a large server makes much that is needed for a moment. A small nursery costs the worker a little processor
 * time and spares it tens of megabytes. A heap that is cleaned up when it is twice as large as what is needed, not only
 * at up to four times, costs a quiet look some hundredths and spares a first assignment hundreds of megabytes.
 */
export const workerFlags = ["--max-semi-space-size=4", "--heap-growing-percent=100"];

function workerPlan(settings: Settings, env: NodeJS.ProcessEnv): Omit<ChildPlan, "output"> {
  return {
    name: "worker",
    args: [...workerFlags, "--enable-source-maps", join(root, "dist", "worker.js")],
    env: { ...env, WORKER_KEY_FILE: settings.workerKeyFile },
  };
}

async function served(settings: Settings): Promise<void> {
  const health = `${localUrl(settings.host, settings.port)}/api/health`;
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const answer = await fetch(health, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`The console does not answer at ${health}. Its log says why.`);
}

/** npm runs us below a shell that keeps a SIGTERM to itself: when that shell is gone, npm was told to end. */
function whenAbandoned(quit: () => void): void {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && quit(), 500).unref();
}

const logFile = (settings: Settings, name: string) => join(settings.dataDir, "logs", `${name.replace(" ", "-")}.log`);

function once(deed: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= deed();
    return done;
  };
}

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}
