import { assumptionAnswers } from "@/e2e/fleet/deeds/assumptions";
import type { Assumptions, PleskServer } from "@/e2e/fleet/model";
import { joinFleet } from "@/e2e/fleet/panel";
import type { Random } from "@/e2e/fleet/random";
import { box, type Household, type Plot } from "@/e2e/fleet/seed/household";
import { plant } from "@/e2e/fleet/seed/plant";
import { emptyServer } from "@/e2e/fleet/world";

export interface Fleet {
  central: PleskServer;
  homes: PleskServer[];
}

/** Seconds. */
export const TTL = 300;
const INSTALLED = Date.UTC(2026, 0, 1);

/** Freshly installed servers that know the console's keys. */
export function bareFleet(random: Random, homes: number): Fleet {
  const server = (key: string, last: number): PleskServer => {
    const made = emptyServer({
      key,
      name: `${key}.provider.example`,
      ipAddress: `192.0.2.${last}`,
      password: "Panel-Pass-7",
      now: INSTALLED,
      bytes: random.bytes,
    });
    made.keys.push({ key: `key-of-${key}`, ipAddresses: [], description: "console", login: "admin" });
    return made;
  };
  const central = server("mail1", 10);
  const web = Array.from({ length: homes }, (_, index) => server(`web${index + 1}`, 20 + index));
  joinFleet([central, ...web]);
  return { central, homes: web };
}

/** A small fleet drawn from a seed: one mail server, `homes` others with a handful of domains of every kind. */
export function drawFleet(random: Random, homes: number): Fleet {
  const fleet = bareFleet(random, homes);
  const { central, homes: web } = fleet;
  const plan = { random, ttl: TTL };
  web.forEach((home) => {
    for (let place = 0; place < 1 + random.below(2); place++) plant(home, household(random, home.key, place), plan);
  });
  // Sometimes the mail server has a name already, or two assigned servers have the same one.
  if (random.chance(0.1)) plant(central, { domains: [plot(random, "d0-0.web1.test")] }, plan);
  const twice = web[1];
  if (twice && random.chance(0.3)) plant(twice, { domains: [plot(random, "d0-0.web1.test")] }, plan);
  if (random.chance(0.3)) assumeOtherwise(random, [central, ...web]);
  return fleet;
}

function household(random: Random, key: string, place: number): Household {
  const domains: Plot[] = [plot(random, `d${place}-0.${key}.test`)];
  if (random.chance(0.35)) domains.push(plot(random, `d${place}-1.${key}.test`, domains[0]?.name));
  if (random.chance(0.2)) domains.push(plot(random, `sub.d${place}-0.${key}.test`, domains[0]?.name));
  if (random.chance(0.25)) return { domains };
  const login = random.chance(0.2) ? `client${place}` : `client-${key}-${place}`;
  return {
    client: { kind: "customer", login, contactName: "A Customer", company: "", suspended: random.chance(0.1) },
    domains,
  };
}

function plot(random: Random, name: string, within?: string): Plot {
  const addresses = [box("info")];
  if (random.chance(0.4)) addresses.push(box("office", { aliases: ["desk"] }));
  if (random.chance(0.3)) addresses.push({ name: "away", forward: ["someone@outside.test"] });
  if (random.chance(0.2)) addresses.push(box("both", { forward: ["copy@outside.test"] }));
  const kind = random.next();
  return {
    name,
    addresses,
    ...(within ? { within } : {}),
    ...(random.chance(0.25) ? { aliases: [{ name: `a-${name}`, mail: random.chance(0.8) }] } : {}),
    ...(random.chance(0.2) ? { nonexistentUser: { kind: "forward", address: "all@outside.test" } } : {}),
    ...(kind < 0.05 ? { description: "DNS at dns-elsewhere.example" } : {}),
    ...(kind > 0.05 && kind < 0.1 ? { hostedMail: true } : {}),
    ...(kind > 0.1 && kind < 0.14 ? { slaveZone: true } : {}),
    ...(kind > 0.14 && kind < 0.2 ? { mail: "off" as const } : {}),
  };
}

/** Answers whose other side needs a person, or makes the panel itself lose mail: told apart in tests of their own. */
const apart = new Set<keyof Assumptions>([
  "keyWithoutAddress",
  "mailboxesOnMailOff",
  "subdomainMail",
  "zoneOnMailOff",
  "zoneOnRename",
]);

function assumeOtherwise(random: Random, servers: readonly PleskServer[]): void {
  const names = (Object.keys(assumptionAnswers) as (keyof Assumptions)[]).filter((name) => !apart.has(name));
  const name = random.pick(names);
  const answer = random.pick<string>(assumptionAnswers[name]);
  for (const { assumptions } of servers) Object.assign(assumptions, { [name]: answer });
}
