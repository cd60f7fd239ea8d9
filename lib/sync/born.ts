import type { DomainCase } from "./cases";
import type { Operation } from "./operations";
import type { Pair } from "./world";

/**
 * Addresses that the mail server has and home has not, to be made at home too. `ours` leaves out those that were
 * mirrored once: whoever took them away at home meant it, for as long as their mail is not coming back.
 */
export function makeAtHome(c: DomainCase, pair: Pair, ours: "with-mirrored" | "born-there"): Operation[] {
  const { source, central } = c;
  if (!source || !central) return [];
  const home = new Set(source.addresses.map((address) => address.name));
  return central.addresses
    .filter(({ name }) => !home.has(name) && (ours === "with-mirrored" || !c.rows.get(name)?.written))
    .map((address) => ({
      kind: "create-address",
      side: "source",
      accountId: c.account.id,
      reason: `made on ${pair.central.name} while it handled the mail`,
      domain: source.id,
      at: source.name,
      address,
      password: address.password,
    }));
}
