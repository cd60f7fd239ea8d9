import type { PleskServer } from "./model";
import type { Random } from "./random";
import { mailServerCases, webServerCases } from "./seed/cases";
import type { Household } from "./seed/household";
import { ordinaryHouseholds } from "./seed/ordinary";
import { domainsOf, plant } from "./seed/plant";

export interface Seed {
  /** Webspaces and sites on a web server. */
  domains: number;
  /** A generator of this server's own, so that a server is the same in a small fleet and in a large one. */
  random: Random;
  role: "mail" | "web";
  /** The how-many-eth server of its role, from 0. */
  index: number;
  /** Seconds of every zone's records. */
  ttl: number;
}

/** Fills an empty server with clients, domains and addresses; the same seed gives the same server to the last byte. */
export function seedServer(server: PleskServer, { domains, random, role, index, ttl }: Seed): void {
  const plan = { random, ttl };
  if (role === "mail") {
    for (const household of mailServerCases[index] ?? []) plant(server, household, plan);
    return;
  }
  for (const household of webServerCases[index] ?? []) {
    const room = domains - server.domains.length;
    if (room > 0) plant(server, cut(household, room), plan);
  }
  const next = ordinaryHouseholds(random, index);
  while (server.domains.length < domains) {
    const room = domains - server.domains.length;
    plant(server, cut(next(room), room), plan);
  }
}

/** The household with no more domains than there is room for. */
function cut(household: Household, room: number): Household {
  const domains = household.domains.slice(0, room);
  let left = room - domains.length;
  const customers = (household.customers ?? []).flatMap((customer) => {
    if (left === 0) return [];
    const kept = cut(customer, left);
    left -= domainsOf(kept);
    return [kept];
  });
  return { ...household, domains, customers };
}
