import { createHash } from "node:crypto";
import type { PleskServer, SecretKey } from "../../model";
import { createKey, deleteKey } from "../../world/access";
import { PleskRefusal } from "../../world/refusal";
import { type Call, failed, given, type Operator, ok, operation } from "../operation";
import { leaf, wrap } from "../xml";

export const secretKey: Operator = {
  create: operation("access", "ip_address? description? login?", ({ server, node, who }) => {
    const ipAddresses = node
      .text("ip_address")
      ?.split(",")
      .map((address) => address.trim())
      .filter(Boolean);
    const wanted = given({ ipAddresses, description: node.text("description"), login: node.text("login") });
    return ok(leaf("key", createKey(server, wanted, who).key));
  }),

  get_info: operation("read", "filter(key*)", (call) =>
    keysOf(call, ({ ipAddresses, description, login, ...secret }) =>
      ok(
        wrap(
          "key_info",
          leaf("key", shown(call.server, secret.key)),
          leaf("ip_address", ipAddresses.join(",")),
          leaf("description", description),
          leaf("login", login),
        ),
      ),
    ),
  ),

  delete: operation("change", "filter(key*)", (call) =>
    keysOf(call, (key) => {
      deleteKey(call.server, key);
      return ok(leaf("key", shown(call.server, key.key)));
    }),
  ),
};

/** What a listing shows of a key: itself, or where only hashes are stored something to call it by. */
function shown(server: PleskServer, key: string): string {
  if (server.assumptions.keyListing === "keys") return key;
  return createHash("sha256").update(key).digest("hex").slice(0, 32);
}

function keysOf({ server, node }: Call, result: (key: SecretKey) => string): string {
  const named = node.first("filter")?.texts("key") ?? [];
  const all = server.faults.emptyLists ? [] : server.keys;
  if (named.length === 0) return all.length === 0 ? ok() : all.map(result).join("");
  return named
    .map((name) => {
      const found = server.keys.find(({ key }) => key === name || shown(server, key) === name);
      return found ? result(found) : failed(new PleskRefusal(1013, "Secret key does not exist"), leaf("key", name));
    })
    .join("");
}
