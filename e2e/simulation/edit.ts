import type { Account, Domain, MailName, PleskServer } from "@/e2e/fleet/model";
import { type By, shelf, zoneOf } from "@/e2e/fleet/world";
import type { Population } from "./population";

/** What people do by hand in the panels while the console works, each with the numbers that choose whom it hits. */
export interface Scene {
  home: PleskServer;
  central: PleskServer;
  /** Both, and the other assigned servers. */
  servers: readonly PleskServer[];
  population: Population;
  who: By;
  ttl: number;
  now: number;
}

export type Edit = (scene: Scene, a: number, b: number) => string | null;

export const nth = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];
export const clientsOf = (server: PleskServer): Account[] =>
  server.accounts.filter(({ kind }) => kind !== "administrator");
export const boxesOf = (server: PleskServer, domain: Domain): readonly MailName[] =>
  shelf(server).mailNames.all("domain", domain.id);

export function settle({ home, ttl }: Scene, of: Parameters<typeof zoneOf>[1]): void {
  const zone = zoneOf(home, of);
  if (zone) zone.soa = { ...zone.soa, ttl, minimum: ttl };
}

/** The names at which a domain takes mail. */
export function namesAt(server: PleskServer, domain: Domain): Set<string> {
  return new Set([
    domain.asciiName,
    ...shelf(server)
      .aliases.all("domain", domain.id)
      .map((alias) => alias.asciiName),
  ]);
}
