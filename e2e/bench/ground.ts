import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { setBudget } from "@/db/budget";
import { connect, type Database } from "@/db/client";
import { assignments, mailServers } from "@/db/schema";
import type { Described } from "@/e2e/fleet/running";
import { makeKeyPair } from "@/lib/secrets";
import { migrateDatabase } from "@/lib/start/migrate";
import { startPostgres } from "@/lib/start/postgres";
import { root } from "@/lib/start/root";
import { workerFlags } from "@/lib/start/serve";
import { closeLater } from "./closing";

/** A database and a fleet, each a process of its own as in life, and what a worker beside them needs to know. */
export interface Ground {
  db: Database;
  folder: string;
  /** Runs the worker's code in a process of its own and returns the JSON it prints last. */
  work<T>(deed: string, serverId: number | undefined, ...args: string[]): Promise<T>;
  /** Database ids of the servers assigned to the first one. */
  assigned: number[];
}

/** CPU and wall time in milliseconds, memory in megabytes. */
export interface Figures {
  outcome: string;
  wall: number;
  cpu: number;
  memory: number;
}

export async function prepare(fleet: { servers: number; domains: number; latency?: number }): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  closeLater(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const postgres = await startPostgres(folder);
  closeLater(() => postgres.stop());
  await migrateDatabase(postgres.url);
  const { servers, dns } = await startFleetProcess(fleet);
  const keys = makeKeyPair();
  await writeFile(join(folder, "worker.key"), keys.privateKey, { mode: 0o600 });
  const env = {
    DATABASE_URL: postgres.url,
    WORKER_KEY_FILE: join(folder, "worker.key"),
    WORKER_PUBLIC_KEY: keys.publicKey,
    ALLOWED_NETWORKS: "127.0.0.0/8",
    DNS_RESOLVER: `${dns.host}:${dns.port}`,
    DNS_PORT: String(dns.port),
    DRAIN_MARGIN_SECONDS: "0",
    LOG_LEVEL: "error",
  };
  const db = connect(postgres.url, { name: "bench" });
  closeLater(() => db.$client.end());
  // How fast it can be is measured, not how much of it is allowed within an hour.
  await setBudget(db, { run: 1_000_000, server: 1_000_000, fleet: 1_000_000 });
  const bundle = await bundleWorker();
  const ids = await runJson<number[]>(bundle, ["register", JSON.stringify(servers)], env);
  const [mail, ...web] = ids;
  if (!mail) throw new Error("the fleet has no server");
  await db.insert(mailServers).values({ id: 1, serverId: mail, mxHost: servers[0]?.name ?? "", definedBy: "bench" });
  for (const serverId of web) await db.insert(assignments).values({ serverId, mailServerId: 1, wishedBy: "bench" });
  return {
    db,
    folder,
    assigned: web,
    work: (deed, serverId, ...args) => runJson(bundle, [deed, String(serverId), ...args], env),
  };
}

async function startFleetProcess({
  servers,
  domains,
  latency = 0,
}: {
  servers: number;
  domains: number;
  latency?: number;
}) {
  const args = ["--servers", servers, "--domains", domains, "--ttl", 1, "--latency", latency].map(String);
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", "e2e/fleet/main.ts", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  closeLater(async () => void child.kill("SIGTERM"));
  if (!child.stdout) throw new Error("the fleet has no output");
  const described: Described[] = [];
  for await (const line of createInterface(child.stdout)) {
    const said = JSON.parse(line) as Described | { dns: { host: string; port: number } };
    if ("dns" in said) return { servers: described, dns: said.dns };
    described.push(said);
  }
  throw new Error("the fleet did not start");
}

/** Bundled as the worker itself is; below the project, where its packages are found. */
async function bundleWorker(): Promise<string> {
  const outfile = join(root, "dist", "bench-worker.js");
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, "e2e", "bench", "worker.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  return outfile;
}

function runJson<T>(script: string, args: string[], env: Record<string, string>): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...workerFlags, script, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let last = "";
    createInterface(child.stdout).on("line", (line) => {
      last = line;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(JSON.parse(last) as T) : reject(new Error(`${args[0]} ended with ${code}`)),
    );
  });
}
