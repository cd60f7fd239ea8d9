import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { asc } from "drizzle-orm";
import { afterAll, expect, test, vi } from "vitest";
import { addChannel, findChannel, targetContext } from "@/db/channels";
import { keyContext } from "@/db/panels";
import { servers } from "@/db/schema";
import { testDatabase } from "@/db/testing";
import { readKeyring } from "@/lib/keyring";
import { keyId, makeKeyPair, open, seal } from "@/lib/secrets";
import { root } from "./root";

/** How often a rotation is killed: some with every change, 50 times when KILLS says so. */
const kills = Number(process.env.KILLS ?? 3);

const { db, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "centralized-mail-rotate-"));
afterAll(() => rmSync(folder, { recursive: true }));
const workerKeyFile = join(folder, "worker.key");
const source = { workerKeyFile, workerKey: undefined, workerKeyCommand: undefined };
const first = makeKeyPair();
writeFileSync(workerKeyFile, `${first.privateKey}\n`, { mode: 0o600 });
const many = 600;
await db.insert(servers).values(
  Array.from({ length: many }, (_, n) => ({
    ...{
      name: `web${n}`,
      host: `web${n}.example`,
      fingerprint: "",
      guid: `guid-${n}`,
      registeredBy: "anna",
      protocol: "1.6.9.1",
    },
    sealedKey: seal(first.publicKey, `secret of guid-${n}`, keyContext(`guid-${n}`)),
  })),
);

/** Runs the command; killed after so many milliseconds where they are given. */
async function keys(deed: string, killAfter?: number): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", join("lib", "start", "rotate.ts"), deed], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url, DATA_DIR: folder },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  if (killAfter !== undefined) {
    await Promise.race([sleep(killAfter), ended]);
    child.kill("SIGKILL");
  }
  return { code: await ended, said };
}

async function unreadable(): Promise<number> {
  const { privateKeys } = readKeyring(source);
  const rows = await db
    .select({ guid: servers.guid, sealedKey: servers.sealedKey })
    .from(servers)
    .orderBy(asc(servers.id));
  return rows.filter(({ guid, sealedKey }) => {
    try {
      return open(privateKeys, sealedKey, keyContext(guid)).reveal() !== `secret of ${guid}`;
    } catch {
      return true;
    }
  }).length;
}

test(`a rotation that is killed ${kills} times leaves every key readable, and comes to its end`, {
  timeout: 120_000 + kills * 30_000,
}, async () => {
  const begun = performance.now();
  expect(await keys("rotate")).toMatchObject({ code: 0, said: expect.stringContaining(`${many} stored keys`) });
  const whole = performance.now() - begun;
  let caught = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const { code } = await keys("rotate", whole * (0.4 + 0.6 * ((kill * 0.618) % 1)));
    if (code === null) caught += 1;
    expect(await unreadable()).toBe(0);
  }
  console.log(`${kills} rotations were killed, ${caught} of them before their end`);
  expect(caught).toBeGreaterThan(0);
  expect((await keys("rotate")).code).toBe(0);
  expect((await keys("retire")).code).toBe(0);
  expect(await unreadable()).toBe(0);
  const { publicKey, privateKeys } = readKeyring(source);
  expect(privateKeys).toHaveLength(1);
  const under = await db.select({ sealedKey: servers.sealedKey }).from(servers);
  expect(new Set(under.map(({ sealedKey }) => sealedKey.split(".")[1]))).toEqual(new Set([keyId(publicKey)]));
});

test("a webhook that was added for the older key before the restart keeps that key until it is brought under the new one", {
  timeout: 120_000,
}, async () => {
  const { publicKey: older } = readKeyring(source);
  expect((await keys("rotate")).code).toBe(0);
  const { privateKeys: both } = readKeyring(source);
  const about = "7d0c4b5e-8f0e-4a53-9a2b-4b0d9c7d1c11";
  const id = await addChannel(db, {
    ...{ kind: "webhook", name: "chat", leadsTo: "chat.example", graveOnly: false, createdBy: "anna" },
    ...{ seal: about, sealedTarget: seal(older, "secret of the chat", targetContext(about)) },
  });
  expect(await keys("retire")).toMatchObject({ code: 1, said: expect.stringContaining("npm run keys -- rotate") });
  expect(await keys("rotate")).toMatchObject({ code: 0, said: expect.stringContaining("1 stored keys are under") });
  expect(readKeyring(source).privateKeys).toEqual(both);
  expect((await keys("retire")).code).toBe(0);
  const { privateKeys } = readKeyring(source);
  expect(privateKeys).toEqual(both.slice(0, 1));
  const channel = await findChannel(db, id);
  expect(open(privateKeys, channel?.sealedTarget ?? "", targetContext(about)).reveal()).toBe("secret of the chat");
});

test("a key that is still needed is not retired, and a lost one is said by the server's name", {
  timeout: 120_000,
}, async () => {
  const [newest] = readKeyring(source).privateKeys;
  const stranger = makeKeyPair();
  writeFileSync(workerKeyFile, `${stranger.privateKey}\n${newest}\n`);
  expect(await keys("retire")).toMatchObject({ code: 1, said: expect.stringContaining("npm run keys -- rotate") });
  writeFileSync(workerKeyFile, `${stranger.privateKey}\n`);
  const { code, said } = await keys("rotate");
  expect(code).toBe(1);
  expect(said).toContain("None of the worker's keys opens that of web0, web1");
  expect(said).not.toContain(readFileSync(workerKeyFile, "utf8").trim().split("\n")[0] ?? "");
});

test("keys come from the environment or from a command as well, and what is none is never quoted", () => {
  const two = [makeKeyPair(), makeKeyPair()];
  const text = two.map(({ privateKey }) => privateKey).join("\n");
  const expected = { publicKey: two[0]?.publicKey, privateKeys: two.map(({ privateKey }) => privateKey) };
  expect(readKeyring({ ...source, workerKey: text })).toEqual(expected);
  const file = join(folder, "elsewhere");
  writeFileSync(file, text);
  expect(readKeyring({ ...source, workerKeyCommand: `cat ${file}` })).toEqual(expected);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  for (const wrong of [
    { workerKey: "hunter2hunter2" },
    { workerKeyCommand: "echo hunter2" },
    { workerKeyCommand: "false" },
  ]) {
    const reading = () => readKeyring({ ...source, ...wrong });
    expect(reading).toThrow(/WORKER_KEY/);
    expect(reading).not.toThrow(/hunter2/);
  }
});
