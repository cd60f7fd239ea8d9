import { records } from "@/lib/plesk/dns";
import { addresses } from "@/lib/plesk/mail";
import type { ClientCase, DomainCase } from "./cases";
import { learnRecords } from "./learn";
import { readAll } from "./observe";
import type { Operation } from "./operations";
import type { World } from "./world";

/**
 * After local mail of the first domain of a batch was switched off: are its mailboxes and its MX still there? The
 * documentation says so; a panel that does otherwise must be found out with one domain, not with thousands.
 */
export async function recheckHome(world: World, operation: Operation, c: ClientCase | DomainCase): Promise<void> {
  if (operation.kind !== "mail-service" || operation.side !== "source" || !("snapshots" in c) || !c.source) return;
  const { source } = c;
  const owners = source.zones.map((zone) => zone.owner);
  const [found, left] = await readAll(world.source, [records(owners, ["MX"]), addresses(source.id)]);
  for (const zone of source.zones) learnRecords(c, zone.ascii, found, world.store.pair);
  const names = new Set(left.map((address) => address.name));
  c.lostAtHome = source.addresses.some((address) => !names.has(address.name));
}
