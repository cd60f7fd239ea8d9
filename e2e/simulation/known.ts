import type { RunKind } from "@/db/schema";
import type { PleskServer } from "@/e2e/fleet/model";
import { accepts } from "@/e2e/fleet/world";
import { LOOK_FIRST } from "@/lib/sync/at-home";
import { UNSETTLED } from "@/lib/sync/rounds";
import { goesHome } from "@/lib/sync/stages";
import type { Ground } from "./invariants";

/** Runs that make nothing which nobody has asked for. */
const ONLY_LOOKS = new Set<RunKind | undefined>(["refresh", "synchronize-accounts"]);

/** Problems that keep a move back and hinder nobody from making what is new. */
const HINDERS_NOT = new Set<string | null>([null, "not-accepted", "dns-elsewhere", "mx-elsewhere"]);

/**
 * After a run that came to its end: each server to which a domain's MX may lead knows every address that was made before
 * the run began. On its way home that is true of what was made on either server, else of what was made at home; and where
 * a run makes nothing by itself, or a problem hinders it and is told, nothing is asked.
 */
export function checkKnown(ground: Ground, home: PleskServer, began: number): void {
  const { ledger, population, served, dns, central, ids, now, report } = ground;
  population.refresh(now());
  served.look(new Set([...population.living.values()].map(({ name }) => name)), now());
  const serverId = ids.get(home);
  const run = ledger.runs.findLast((each) => each.serverId === serverId);
  // A run that a guard has held up has nothing but a sentence.
  if (run?.error) return;
  for (const account of ledger.accounts.values()) {
    const { id, ascii, kind, stage, waiting, problem, centralId } = account;
    if (account.serverId !== serverId || kind !== "domain" || waiting === UNSETTLED || waiting?.endsWith(LOOK_FIRST))
      continue;
    const back = goesHome(stage);
    if (!back && (ONLY_LOOKS.has(run?.kind) || !HINDERS_NOT.has(problem) || stage === "closed")) continue;
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
        if (server !== central && !(back && server === home)) continue;
        // One that the mail server never had from here, or has from elsewhere, was pointed there by somebody.
        if (back && server === central && centralId === null) continue;
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
