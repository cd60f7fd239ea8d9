import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, connect as open } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { makeWorkerUtils } from "graphile-worker";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { connect, type Database } from "@/db/client";
import { readDatabaseUrl } from "@/db/database-url";
import { makeAuthority, makeCertificate } from "@/e2e/fleet/panel/certificate";
import { parseSettings } from "@/lib/env";
import { makeKeyPair } from "@/lib/secrets";
import { openDatabase } from "./database";
import { type RunningPostgres, startPostgres } from "./postgres";
import { root } from "./root";

/** A PostgreSQL as one rents it: it takes encrypted connections alone, and its certificate is of an authority of its own. */

const folder = mkdtempSync(join(tmpdir(), "centralized-mail-tls-"));
chmodSync(folder, 0o755);
const authorityFile = join(folder, "authority.pem");
const strangerFile = join(folder, "stranger.pem");
let server: RunningPostgres;

beforeAll(async () => {
  server = await startPostgres(folder, { fsync: "off" });
  const [authority, stranger] = [await makeAuthority("Private Authority"), await makeAuthority("Private Authority")];
  const certificate = await makeCertificate("localhost", authority);
  const client = await makeCertificate("certified", authority);
  writeFileSync(authorityFile, authority.cert);
  writeFileSync(strangerFile, stranger.cert);
  writeFileSync(join(folder, "client.pem"), client.cert);
  writeFileSync(join(folder, "client.key"), client.key);
  const plain = postgres(server.url, { max: 1, onnotice: () => {} });
  const [where] = await plain<{ data_directory: string }[]>`show data_directory`;
  const data = where?.data_directory ?? "";
  const put = (name: string, text: string) => {
    const file = join(data, name);
    writeFileSync(file, text, { mode: 0o600 });
    chownSync(file, statSync(data).uid, statSync(data).gid);
  };
  put("server.crt", certificate.cert);
  put("server.key", certificate.key);
  put("root.crt", authority.cert);
  put("pg_hba.conf", "hostssl all certified 127.0.0.1/32 cert\nhostssl all all 127.0.0.1/32 scram-sha-256\n");
  await plain`create role certified login`;
  await plain`alter system set ssl = on`;
  await plain`alter system set ssl_ca_file = 'root.crt'`;
  await plain`select pg_reload_conf()`;
  await plain.end();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** The server's address with these words; `localhost` is the name in its certificate. */
function of(words: string, parts: Record<string, string> = {}): string {
  const url = Object.assign(new URL(server.url), { hostname: "localhost", ...parts });
  return `${url.href}?${words.replaceAll("FOLDER", folder)}`;
}

const openOf = (address: string) => openDatabase(parseSettings({ DATABASE_URL: address }));

/** Whether PostgreSQL finds the connections encrypted that pages make, and those that the queue makes. */
async function encrypted(address: string): Promise<unknown[]> {
  const ask = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
  const db = connect(address, { max: 1 });
  const queue = await makeWorkerUtils({ connectionString: readDatabaseUrl(address).queueUrl });
  try {
    const [row] = await db.execute(sql.raw(ask));
    const { rows } = await queue.withPgClient((client) => client.query(ask));
    return [row?.ssl, rows[0]?.ssl];
  } finally {
    await queue.release();
    await db.$client.end();
  }
}

test.each([
  "sslmode=require",
  "sslmode=prefer",
  "sslmode=require&uselibpqcompat=true",
  "sslmode=require&sslnegotiation=direct",
  "sslmode=require&sslrootcert=FOLDER/authority.pem",
  "sslmode=verify-ca&sslrootcert=FOLDER/authority.pem",
  "sslmode=verify-full&sslrootcert=FOLDER/authority.pem",
])("with %s both drivers connect, and encrypt", async (words) => {
  await openOf(of(words));
  expect(await encrypted(of(words))).toEqual([true, true]);
});

test("verify-ca takes a certificate for another name", async () => {
  const address = of(`sslmode=verify-ca&sslrootcert=${authorityFile}`, { hostname: "127.0.0.1" });
  await openOf(address);
  expect(await encrypted(address)).toEqual([true, true]);
});

test("both drivers show a certificate of the console's own", async () => {
  const address = of("sslmode=require&sslcert=FOLDER/client.pem&sslkey=FOLDER/client.key", { username: "certified" });
  const { url, ssl, queueUrl } = readDatabaseUrl(Object.assign(new URL(address), { pathname: "/postgres" }).href);
  const pages = postgres(url, { ssl, max: 1 });
  expect(await pages`select current_user`).toEqual([{ current_user: "certified" }]);
  await pages.end();
  // It may not make the queue's tables: that it is told so means that it is in.
  await expect(makeWorkerUtils({ connectionString: queueUrl })).rejects.toThrow("permission denied for database");
});

test.each([
  ["sslmode=verify-full", "localhost", "no authority that is known here vouches for its certificate: sslrootcert"],
  ["sslmode=verify-full&sslrootcert=FOLDER/stranger.pem", "localhost", "no authority that is known here"],
  ["sslmode=require&sslrootcert=FOLDER/stranger.pem", "localhost", "no authority that is known here"],
  [
    "sslmode=verify-full&sslrootcert=FOLDER/authority.pem",
    "127.0.0.1",
    "its certificate is for another name than this",
  ],
  ["sslmode=disable", "localhost", "it takes no unencrypted connection by this login from here: sslmode=require"],
  ["", "localhost", "it takes no unencrypted connection by this login from here: sslmode=require"],
])("%s at %s is refused in a sentence", async (words, hostname, why) => {
  const refused = openOf(of(words, { hostname }));
  await expect(refused).rejects.toThrow(
    `The database centralized_mail at ${hostname}:${new URL(server.url).port} cannot be used: ${why}`,
  );
  await expect(refused).rejects.toThrow(/ Check DATABASE_URL\.$/);
});

test("the queue's driver verifies as the other one does", async () => {
  const refusal = async (words: string, hostname: string) =>
    makeWorkerUtils({ connectionString: readDatabaseUrl(of(words, { hostname })).queueUrl }).catch(({ code }) => code);
  expect(await refusal("sslmode=verify-full", "localhost")).toBe("SELF_SIGNED_CERT_IN_CHAIN");
  expect(await refusal(`sslmode=verify-ca&sslrootcert=${strangerFile}`, "localhost")).toBe("CERT_SIGNATURE_FAILURE");
  expect(await refusal(`sslmode=verify-full&sslrootcert=${authorityFile}`, "127.0.0.1")).toBe(
    "ERR_TLS_CERT_ALTNAME_INVALID",
  );
});

test("a server without TLS is told in a sentence, where TLS is asked for", async () => {
  const address = Object.assign(new URL(inject("templateUrl")), { pathname: "/postgres", search: "sslmode=prefer" });
  await expect(openOf(address.href)).rejects.toThrow("cannot be used: it hangs up when asked for TLS");
});

/** Runs a command with this address; answers what it says, at its end or as soon as `until` is in it. */
async function run(
  path: string,
  address: string,
  until?: string,
): Promise<{ said: string; end(): Promise<number | null> }> {
  const child = spawn(process.execPath, ["--import", "tsx", path], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: address, DATA_DIR: folder, WORKER_KEY: makeKeyPair().privateKey },
  });
  const exit = once(child, "exit");
  let said = "";
  await new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        said += chunk;
        if (until && said.includes(until)) resolve();
      });
  });
  const end = async () => {
    child.kill("SIGTERM");
    return (await exit)[0];
  };
  return { said, end };
}

