import { type Call, change, one, only, operation } from "./call";
import { filled } from "./element";
import { el, optional } from "./xml";

export interface NewKey {
  description: string;
  /** The address it may be used from; left out, the address this call comes from. */
  ipAddress?: string;
}

/** Makes a secret key of the administrator's. It is shown this once: seal it at once, and never log it. */
export const createSecretKey = ({ description, ipAddress }: NewKey): Call<{ key: string }, "change"> =>
  change(
    [operation("secret_key", "create", [optional("ip_address", ipAddress), el("description", description)])],
    one((result) => ({ key: filled(result, "key") })),
  );

/** Removes one secret key, named by itself. One that is gone already counts as removed. */
export function removeSecretKey(key: string): Call<void, "change"> {
  // An empty <key/> could be read as no filter, which selects all keys.
  if (key === "") throw new RangeError("a secret key to remove must be named");
  return change(
    [operation("secret_key", "delete", [only("key", key)])],
    one(() => undefined, { value: undefined }),
  );
}
