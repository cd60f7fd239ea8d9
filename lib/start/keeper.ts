import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, statSync } from "node:fs";

/** The user that PostgreSQL runs as; undefined is simply us. */
export type Keeper = { uid: number; gid: number } | undefined;

/**
 * PostgreSQL refuses to run as root. Then it runs as whoever owns the data already, else as `postgres`, else as
 * `nobody`; no user is ever created.
 */
export function chooseKeeper(data: string): Keeper {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(data)) {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { uid, gid };
  }
  const keeper = lookUp("postgres") ?? lookUp("nobody");
  if (keeper) return keeper;
  throw new Error(
    "PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody. " +
      "Start as an ordinary user, or set DATABASE_URL to a database of your own.",
  );
}

/** Whether the keeper may enter this folder. */
export function canEnter(keeper: Keeper, folder: string): boolean {
  return runs(keeper, "/bin/sh", ["-c", 'test -x "$1" && test -r "$1"', "sh", folder]);
}

/** Whether the program runs to a good end as the keeper. The working directory is one that everybody may enter. */
export function runs(keeper: Keeper, program: string, args: string[]): boolean {
  return spawnSync(program, args, { ...keeper, cwd: "/", stdio: "ignore" }).status === 0;
}

/** A folder that only the keeper enters; its parents, where they are missing, everybody may pass through. */
export function makePrivateFolder(keeper: Keeper, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (keeper) chownSync(folder, keeper.uid, keeper.gid);
}

function lookUp(name: string): Keeper {
  const [uid, gid] = ["-u", "-g"].map((which) => {
    const { status, stdout } = spawnSync("id", [which, name], { encoding: "utf8" });
    return status === 0 ? Number(stdout.trim()) : undefined;
  });
  return uid && gid !== undefined ? { uid, gid } : undefined;
}
