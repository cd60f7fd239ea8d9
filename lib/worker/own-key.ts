import { createSecretKey, removeSecretKey } from "@/lib/plesk/keys";
import type { Panel } from "@/lib/plesk/panel";
import { identity } from "@/lib/plesk/server";

/** A secret key made for this console: on the panel already, in the database not yet. */
export interface OwnKey {
  key: string;
  /** Takes it off the panel again. Answers a sentence when that failed, for a person to do. */
  discard(): Promise<string | null>;
}

/**
 * Makes a secret key on a panel, named for this console and bound to the address that the panel sees us at, and proves
 * it by a call. `panel` is called with a credential that may make keys; `open` calls it with the new one. When the
 * proof fails the key is removed again, and the error thrown.
 */
export async function makeOwnKey(panel: Panel, name: string, open: (key: string) => Panel): Promise<OwnKey> {
  const [made] = await panel.change([createSecretKey({ description: name })]);
  if (!made.ok) throw made.error;
  const { key } = made.value;
  const own: OwnKey = { key, discard: () => removeKey(panel, key, name) };
  const proof = open(key);
  try {
    await proof.ask(identity());
  } catch (error) {
    await own.discard();
    throw error;
  } finally {
    await proof.close();
  }
  return own;
}

/** Null when it is gone, else a sentence. */
export async function removeKey(panel: Panel, key: string, name: string): Promise<string | null> {
  const [removed] = await panel.change([removeSecretKey(key)]);
  if (removed.ok) return null;
  return `The secret key “${name}” could not be removed from ${panel.server}. Remove it there by hand.`;
}
