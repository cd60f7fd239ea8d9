import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseSettings } from "@/lib/env";
import { recognize } from "./alive";
import { openWatchedDatabase } from "./database";
import { readLock } from "./postmaster";

let outer = "";
beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), "centralized-mail-watched-"));
  chmodSync(outer, 0o755);
});
afterEach(() => rmSync(outer, { recursive: true }));

/** Ends the PostgreSQL with this data as a crash would, as often as it comes back, until its port is ours. */
async function takePort(port: number, data: string): Promise<Server> {
  for (;;) {
    const lock = readLock(data);
    if (lock && recognize(lock.pid)) process.kill(lock.pid, "SIGKILL");
    const server = createServer((socket) => socket.destroy());
    const taken = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (taken) return server;
    await sleep(10);
  }
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) if (await condition()) return;
  throw new Error("It did not come to that within 60 s.");
}

describe("the database of a running console", { timeout: 240_000 }, () => {
  test("waits for its port when another program has taken it, for everybody looks for it there", async () => {
    const dataDir = join(outer, "data");
    const said: string[] = [];
    const database = await openWatchedDatabase(parseSettings({ DATA_DIR: dataDir }), (line) => said.push(line));
    const port = Number(new URL(database.url).port);
    const other = await takePort(port, join(dataDir, "postgres", "data"));
    await until(() => said.filter((line) => line.includes(`port ${port} is taken`)).length >= 2);
    expect(JSON.parse(readFileSync(join(dataDir, "postgres.json"), "utf8")).port).toBe(port);

    await new Promise((resolve) => other.close(resolve));
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    await until(() =>
      sql`select 1`.then(
        () => true,
        () => false,
      ),
    );
    await sql.end();
    await database.stop();
  });

  test.runIf(process.getuid?.() === 0)("says at each start where it is when that is elsewhere", async () => {
    mkdirSync(join(outer, "closed"), { mode: 0o700 });
    const dataDir = join(outer, "closed", "data");
    const said: string[] = [];
    const database = await openWatchedDatabase(parseSettings({ DATA_DIR: dataDir }), (line) => said.push(line));
    await database.stop();
    const { home } = JSON.parse(readFileSync(join(dataDir, "postgres.json"), "utf8"));
    expect(said).toEqual([`The database is in ${home}, outside the data folder ${dataDir}. Back both up.`]);
    rmSync(home, { recursive: true });
  });
});
