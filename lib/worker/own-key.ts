import { createSecretKey, removeSecretKey } from "@/lib/plesk/keys";
import type { Panel } from "@/lib/plesk/panel";
import { identity } from "@/lib/plesk/server";

/** A secret key made for this console: on the panel already, in the database not yet. */
export interface OwnKey {
  key: string;
  /** Takes it off the panel again, if the panel lets it. */
  discard(): Promise<boolean>;
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
  const own: OwnKey = { key, discard: () => removeKey(panel, key) };
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

/** A key that a person gave is theirs, and perhaps used elsewhere: it is never removed, only named. */
export const givenKeyStays = (server: string): string =>
  `The secret key that was given for ${server} still works. Remove it there if nobody else uses it.`;

/** Whether it is gone for certain. */
export async function removeKey(panel: Panel, key: string): Promise<boolean> {
  const [removed] = await panel.change([removeSecretKey(key)]);
  return removed.ok;
}
