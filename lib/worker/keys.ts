import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { keyContext } from "@/db/panels";
import { env } from "@/lib/env";
import { open, type Secret, seal } from "@/lib/secrets";

/** A panel's secret key as it is stored. Ours are removed from the panel when they are replaced; given ones are not. */
export interface StoredKey {
  key: string;
  ours: boolean;
}

let own: { privateKey: string; publicKey: string } | undefined;

function workerKeys() {
  if (own) return own;
  const privateKey = readFileSync(env().workerKeyFile, "utf8").trim();
  const key = createPrivateKey({ key: Buffer.from(privateKey, "base64url"), format: "der", type: "pkcs8" });
  own = { privateKey, publicKey: createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64url") };
  return own;
}

/** Opens what the web process sealed for the worker. */
export const unseal = (sealed: string, context: string): Secret => open(workerKeys().privateKey, sealed, context);

export function sealKey(guid: string, stored: StoredKey): string {
  return seal(workerKeys().publicKey, JSON.stringify(stored), keyContext(guid));
}

export function openKey(server: { guid: string; sealedKey: string }): StoredKey {
  return JSON.parse(unseal(server.sealedKey, keyContext(server.guid)).reveal());
}
