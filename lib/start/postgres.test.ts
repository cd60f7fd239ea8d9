import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, describe, expect, test } from "vitest";
import { end, isAlive } from "./alive";
import { startPostgres } from "./postgres";

const folders: string[] = [];
async function makeFolder(name = "data"): Promise<string> {
  const outer = await mkdtemp(join(tmpdir(), "centralized-mail-launcher-"));
  await chmod(outer, 0o755);
  folders.push(outer);
  return join(outer, name);
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  return sql.unsafe(statement).finally(() => sql.end());
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe("the PostgreSQL that comes along", { timeout: 60_000 }, () => {
  test("starts, keeps its data over a restart, and says where only to its owner", async () => {
    const dataDir = await makeFolder();
    const first = await startPostgres(dataDir);
    await ask(first.url, "create table kept as select 42 as answer");
    await first.stop();
    expect(isAlive(first.postmaster)).toBe(false);

    const second = await startPostgres(dataDir);
    expect(second).toMatchObject({ adopted: false, url: first.url });
    expect(await ask(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    await second.stop();
    expect((await stat(join(dataDir, "postgres.json"))).mode & 0o777).toBe(0o600);
  });

  test("asks for a password and keeps every commit on disk", async () => {
    const server = await startPostgres(await makeFolder());
    await expect(ask(server.url.replace(/:[^:@/]+@/, ":wrong@"), "select 1")).rejects.toThrow(/password/);
    expect(await ask(server.url, "select current_setting('fsync') as fsync")).toEqual([{ fsync: "on" }]);
    await server.stop();
  });

  test("one that still runs is taken over", async () => {
    const dataDir = await makeFolder();
    const first = await startPostgres(dataDir);
    const second = await startPostgres(dataDir);
    expect(second).toMatchObject({ adopted: true, url: first.url, postmaster: first.postmaster });
    await second.stop();
    expect(isAlive(first.postmaster)).toBe(false);
  });

  test("a port that is insisted on is that one or none", async () => {
    const dataDir = await makeFolder();
    const first = await startPostgres(dataDir);
    const port = Number(new URL(first.url).port);
    await expect(startPostgres(dataDir, {}, port + 1)).rejects.toThrow(
      `it runs already (process ${first.postmaster.pid}), but on port ${port} instead of ${port + 1}`,
    );
    await first.stop();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    await expect(startPostgres(dataDir, {}, port)).rejects.toThrow(`port ${port} is taken by another program`);
    const elsewhere = await startPostgres(dataDir);
    expect(new URL(elsewhere.url).port).not.toBe(String(port));
    await elsewhere.stop();
    await new Promise((resolve) => other.close(resolve));
    const again = await startPostgres(dataDir, {}, port);
    expect(again.url).toBe(first.url);
    await again.stop();
  });

  test("one that was killed is started again with all that was committed", async () => {
    const dataDir = await makeFolder();
    const first = await startPostgres(dataDir);
    await ask(first.url, "create table kept as select 42 as answer");
    process.kill(first.postmaster.pid, "SIGKILL");
    await end(first.postmaster, 5_000);
    const second = await startPostgres(dataDir);
    expect(second.adopted).toBe(false);
    expect(await ask(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  test("a lock file whose number now belongs to another program is no obstacle", async () => {
    const dataDir = await makeFolder();
    const first = await startPostgres(dataDir);
    const lock = join(dataDir, "postgres", "data", "postmaster.pid");
    const lines = await readFile(lock, "utf8");
    await first.stop();
    await writeFile(lock, lines.replace(/^\d+/, String(process.pid)), { mode: 0o600 });
    const second = await startPostgres(dataDir);
    expect(second.adopted).toBe(false);
    await second.stop();
  });

  test("a path with spaces, quotes and letters from afar works", async () => {
    const server = await startPostgres(await makeFolder(`it's a "mail" $HOME \`folder\` – bäckerei`));
    expect(await ask(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test.runIf(process.getuid?.() === 0)(
    "a data folder that PostgreSQL's user cannot reach has its database elsewhere",
    async () => {
      const dataDir = await makeFolder("closed/data");
      const first = await startPostgres(dataDir);
      await first.stop();
      await rm(dataDir, { recursive: true });
      await chmod(join(dataDir, ".."), 0o700);

      const second = await startPostgres(dataDir);
      const memory = JSON.parse(await readFile(join(dataDir, "postgres.json"), "utf8")) as { home: string };
      expect(memory.home).toMatch(/^\/var\/lib\/centralized-mail\//);
      expect([first.outside, second.outside]).toEqual([undefined, memory.home]);
      await second.stop();
      const third = await startPostgres(dataDir);
      expect(third.url).toBe(second.url);
      await third.stop();
      await rm(memory.home, { recursive: true });
    },
  );
});
