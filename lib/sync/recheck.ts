import type { Call } from "@/lib/plesk/call";
import { records } from "@/lib/plesk/dns";
import { domainsById } from "@/lib/plesk/domains";
import { addresses, addressesByName, mailPreferences } from "@/lib/plesk/mail";
import type { DomainId, RemoteAddress } from "@/lib/plesk/objects";
import type { ClientCase, DomainCase } from "./cases";
import { plainAddress, same } from "./facts";
import { learnRecords } from "./learn";
import { readAll } from "./observe";
import type { Operation } from "./operations";
import type { World } from "./world";

/**
 * What would be overwritten on the mail server because home has it otherwise, and is not so at home when that is asked once
 * more: with why. An answer may come from the past, and would take from the mail server whom home knows by now.
 */
export async function contradicted(
  world: World,
  planned: readonly { c: ClientCase | DomainCase; operation: Operation }[],
): Promise<Map<Operation, string>> {
  const doubts = planned.flatMap(({ c, operation }) => {
    const home = "snapshots" in c ? c.source : null;
    const doubt = home && doubtOf(operation, home.id);
    return doubt ? [{ operation, name: home.name, ...doubt }] : [];
  });
  const answers = await readAll(
    world.source,
    doubts.map(({ call }) => call),
  );
  const { name: server } = world.store.pair.source;
  const against = doubts.filter(({ holds }, index) => !holds(answers[index]));
  return new Map(
    against.map(({ operation, name }) => [
      operation,
      `${server} answered twice, and differently, about ${name}; it is asked again in half a minute.`,
    ]),
  );
}

interface Doubt {
  call: Call<unknown, "read">;
  /** Whether home still has it as it is to be on the mail server. */
  holds(answer: unknown): boolean;
}

/** What an operation takes from home that may have been told from the past; null where it only adds. */
function doubtOf(operation: Operation, home: DomainId): Doubt | null {
  switch (operation.kind) {
    case "update-address": {
      const { address } = operation;
      return doubt(
        addressesByName(home, [address.name]),
        ([now]) => now !== undefined && same(plainAddress(now), address),
      );
    }
    case "catch-all":
      if (operation.side === "source") return null;
      return doubt(mailPreferences([home]), (found) => {
        const mail = found.get(home);
        return mail !== undefined && mail !== "missing" && same(mail.catchAll, operation.value);
      });
    case "rename-domain":
      return doubt(domainsById([home]), (found) => found.get(home)?.ascii === operation.ascii);
    default:
      return null;
  }
}

/** Pairs a question with what its answer means; the pair is typed here, the list of all is not. */
const doubt = <S>(call: Call<S, "read">, holds: (answer: S) => boolean): Doubt => ({
  call,
  holds: (answer) => holds(answer as S),
});

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
