import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { end, type Known, recognize } from "./alive";
import { elsewhere, findBinaries } from "./binaries";
import { canEnter, chooseKeeper, type Keeper, makePrivateFolder } from "./keeper";
import { setAsideWhenLarge } from "./log-file";
import { freePort, isFree } from "./ports";
import { type Memory, recall, remember } from "./postgres-memory";
import { type Found, findPostmaster, readLock, tail } from "./postmaster";
import { syncFolder } from "./whole-file";

export interface RunningPostgres {
  url: string;
  /** It was running already: left behind by a start that was killed. */
  adopted: boolean;
  /** The folder with its data, where that is not in the data folder. */
  outside: string | undefined;
  postmaster: Known;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that comes along, on loopback, with its data below `dataDir`; makes the database on the first
 * start; takes over one that runs there already. `settings` are added to PostgreSQL's own. With `insisted` it listens on
 * that port or not at all: for those who know its address already.
 */
export async function startPostgres(
  dataDir: string,
  settings: Record<string, string> = {},
  insisted?: number,
): Promise<RunningPostgres> {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const before = recall(dataDir);
  const inside = join(dataDir, "postgres");
  const keeper = chooseKeeper(join(before?.home ?? inside, "data"));
  // Passing through is enough for the keeper; what lies in the folder has its own modes.
  if (keeper) chmodSync(dataDir, 0o711);
  const home = before?.home ?? (hasData(before) || reaches(keeper, dataDir) ? inside : outsideHome());
  const data = join(home, "data");
  const password = before?.password ?? randomBytes(24).toString("base64url");
  const kept = before?.port ?? (await freePort());
  if (!hasData(before)) remember(dataDir, { port: kept, password, home, making: true });
  makePrivateFolder(keeper, home);
  const binaries = findBinaries(keeper);
  if (!existsSync(data)) initialize(keeper, binaries, home, data, password);

  const running = await findPostmaster(data);
  const port = await choosePort(running, kept, insisted);
  remember(dataDir, { port, password, home });
  const postmaster = running?.known ?? (await launch(keeper, binaries, home, data, port, settings));
  const address = (name: string) => `postgres://app:${password}@127.0.0.1:${port}/${name}`;
  // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, nothing is lost.
  const stop = () => end(postmaster, 20_000, "SIGINT");
  await makeDatabase(address("postgres")).catch(async (cause: Error & { code?: string }) => {
    if (cause.code !== "28P01") throw cause;
    if (!running) await stop();
    throw new Error(
      `The password in ${join(dataDir, "postgres.json")} is not that of the database in ${home}. Restore the two from the same backup.`,
      { cause },
    );
  });
  return {
    url: address("centralized_mail"),
    adopted: running !== undefined,
    outside: home === inside ? undefined : home,
    postmaster,
    stop,
  };
}

const hasData = (memory: Memory | undefined): boolean => memory !== undefined && !memory.making;

const outsideHome = () => join(elsewhere, randomBytes(8).toString("hex"));

async function choosePort(running: Found | undefined, kept: number, insisted: number | undefined): Promise<number> {
  const wanted = insisted ?? running?.port ?? kept;
  if (running && running.port !== wanted) {
    throw new Error(
      `it runs already (process ${running.known.pid}), but on port ${running.port} instead of ${wanted}, where it is looked for. Let the command that started it come to its end, or end that process.`,
    );
  }
  if (running || (await isFree(wanted))) return wanted;
  if (insisted === undefined) return freePort();
  throw new Error(
    `port ${wanted} is taken by another program, and the database is looked for there. End that program.`,
  );
}

function reaches(keeper: Keeper, dataDir: string): boolean {
  if (!keeper) return true;
  const probe = join(dataDir, ".reach");
  makePrivateFolder(keeper, probe);
  const reached = canEnter(keeper, probe);
  rmSync(probe, { recursive: true });
  return reached;
}

function initialize(keeper: Keeper, binaries: string, home: string, data: string, password: string): void {
  const draft = join(home, "data.new");
  const passwordFile = join(home, "password.new");
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (keeper) chownSync(passwordFile, keeper.uid, keeper.gid);
  const args = [`--pgdata=${draft}`, "--username=app", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const made = spawnSync(join(binaries, "bin", "initdb"), [...args, ...locale], {
    ...keeper,
    cwd: "/",
    encoding: "utf8",
  });
  rmSync(passwordFile);
  if (made.status !== 0) throw new Error(`The database could not be made in ${home}. ${made.stderr || made.error}`);
  renameSync(draft, data);
  syncFolder(home);
}

async function launch(
  keeper: Keeper,
  binaries: string,
  home: string,
  data: string,
  port: number,
  settings: Record<string, string>,
): Promise<Known> {
  const log = join(home, "postgres.log");
  setAsideWhenLarge(log);
  const output = openSync(log, "a", 0o600);
  const given = { listen_addresses: "127.0.0.1", unix_socket_directories: "", max_connections: "200", ...settings };
  const options = Object.entries(given).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // Without a shell, which pg_ctl would use, any path works; in a group of its own, Ctrl-C reaches us first.
  const child = spawn(join(binaries, "bin", "postgres"), ["-D", data, "-p", String(port), ...options], {
    ...keeper,
    cwd: "/",
    detached: true,
    stdio: ["ignore", output, output],
  });
  child.unref();
  const failure = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`PostgreSQL did not start with the data in ${data}. ${tail(log)}`)));
  });
  failure.catch(() => undefined);
  for (;;) {
    const lock = readLock(data);
    const known = lock?.ready && lock.pid === child.pid ? recognize(lock.pid) : undefined;
    if (known) return known;
    await Promise.race([sleep(10), failure]);
  }
}

async function makeDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    const [found] = await sql`select 1 from pg_database where datname = 'centralized_mail'`;
    if (!found) await sql`create database centralized_mail`;
  } finally {
    await sql.end();
  }
}
