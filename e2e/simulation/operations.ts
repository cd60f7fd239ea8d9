import { seededRandom } from "@/e2e/fleet/random";
import { box } from "@/e2e/fleet/seed/household";
import { plant } from "@/e2e/fleet/seed/plant";
import { edit } from "./edits";
import { bareFleet, type Fleet, TTL } from "./fleet";
import { wish } from "./ledger";
import type { Simulation } from "./simulation";

/** What is tried with every fault at every call: how it is begun, in a world that the one before left behind. */
export const OPERATIONS = ["assign", "synchronize", "deassign", "return"] as const;
export type OperationName = (typeof OPERATIONS)[number];

export const begin: Record<OperationName, (sim: Simulation) => void> = {
  assign: (sim) => wish(sim.ledger, 2, "assigned", "anna"),
  synchronize(sim) {
    for (const [what, a] of [
      ["add-address", 0],
      ["change-address", 0],
      ["add-alias", 0],
      ["set-unknown", 0],
      ["add-domain", 1],
    ] as const)
      edit(what, sceneOf(sim), a, 1);
  },
  deassign: (sim) => wish(sim.ledger, 2, "deassigned", "anna"),
  /** Assigned anew while what was recorded is still there, with a domain that moved on meanwhile. */
  return: (sim) => wish(sim.ledger, 2, "assigned", "berta"),
};

const sceneOf = (sim: Simulation) => ({
  home: sim.homes[0] as Simulation["homes"][number],
  central: sim.central,
  servers: sim.servers,
  population: sim.population,
  who: { login: "admin", address: "203.0.113.9", now: sim.time.now(), bytes: sim.random.bytes },
  ttl: TTL,
  now: sim.time.now(),
});

/** Of every kind one: a client's domain with an alias, a catch-all, forwards; few calls, all of them different. */
export function smallFleet(): Fleet {
  const random = seededRandom(11);
  const fleet = bareFleet(random, 1);
  const [home] = fleet.homes;
  if (!home) throw new Error("a fleet has a home");
  plant(
    home,
    {
      client: { kind: "customer", login: "anders", contactName: "Anders", company: "" },
      domains: [
        {
          name: "one.test",
          addresses: [box("info", { aliases: ["desk"] }), { name: "away", forward: ["someone@outside.test"] }],
          aliases: [{ name: "uno.test", mail: true }],
          nonexistentUser: { kind: "forward", address: "all@outside.test" },
        },
      ],
    },
    { random, ttl: TTL },
  );
  return fleet;
}
