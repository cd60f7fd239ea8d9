import { delegatedTo } from "@/e2e/fleet/dns/delegation";
import type { Domain, PleskServer } from "@/e2e/fleet/model";
import { accepts, shelf } from "@/e2e/fleet/world";

/** An address that somebody uses, and who takes mail for it. */
export interface Living {
  address: string;
  /** The domain or alias it is at, ASCII. */
  name: string;
  home: PleskServer;
  /** When it was first there. */
  since: number;
  /** Servers that were seen to take mail for it: from then on they must, for as long as anybody may send there. */
  taken: Set<PleskServer>;
}

/** An address that is younger than this may not be mirrored yet: the bounded gap of a new mailbox, in milliseconds. */
export const GRACE = 20 * 60_000;

/** A change may be on its way to a server when an address is made there, in milliseconds. */
const IN_FLIGHT = 1_000;

/**
 * Every address whose mail must arrive. It is found in the models, not in what the console believes; what a person of
 * the provider or a customer takes away by hand is withdrawn and no longer asked about.
 */
export interface Population {
  living: Map<string, Living>;
  /** Reads the models again. */
  refresh(now: number): void;
  /** All that is at these names, or only these addresses there. */
  withdraw(names: ReadonlySet<string>, locals?: ReadonlySet<string>): void;
  /** All of a name was taken away by hand. */
  isWithdrawn(name: string): boolean;
  /** Somebody made an address on the mail server while it handled the mail. */
  born(address: string, home: PleskServer, now: number): void;
  /** It was made on the mail server a moment ago, and this server has not been seen to take mail for it. */
  isNewborn(address: string, server: PleskServer, now: number): boolean;
  /** To go on from in another simulation. */
  past: PopulationPast;
}

export interface PopulationPast {
  living: Map<string, Living>;
  /** Also for what has the same name later: it may be found on another server. */
  withdrawals: { names: ReadonlySet<string>; locals?: ReadonlySet<string> }[];
  revived: Set<string>;
}

const noPast = (): PopulationPast => ({ living: new Map(), withdrawals: [], revived: new Set() });

export function createPopulation(homes: readonly PleskServer[], central: PleskServer, past = noPast()): Population {
  const { living, withdrawals, revived } = past;
  const all = [...homes, central];
  let begun = living.size > 0;

  const isOf = (address: string, name: string, { names, locals }: (typeof withdrawals)[number]): boolean =>
    names.has(name) && (!locals || locals.has(localOf(address)));

  const isWithdrawn = (name: string): boolean => withdrawals.some(({ names, locals }) => !locals && names.has(name));

  function add(address: string, name: string, home: PleskServer, now: number): void {
    if (!revived.has(address) && withdrawals.some((withdrawal) => isOf(address, name, withdrawal))) return;
    const known = living.get(address) ?? { address, name, home, since: now, taken: new Set() };
    living.set(address, known);
    if (begun && now - known.since < IN_FLIGHT) return;
    const local = localOf(address);
    for (const server of [known.home, central])
      if (!known.taken.has(server) && accepts(server, name, local) === "accepted") known.taken.add(server);
  }

  return {
    living,
    refresh(now) {
      for (const home of homes)
        for (const domain of home.domains)
          for (const name of namesOf(home, domain)) {
            if (!isDelegatedTo(home, all, name)) continue;
            for (const local of localsOf(home, domain)) add(`${local}@${name}`, name, home, now);
          }
      for (const { address, name, home } of living.values()) add(address, name, home, now);
      begun = true;
    },
    withdraw(names, locals) {
      const withdrawal = { names, ...(locals && { locals }) };
      withdrawals.push(withdrawal);
      for (const { address, name } of living.values())
        if (isOf(address, name, withdrawal)) {
          living.delete(address);
          revived.delete(address);
        }
    },
    isWithdrawn,
    born(address, home, now) {
      const name = address.slice(address.indexOf("@") + 1);
      // It stays so, whoever has a copy of it.
      if (isWithdrawn(name)) return;
      revived.add(address);
      add(address, name, home, now);
    },
    isNewborn(address, server, now) {
      const known = revived.has(address) ? living.get(address) : undefined;
      return known !== undefined && !known.taken.has(server) && now - known.since < GRACE;
    },
    past,
  };
}

const delegation = (servers: readonly PleskServer[], name: string) =>
  delegatedTo(servers, name, (server, zone) => shelf(server).zones.one("name", zone));

/** The public's DNS leads to this one of the servers that have the name. */
export const isDelegatedTo = (home: PleskServer, servers: readonly PleskServer[], name: string): boolean =>
  delegation(servers, name)?.server === home;

/** Who serves a name: a server, or another provider for it. */
export function whoServes(servers: readonly PleskServer[], name: string) {
  const { server = null, outside = false } = delegation(servers, name) ?? {};
  return { server, outside };
}

const localOf = (address: string): string => address.slice(0, address.indexOf("@"));

/** The names at which a domain takes mail; none while its owner has its mail off. */
function namesOf(server: PleskServer, domain: Domain): string[] {
  if (domain.mail.service !== "on") return [];
  const aliases = shelf(server).aliases.all("domain", domain.id);
  return [domain.asciiName, ...aliases.filter((alias) => alias.mail && alias.status === 0).map((a) => a.asciiName)];
}

function localsOf(server: PleskServer, domain: Domain): string[] {
  return shelf(server)
    .mailNames.all("domain", domain.id)
    .filter(
      (m) =>
        m.mailbox.enabled || (m.forwarding.enabled && m.forwarding.addresses.length > 0) || m.autoresponder.enabled,
    )
    .flatMap((mailName) => [mailName.name, ...mailName.aliases]);
}
