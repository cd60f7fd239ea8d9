import { keyContext } from "@/db/panels";
import { env } from "@/lib/env";
import { type Keyring, readKeyring } from "@/lib/keyring";
import { open, type Secret, seal, sealedFor } from "@/lib/secrets";

/** A panel's secret key as it is stored. Ours are removed from the panel when they are replaced; given ones are not. */
export interface StoredKey {
  key: string;
  ours: boolean;
}

let kept: Keyring | undefined;

/**
 * A file is read each time, because a rotation puts a new key into it while we run. What a command prints is kept until
 * something was sealed for a key that is not among it.
 */
function workerKeys(unknownTo: (keyring: Keyring) => boolean = () => false): Keyring {
  const { workerKey, workerKeyCommand } = env();
  if (!kept || unknownTo(kept) || (!workerKey && !workerKeyCommand)) kept = readKeyring(env());
  return kept;
}

/** Opens what the web process sealed for the worker. */
export function unseal(sealed: string, context: string): Secret {
  return open(workerKeys((keyring) => !sealedFor(keyring.privateKeys, sealed)).privateKeys, sealed, context);
}

export function sealKey(guid: string, stored: StoredKey): string {
  return seal(workerKeys().publicKey, JSON.stringify(stored), keyContext(guid));
}

export function openKey(server: { guid: string; sealedKey: string }): StoredKey {
  return JSON.parse(unseal(server.sealedKey, keyContext(server.guid)).reveal());
}
