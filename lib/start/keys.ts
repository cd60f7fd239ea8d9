import { createPrivateKey, createPublicKey, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Settings } from "@/lib/env";
import { makeKeyPair } from "@/lib/secrets";

/** What the processes are given; made on the first start and kept, each in a file that only its owner reads. */
export interface Keys {
  authSecret: string;
  /** Next encrypts what a server action closes over; a kept key lets a page from before a new build still act. */
  actionsKey: string;
  workerPublicKey: string;
}

export function makeKeys(settings: Settings): Keys {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o755 });
  const inDataDir = (name: string) => join(settings.dataDir, name);
  const privateKey = keep(settings.workerKeyFile, () => makeKeyPair().privateKey);
  return {
    authSecret: settings.authSecret ?? keep(inDataDir("auth.key"), () => randomBytes(32).toString("base64url")),
    actionsKey: keep(inDataDir("actions.key"), () => randomBytes(32).toString("base64")),
    workerPublicKey: publicHalf(privateKey, settings.workerKeyFile),
  };
}

/** The file appears whole or not at all, and never in place of another: a lost key locks every stored credential. */
function keep(file: string, make: () => string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    const draft = `${file}.${process.pid}.new`;
    writeFileSync(draft, `${make()}\n`, { mode: 0o600 });
    linkSync(draft, file);
    rmSync(draft);
  }
  return readFileSync(file, "utf8").trim();
}

function publicHalf(privateKey: string, file: string): string {
  try {
    const key = createPrivateKey({ key: Buffer.from(privateKey, "base64url"), format: "der", type: "pkcs8" });
    return createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64url");
  } catch (cause) {
    const advice = "Put the file back from a backup; without it every Plesk server has to be given a new key.";
    throw new Error(`${file} does not hold the worker's private key. ${advice}`, { cause });
  }
}