test("the database is prepared with the same sentences, and a worker connects in no other way", {
  timeout: 120_000,
}, async () => {
  const prepare = join("lib", "start", "prepare.ts");
  const refused = await run(prepare, of("sslmode=verify-full"));
  expect(await refused.end()).toBe(1);
  expect(refused.said).toMatch(/^The database centralized_mail at localhost:\d+ cannot be used: no authority/);

  const address = of("sslmode=verify-full&sslrootcert=FOLDER/authority.pem");
  expect(await (await run(prepare, address)).end()).toBe(0);
  const worker = await run(join("lib", "worker", "main.ts"), address, "worker.ready");
  expect(worker.said).toContain("worker.ready");
  expect(await worker.end()).toBe(0);
});

const one = (db: Pick<Database, "execute">) => db.execute(sql`select ${1}::int as one`);

test("connections that the server ends are made again, encrypted as before", async () => {
  const address = of(`sslmode=verify-full&sslrootcert=${authorityFile}`);
  const db = connect(address, { max: 3, name: "ended" });
  const hand = connect(address, { max: 1 });
  await Promise.all([one(db), one(db), one(db)]);
  await hand.execute(
    sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'ended'`,
  );
  // Until a connection's end has arrived, whoever asks by it is told of that.
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (let round = 0; round < 3; round++) await Promise.all([one(db), one(db), one(db)]);
  const [row] = await db.execute(sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`);
  expect(row?.ssl).toBe(true);
  await Promise.all([db.$client.end(), hand.$client.end()]);
});

test("a query whose connection is cut fails, and so do those while the way is down; later ones are answered", async () => {
  let down = false;
  const cuts: (() => void)[] = [];
  const way = createServer((client) => {
    if (down) return client.end();
    const there = open(Number(new URL(server.url).port), "127.0.0.1");
    for (const socket of [client, there]) socket.on("error", () => {});
    client.pipe(there).pipe(client);
    cuts.push(() => [client, there].map((socket) => socket.destroy()));
  });
  way.listen(0, "127.0.0.1");
  await once(way, "listening");
  const port = String((way.address() as AddressInfo).port);
  const db = connect(of(`sslmode=verify-full&sslrootcert=${authorityFile}`, { port }), { max: 1 });
  await one(db);
  const slow = db.execute(sql`select pg_sleep(30)`);
  setTimeout(() => {
    down = true;
    for (const cut of cuts) cut();
  }, 200);
  await expect(slow).rejects.toThrow();
  await expect(one(db)).rejects.toThrow();
  down = false;
  expect(await one(db)).toHaveLength(1);
  await db.$client.end();
  way.close();
});
