import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBinaries } from "./binaries";
import { chooseKeeper } from "./keeper";
import { startPostgres } from "./postgres";
import { findPostmaster } from "./postmaster";

const outer = mkdtempSync(join(tmpdir(), "centralized-mail-memory-"));
chmodSync(outer, 0o755);
afterAll(() => rmSync(outer, { recursive: true }));

const origin = join(outer, "origin");
beforeAll(async () => {
  const server = await startPostgres(origin);
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  await sql`create table kept as select 42 as answer`;
  await sql.end();
  await server.stop();
});

let restored = 0;
/** A data folder with these parts of the first one, as somebody restores them from a backup. */
function restore(...names: string[]): string {
  restored += 1;
  const dataDir = join(outer, `restored-${restored}`);
  mkdirSync(dataDir);
  for (const name of names) execFileSync("cp", ["-a", join(origin, name), join(dataDir, name)]);
  return dataDir;
}

async function answerOf(dataDir: string): Promise<unknown> {
  const server = await startPostgres(dataDir);
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  const [row] = await sql`select answer from kept`;
  await sql.end();
  await server.stop();
  return row?.answer;
}

const read = (dataDir: string) => JSON.parse(readFileSync(join(dataDir, "postgres.json"), "utf8"));

describe("what nobody else knows about the PostgreSQL that comes along", { timeout: 60_000 }, () => {
  test("is all that a restored database needs beside its data", async () => {
    expect(await answerOf(restore("postgres", "postgres.json"))).toBe(42);
  });

  test("is not made anew where it is missing", async () => {
    const dataDir = restore("postgres");
    await expect(startPostgres(dataDir)).rejects.toThrow(
      `${dataDir}/postgres holds a database, but ${dataDir}/postgres.json, which has its password, is missing. Put postgres.json back there from the backup.`,
    );
    expect(readdirSync(dataDir)).toEqual(["postgres"]);
  });

  test("is not made anew where the database was outside the data folder", async () => {
    const dataDir = restore();
    writeFileSync(join(dataDir, "web-database.key"), "made once");
    await expect(startPostgres(dataDir)).rejects.toThrow(
      `${dataDir}/postgres.json, which says where the database is and has its password, is missing.`,
    );
    expect(readdirSync(dataDir)).toEqual(["web-database.key"]);
  });

  test("is told to be damaged, and left as it is", async () => {
    for (const text of ["", '{"port":', "{}"]) {
      const dataDir = restore("postgres");
      const file = join(dataDir, "postgres.json");
      writeFileSync(file, text);
      await expect(startPostgres(dataDir)).rejects.toThrow(
        `${file}, which has the database's password, is empty or damaged. Restore it from the backup.`,
      );
      expect(readFileSync(file, "utf8")).toBe(text);
    }
  });

  test("says where the data was, so that a volume that is not there is no reason for an empty database", async () => {
    const unmounted = join(outer, "unmounted");
    const dataDir = restore("postgres.json");
    for (const home of [undefined, unmounted]) {
      writeFileSync(join(dataDir, "postgres.json"), JSON.stringify({ ...read(origin), home }));
      await expect(startPostgres(dataDir)).rejects.toThrow(
        `The database is gone: ${dataDir}/postgres.json says that it is in ${home ?? `${dataDir}/postgres`}, and there is no folder data in there.`,
      );
      expect(readdirSync(dataDir)).toEqual(["postgres.json"]);
      expect(existsSync(unmounted)).toBe(false);
    }
    execFileSync("cp", ["-a", join(origin, "postgres"), unmounted]);
    expect(await answerOf(dataDir)).toBe(42);
    expect(read(dataDir).home).toBe(unmounted);
  });

  test("is kept by a first start that goes on after it was ended before there was data", async () => {
    const dataDir = restore();
    const { port, password } = read(origin);
    writeFileSync(join(dataDir, "postgres.json"), JSON.stringify({ port, password, making: true }));
    await (await startPostgres(dataDir)).stop();
    expect(read(dataDir)).toEqual({ port: expect.any(Number), password });
  });

  test("belongs to its data: the password of another backup is told, and nothing runs on", async () => {
    const dataDir = restore("postgres");
    writeFileSync(join(dataDir, "postgres.json"), JSON.stringify({ ...read(origin), password: "another" }));
    await expect(startPostgres(dataDir)).rejects.toThrow(
      `The password in ${dataDir}/postgres.json is not that of the database in ${dataDir}/postgres.`,
    );
    expect(await findPostmaster(join(dataDir, "postgres", "data"))).toBeUndefined();
  });

  test("is given anew as README.md says when there is no copy of it", async () => {
    const dataDir = restore("postgres");
    const data = join(dataDir, "postgres", "data");
    const keeper = chooseKeeper(data);
    spawnSync(join(findBinaries(keeper), "bin", "postgres"), ["--single", "-D", data, "postgres"], {
      ...keeper,
      cwd: "/",
      input: "alter role app password 'chosen'\n",
    });
    writeFileSync(join(dataDir, "postgres.json"), '{"port": 5433, "password": "chosen"}');
    expect(await answerOf(dataDir)).toBe(42);
  });

  test("is written only when it changes", async () => {
    const dataDir = restore("postgres", "postgres.json");
    await (await startPostgres(dataDir)).stop();
    const before = statSync(join(dataDir, "postgres.json"));
    expect(await answerOf(dataDir)).toBe(42);
    const { ino, mtimeMs } = statSync(join(dataDir, "postgres.json"));
    expect({ ino, mtimeMs }).toEqual({ ino: before.ino, mtimeMs: before.mtimeMs });
  });
});
