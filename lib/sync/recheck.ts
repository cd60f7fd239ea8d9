import type { Call } from "@/lib/plesk/call";
import { records } from "@/lib/plesk/dns";
import { domainsById } from "@/lib/plesk/domains";
import { addresses, addressesByName, mailPreferences } from "@/lib/plesk/mail";
import type { Address, RemoteAddress } from "@/lib/plesk/objects";
import type { ClientCase, DomainCase } from "./cases";
import { plainAddress, type SeenDomain, same } from "./facts";
import { learnRecords } from "./learn";
import { readAll } from "./observe";
import type { Operation } from "./operations";
import type { Pair, World } from "./world";

type Side = "source" | "central";
type Planned = readonly { c: ClientCase | DomainCase; operation: Operation }[];

/**
 * What was decided from an answer that is not so when it is asked for once more, with why: an answer may come from the past,
 * or be overtaken. Home is asked for what would be overwritten on the mail server, which by now takes mail for whom home
 * knows. Before a server takes a domain's mail, or gets into a zone, the other one is asked whether it knows more recipients.
 */
export async function contradicted(world: World, planned: Planned): Promise<Map<Operation, string>> {
  const doubts = doubtsAbout(planned, world.store.pair);
  const against = await Promise.all([askAgain(world, "source", doubts), askAgain(world, "central", doubts)]);
  return new Map(against.flat());
}

async function askAgain(world: World, side: Side, doubts: readonly Doubt[]): Promise<[Operation, string][]> {
  const asked = doubts.filter((doubt) => doubt.side === side);
  const answers = await readAll(
    world[side],
    asked.map(({ call }) => call),
  );
  const server = world.store.pair[side].name;
  return asked
    .filter(({ holds }, index) => !holds(answers[index]))
    .flatMap(({ operations, name }) => {
      const why = `${server} answered twice, and differently, about ${name}; it is asked again in half a minute.`;
      return operations.map((operation): [Operation, string] => [operation, why]);
    });
}

interface Question {
  side: Side;
  call: Call<unknown, "read">;
  /** Whether what was decided from is still so. */
  holds(answer: unknown): boolean;
}

interface Doubt extends Question {
  /** The domain that is asked about, as home calls it. */
  name: string;
  operations: Operation[];
}

/** Each question once: the zones of a domain's aliases rest on the same addresses. */
function doubtsAbout(planned: Planned, pair: Pair): Doubt[] {
  const doubts = new Map<Operation | DomainCase, Doubt>();
  for (const { c, operation } of planned) {
    if (!("snapshots" in c) || !c.source) continue;
    const about = operation.kind === "add-mx" ? c : operation;
    const known = doubts.get(about);
    if (known) known.operations.push(operation);
    const question = known ? null : questionBefore(operation, c.source, c.central, pair);
    if (question) doubts.set(about, { ...question, name: c.source.name, operations: [operation] });
  }
  return [...doubts.values()];
}

/** What is asked once more before an operation that rests on what may have been told from the past. */
function questionBefore(
  operation: Operation,
  home: SeenDomain,
  central: SeenDomain | null,
  pair: Pair,
): Question | null {
  switch (operation.kind) {
    case "update-address": {
      const { address } = operation;
      return question(
        "source",
        addressesByName(home.id, [address.name]),
        ([now]) => now !== undefined && same(plainAddress(now), address),
      );
    }
    case "catch-all":
      if (operation.side === "source") return null;
      return question("source", mailPreferences([home.id]), (found) => {
        const mail = found.get(home.id);
        return mail !== undefined && mail !== "missing" && same(mail.catchAll, operation.value);
      });
    case "rename-domain":
      return question("source", domainsById([home.id]), (found) => found.get(home.id)?.ascii === operation.ascii);
    case "mail-service":
      return operation.on ? noMoreKnown(operation.side === "central" ? "source" : "central", home, central) : null;
    case "add-mx":
      // A zone without any MX is mended at once, whoever is missing.
      if (operation.bare) return null;
      return noMoreKnown(operation.mx.host === pair.central.mxHost ? "source" : "central", home, central);
    default:
      return null;
  }
}

/** A side knows nobody who was not seen there. */
function noMoreKnown(side: Side, home: SeenDomain, central: SeenDomain | null): Question | null {
  const domain = side === "source" ? home : central;
  if (!domain) return null;
  const seen = new Set(localParts(domain.addresses));
  return question(side, addresses(domain.id), (now) => localParts(now).every((name) => seen.has(name)));
}

const localParts = (of: readonly Address[]): string[] => of.flatMap(({ name, aliases }) => [name, ...aliases]);

/** Pairs a question with what its answer means; the pair is typed here, the list of all is not. */
const question = <S>(side: Side, call: Call<S, "read">, holds: (answer: S) => boolean): Question => ({
  side,
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
