import { mainDomainsByName, sitesByName } from "@/lib/plesk/domains";
import type { RemoteDomain } from "@/lib/plesk/objects";
import { readAll } from "./observe";
import type { Operation } from "./operations";
import type { Pair, World } from "./world";

/** Domains that the mail server has under these names already, by punycode name. */
export async function namesThere(world: World, names: readonly string[]): Promise<Map<string, RemoteDomain>> {
  const [mains, additional] = await readAll(world.central, [mainDomainsByName(names), sitesByName(names)]);
  return new Map([...additional, ...mains]);
}

/**
 * Of the domains about to be created, those whose name somebody else has on the mail server: found by asking, so that a
 * conflict that stands for weeks is not tried and refused at every look.
 */
export async function takenByOthers(world: World, operations: readonly Operation[]): Promise<Map<Operation, string>> {
  const creating = operations.filter((o) => o.kind === "create-domain" || o.kind === "create-site");
  const taken = new Map<Operation, string>();
  if (creating.length === 0) return taken;
  const there = await namesThere(
    world,
    creating.map((operation) => operation.ascii),
  );
  for (const operation of creating) {
    const domain = there.get(operation.ascii);
    if (!domain) continue;
    const ours =
      operation.kind === "create-domain"
        ? domain.externalId === operation.externalId
        : domain.kind === "site" && domain.subscription === operation.subscription;
    if (ours) continue;
    taken.set(operation, wordsOn(operation.name, domain, world.store.pair));
  }
  return taken;
}

/** One of an earlier account of ours holds that one's mail: whoever were told that it is a stranger's might remove it. */
function wordsOn(name: string, { externalId }: RemoteDomain, { central, installation }: Pair): string {
  const earlier = new RegExp(`^cmail:${installation}:(\\d+)$`).exec(externalId)?.[1];
  return earlier
    ? `${name} exists on ${central.name} already: it was made from here for account ${earlier}, whose domain was deleted and made again since, or is another server's. It holds that one's mail and is left alone. Rename it on ${central.name}, synchronize, and move what is in it by hand.`
    : `${name} exists on ${central.name} already and was not made from here. It is left alone, and so is this one's mail.`;
}
