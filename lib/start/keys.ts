import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Settings } from "@/lib/env";
import { readKeyring } from "@/lib/keyring";
import { makeKeyPair } from "@/lib/secrets";
import { createWhole } from "./whole-file";

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
  if (!settings.workerKey && !settings.workerKeyCommand) keep(settings.workerKeyFile, () => makeKeyPair().privateKey);
  return {
    authSecret: settings.authSecret ?? keep(inDataDir("auth.key"), () => randomBytes(32).toString("base64url")),
    actionsKey: keep(inDataDir("actions.key"), () => randomBytes(32).toString("base64")),
    workerPublicKey: readKeyring(settings).publicKey,
  };
}

/** The file appears whole or not at all, and never in place of another: a lost key locks every stored credential. */
export function keep(file: string, make: () => string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    createWhole(file, `${make()}\n`);
  }
  return readFileSync(file, "utf8").trim();
}
