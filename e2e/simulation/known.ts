import type { PleskServer } from "@/e2e/fleet/model";
import { accepts } from "@/e2e/fleet/world";
import { UNSETTLED } from "@/lib/sync/rounds";
import { goesHome } from "@/lib/sync/stages";
import type { Ground } from "./invariants";

/**
 * After a run that came to its end: of each domain on its way home, both servers to which MX may lead know every address
 * that was made on either before the run began.
 */
export function checkKnown(ground: Ground, home: PleskServer, began: number): void {
  const { ledger, population, served, dns, central, ids, now, report } = ground;
  population.refresh(now());
  served.look(new Set([...population.living.values()].map(({ name }) => name)), now());
  const serverId = ids.get(home);
  // A run that a guard has held up has nothing but a sentence.
  if (ledger.runs.findLast((run) => run.serverId === serverId)?.error) return;
  for (const account of ledger.accounts.values()) {
    const { id, ascii, kind, stage, waiting } = account;
    if (account.serverId !== serverId || kind !== "domain" || !goesHome(stage) || waiting === UNSETTLED) continue;
    const mirrored = new Set(
      [...(ledger.addresses.get(id)?.values() ?? [])].flatMap(({ written }) =>
        written ? [written.name, ...written.aliases] : [],
      ),
    );
    for (const { address, name, home: at, since } of population.living.values()) {
      const local = address.slice(0, address.indexOf("@"));
      // What was on both once, somebody has taken away from one of them.
      if (at !== home || name !== ascii || since >= began || mirrored.has(local)) continue;
      for (const host of served.hosts(name, now())) {
        const server = dns.serverAt(host);
        if (server !== home && server !== central) continue;
        const reception = accepts(server, name, local);
        if (reception !== "accepted" && !(reception === "suspended" && server === home))
          report(
            "S3",
            `${address} is not known at ${server.key} (${reception}) after a run, while MX ${host} may be used`,
          );
      }
    }
  }
}
