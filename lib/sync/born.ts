import type { DomainCase } from "./cases";
import type { Operation } from "./operations";
import type { Pair } from "./world";

/**
 * Addresses that the mail server has and home has not, to be made at home too, and mail aliases, to be added there. `ours`
 * leaves out those that were mirrored once: whoever took them away at home meant it, for as long as their mail is not coming
 * back. Everything else of an address that home has stays as it is.
 */
export function makeAtHome(c: DomainCase, pair: Pair, ours: "with-mirrored" | "born-there"): Operation[] {
  const { source, central } = c;
  if (!source || !central) return [];
  const home = new Map(source.addresses.map((address) => [address.name, address]));
  const names = new Set(source.addresses.flatMap(({ name, aliases }) => [name, ...aliases]));
  const base = {
    side: "source",
    accountId: c.account.id,
    reason: `made on ${pair.central.name} while it handled the mail`,
    domain: source.id,
    at: source.name,
  } as const;
  return central.addresses.flatMap((address): Operation[] => {
    const written = (ours === "born-there" && c.rows.get(address.name)?.written) || null;
    const here = home.get(address.name);
    if (!here)
      return written || names.has(address.name)
        ? []
        : [{ ...base, kind: "create-address", address, password: address.password }];
    const aliases = address.aliases.filter((alias) => !names.has(alias) && !written?.aliases.includes(alias));
    return aliases.length > 0 ? [{ ...base, kind: "add-mail-aliases", name: address.name, aliases }] : [];
  });
}
