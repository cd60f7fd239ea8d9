import { records } from "@/lib/plesk/dns";
import { addresses } from "@/lib/plesk/mail";
import type { RemoteAddress } from "@/lib/plesk/objects";
import type { ClientCase, DomainCase } from "./cases";
import { learnRecords } from "./learn";
import { readAll } from "./observe";
import type { Operation } from "./operations";
import type { World } from "./world";

const switchesOff = ({ kind, side }: Operation): boolean => kind === "mail-service" && side === "source";

/**
 * The addresses at home right before local mail of a domain is switched off: one that a person removed since this run began
 * must not count as lost by the panel. None where it is another operation.
 */
export async function addressesBefore(
  world: World,
  operation: Operation,
  c: ClientCase | DomainCase | undefined,
): Promise<readonly RemoteAddress[]> {
  if (!switchesOff(operation) || !c || !("snapshots" in c) || !c.source) return [];
  return world.source.ask(addresses(c.source.id));
}

/**
 * After local mail of the first domain of a batch was switched off: are its mailboxes and its MX still there? The
 * documentation says so; a panel that does otherwise must be found out with one domain, not with thousands.
 */
export async function recheckHome(
  world: World,
  operation: Operation,
  c: ClientCase | DomainCase,
  before: readonly RemoteAddress[],
): Promise<void> {
  if (!switchesOff(operation) || !("snapshots" in c) || !c.source) return;
  const { source } = c;
  const owners = source.zones.map((zone) => zone.owner);
  const [found, left] = await readAll(world.source, [records(owners, ["MX"]), addresses(source.id)]);
  for (const zone of source.zones) learnRecords(c, zone.ascii, found, world.store.pair);
  // It stops all moves of this server until a person has looked: one short answer is not enough for that.
  c.lostAtHome = isShort(before, left) && isShort(before, await world.source.ask(addresses(source.id)));
}

function isShort(before: readonly RemoteAddress[], left: readonly RemoteAddress[]): boolean {
  const names = new Set(left.map((address) => address.name));
  return before.some((address) => !names.has(address.name));
}
