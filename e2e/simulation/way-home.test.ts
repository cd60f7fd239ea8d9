import { expect, test } from "vitest";
import { seededRandom } from "@/e2e/fleet/random";
import { createDeeds } from "./deeds";
import { drawFleet } from "./fleet";
import { wish } from "./ledger";
import { createSimulation } from "./simulation";
import { restless } from "./unrest";
import { createWorkers } from "./workers";

test("a mail server that refuses what came at home meanwhile does not hold up a domain on its way there", async () => {
  const sim = createSimulation({ seed: 2, fleet: drawFleet(seededRandom(2), 1) });
  const workers = createWorkers(sim, () => null);
  const happen = createDeeds(sim, workers);
  const pass = (seconds: number) => sim.time.run(sim.time.now() + seconds * 1000);
  const stages = () =>
    new Set([...sim.ledger.accounts.values()].flatMap(({ kind, stage }) => (kind === "domain" ? [stage] : [])));
  wish(sim.ledger, 2, "assigned", "anna");
  workers.sweep();
  await pass(1440);
  wish(sim.ledger, 2, "deassigned", "anna");
  await pass(365);
  // Ours is to be taken away, which the second name server learns late.
  happen({ after: 0, what: "secondary-stale", a: 0, b: 600 });
  await pass(120);
  expect(stages()).toEqual(new Set(["switching-back"]));
  happen({ after: 0, what: "add-address", a: 0, b: 1 });
  sim.central.faults.refuseChanges = true;
  await pass(900);
  expect(sim.ledger.operations.some(({ kind, state }) => kind === "create-address" && state === "failed")).toBe(true);
  expect(stages()).toEqual(new Set(["draining-back"]));
  const waiting = () => [...sim.ledger.accounts.values()].map((account) => account.waiting ?? "").join("\n");
  expect(waiting()).toMatch(/mail1\S+ refused to create address \S+: .+ it may be done there by hand\./);

  sim.central.faults.refuseChanges = false;
  workers.mend();
  await workers.rest();
  expect(waiting()).not.toContain("refused");
  expect(restless(sim.ledger)).toEqual([]);
  expect(stages()).toEqual(new Set(["closed"]));
});
