import { EDITS, edit } from "./edits";
import { TTL } from "./fleet";
import { closeBreakers } from "./guards";
import { wish } from "./ledger";
import type { Simulation } from "./simulation";
import type { Happening } from "./story";
import type { Workers } from "./workers";

/** What happens around the console: people's wishes, servers in trouble, workers that die. */
export function createDeeds(sim: Simulation, workers: Workers) {
  const { ledger, time, homes, central, servers, population, random } = sim;
  const idOf = (home: (typeof homes)[number]) => sim.ids.get(home) ?? 0;

  function solve(solution: "enforce" | "close"): void {
    for (const account of ledger.accounts.values()) if (account.problem) account.solution = solution;
  }

  const deeds: Record<string, (home: (typeof homes)[number], happening: Happening) => void> = {
    "wish-assigned": (home) => wish(ledger, idOf(home), "assigned", "anna"),
    "wish-deassigned": (home) => wish(ledger, idOf(home), "deassigned", "anna"),
    "smtp-down": (home, { b }) => {
      const server = b % 2 ? central : home;
      server.services.smtp = "stopped";
      workers.broken(60 + b, () => {
        server.services.smtp = "running";
      });
    },
    "dns-down": (home, { b }) => {
      home.services.dns = "stopped";
      workers.broken(60 + b, () => {
        home.services.dns = "running";
      });
    },
    "panel-down": (home, { b }) => {
      const { faults } = b % 2 ? central : home;
      faults.denied = true;
      workers.broken(60 + b, () => {
        faults.denied = false;
      });
    },
    "secondary-stale": ({ faults }, { b }) => {
      faults.staleSecondaryDns = true;
      workers.broken(300 + b, () => {
        faults.staleSecondaryDns = false;
      });
    },
    "another-server": (home, { b }) => {
      const server = b % 2 ? central : home;
      server.guid = "0badc0de-0000-4000-8000-000000000000";
      workers.broken(60 + b, () => {
        server.guid = sim.ground.guids.get(server) ?? server.guid;
      });
    },
    "other-certificate": (home, { b }) => {
      const { faults } = b % 2 ? central : home;
      faults.otherCertificate = true;
      workers.broken(60 + b, () => {
        faults.otherCertificate = false;
      });
    },
    "lists-empty": ({ faults }, { b }) => {
      faults.emptyLists = true;
      workers.broken(60 + b, () => {
        faults.emptyLists = false;
      });
    },
    "clocks-ahead": () => workers.setClocks(60 * 60_000),
    stop: (_home, { b }) => workers.setStop(60 + b),
    maintenance: (home, { b }) => workers.setMaintenance(home, 60 + b),
    "tight-budget": (_home, { a, b }) => workers.setBudget(a % 3, 600 + b),
    "breaker-opens": (home, { b }) => {
      const breaker = { serverId: b % 3 ? idOf(home) : null, openedAt: time.now(), closedAt: null };
      ledger.breakers.push(breaker);
      workers.broken(60 + b, () => closeBreakers(ledger, time.now()));
    },
    release: (home) => {
      const row = ledger.assignments.get(idOf(home));
      if (row) row.releaseWantedAt = new Date(time.now());
    },
    enforce: () => solve("enforce"),
    close: () => solve("close"),
    kill: (home) => workers.kill(home),
    "second-worker": (home) => workers.start(home),
  };

  return (happening: Happening): void => {
    const home = homes[happening.a % homes.length];
    if (!home) return;
    const { what, a, b } = happening;
    if (!(what in EDITS)) {
      deeds[what]?.(home, happening);
      sim.log(`${what} (${home.key})`);
      return;
    }
    const who = { login: "admin", address: "203.0.113.9", now: time.now(), bytes: random.bytes };
    sim.ground.editedAt = time.now();
    const done = edit(what, { home, central, servers, population, who, ttl: TTL, now: time.now() }, a, b);
    sim.log(`${what} (${home.key}): ${done ?? "there is nothing to do it to"}`);
  };
}
