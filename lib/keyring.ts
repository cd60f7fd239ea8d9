import { execFileSync } from "node:child_process";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Settings } from "./env";

/** The worker's keys. The first one seals and opens; the ones behind it were rotated out, and still open. */
export interface Keyring {
  publicKey: string;
  privateKeys: readonly [string, ...string[]];
}

export type KeySource = Pick<Settings, "workerKey" | "workerKeyCommand" | "workerKeyFile">;

/**
 * The keys from where the settings say: the environment, a command that prints them (a hook for a key management
 * service), or the file. One key a line. Throws a sentence for anything that is no key; it never holds what was read.
 */
export function readKeyring(source: KeySource): Keyring {
  const { where, text } = readSource(source);
  const [first, ...older] = text.split(/\s+/).filter(Boolean);
  if (first === undefined) throw new Error(`${where} does not hold the worker's private key. ${advice}`);
  for (const key of older) publicHalf(key, where);
  return { publicKey: publicHalf(first, where), privateKeys: [first, ...older] };
}

const advice = "Put it back from a backup; without it every Plesk server has to be given a new key.";

function readSource({ workerKey, workerKeyCommand, workerKeyFile }: KeySource): { where: string; text: string } {
  if (workerKey) return { where: "WORKER_KEY", text: workerKey };
  if (!workerKeyCommand) return { where: workerKeyFile, text: readFileSync(workerKeyFile, "utf8") };
  const [program = "", ...args] = workerKeyCommand.split(/\s+/);
  try {
    const text = execFileSync(program, args, {
      encoding: "utf8",
      timeout: 30_000,
      stdio: ["ignore", "pipe", "inherit"],
    });
    return { where: "WORKER_KEY_COMMAND", text };
  } catch (cause) {
    // Its own error holds what it printed.
    const status = cause instanceof Error && "status" in cause ? ` (exit code ${cause.status})` : "";
    throw new Error(`WORKER_KEY_COMMAND, ${program}, gives no key${status}. Run it by hand and look what it says.`);
  }
}

function publicHalf(privateKey: string, where: string): string {
  try {
    const key = createPrivateKey({ key: Buffer.from(privateKey, "base64url"), format: "der", type: "pkcs8" });
    if (key.asymmetricKeyType === "x25519")
      return createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64url");
  } catch {
    // Said below, without the parser's words: they may quote the key.
  }
  throw new Error(`${where} does not hold the worker's private key. ${advice}`);
}
