import { listTargetsNotUnder, replaceTarget, targetContext } from "@/db/channels";
import type { Database } from "@/db/client";
import { keyContext } from "@/db/panels";
import { listKeysNotUnder, replaceKey } from "@/db/registration";
import type { Keyring } from "@/lib/keyring";
import { keyId, open, seal } from "@/lib/secrets";

export interface Resealed {
  /** How many are under the newest key now that were not. */
  done: number;
  /** Servers and channels whose secret none of ours opens: they need a new one. */
  lost: string[];
}

const batch = 100;

interface SealedRow {
  id: number;
  name: string;
  sealed: string;
  context: string;
}

/** A place where sealed secrets lie: those not under a key, in the order of their ids, and how one is replaced. */
interface Place {
  list(newest: string, page: { after: number; limit: number }): Promise<SealedRow[]>;
  replace(id: number, from: string, to: string): Promise<boolean>;
}

const places = (db: Database): Place[] => [
  {
    list: async (newest, page) =>
      (await listKeysNotUnder(db, newest, page)).map(({ id, name, guid, sealedKey }) => ({
        ...{ id, name },
        sealed: sealedKey,
        context: keyContext(guid),
      })),
    replace: (id, from, to) => replaceKey(db, id, from, to),
  },
  {
    list: async (newest, page) =>
      (await listTargetsNotUnder(db, newest, page)).map(({ id, name, seal, sealedTarget }) => ({
        ...{ id, name },
        sealed: sealedTarget,
        context: targetContext(seal),
      })),
    replace: (id, from, to) => replaceTarget(db, id, from, to),
  },
];

/**
 * Brings every stored secret under the newest of the worker's keys. Each is replaced by itself, and only if it is still
 * the one that was read: it can be killed anywhere, run beside workers, and begun again.
 */
export async function resealAll(db: Database, keyring: Keyring): Promise<Resealed> {
  const all: Resealed = { done: 0, lost: [] };
  for (const place of places(db)) {
    const { done, lost } = await resealPlace(place, keyring);
    all.done += done;
    all.lost.push(...lost);
  }
  return all;
}

/** Whether anything stored is not under this key, wherever sealed secrets lie. */
export async function anyNotUnder(db: Database, publicKey: string): Promise<boolean> {
  for (const place of places(db))
    if ((await place.list(keyId(publicKey), { after: 0, limit: 1 })).length > 0) return true;
  return false;
}

async function resealPlace(place: Place, { publicKey, privateKeys }: Keyring): Promise<Resealed> {
  const newest = keyId(publicKey);
  let done = 0;
  const lost: string[] = [];
  for (let after = 0; ; ) {
    const rows = await place.list(newest, { after, limit: batch });
    for (const { id, name, sealed, context } of rows) {
      try {
        const secret = open(privateKeys, sealed, context);
        if (await place.replace(id, sealed, seal(publicKey, secret, context))) done += 1;
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
