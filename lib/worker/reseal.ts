import type { Database } from "@/db/client";
import { keyContext } from "@/db/panels";
import { listKeysNotUnder, replaceKey } from "@/db/registration";
import type { Keyring } from "@/lib/keyring";
import { keyId, open, seal } from "@/lib/secrets";

export interface Resealed {
  /** How many are under the newest key now that were not. */
  done: number;
  /** Servers whose key none of ours opens: they need a new one. */
  lost: string[];
}

const batch = 100;

/**
 * Brings every stored key under the newest of the worker's keys. Each is replaced by itself, and only if it is still the
 * one that was read: it can be killed anywhere, run beside workers, and begun again.
 */
export async function resealAll(db: Database, { publicKey, privateKeys }: Keyring): Promise<Resealed> {
  const newest = keyId(publicKey);
  let done = 0;
  const lost: string[] = [];
  for (let after = 0; ; ) {
    const rows = await listKeysNotUnder(db, newest, { after, limit: batch });
    for (const { id, name, guid, sealedKey } of rows) {
      const context = keyContext(guid);
      try {
        const secret = open(privateKeys, sealedKey, context);
        if (await replaceKey(db, id, sealedKey, seal(publicKey, secret, context))) done += 1;
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith("The secret "))) throw error;
        lost.push(name);
      }
    }
    const last = rows.at(-1);
    if (!last) return { done, lost };
    after = last.id;
  }
}
