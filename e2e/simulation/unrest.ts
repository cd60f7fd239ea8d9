import { LOST } from "@/lib/sync/decide-close";
import type { Ledger } from "./ledger";

/** Accounts that are not where the newest wish wants them, where neither they nor their server say what a person has to do. */
export function restless({ accounts, assignments }: Ledger) {
  const all = [...accounts.values()];
  const stuck = new Set(
    all.filter(({ kind, problem }) => kind === "domain" && problem).map(({ serverId }) => serverId),
  );
  // One that lost mailboxes holds up all others of its server, and says so.
  const lost = new Set(all.filter(({ problem }) => problem === LOST).map(({ serverId }) => serverId));
  return all.filter(({ stage, problem, missingSince, kind, serverId }) => {
    if (problem || missingSince || assignments.get(serverId)?.quarantinedAt) return false;
    if (stage === "closing" && lost.has(serverId)) return false;
    // A client goes home with the last of its server's domains.
    if (kind === "client" && stuck.has(serverId)) return false;
    return stage !== (assignments.get(serverId)?.wish === "assigned" ? "assigned" : "closed");
  });
}

/** Servers that are wished home, of which everything is there, and whose assignment goes on nevertheless. */
export function unended({ accounts, assignments }: Ledger): number[] {
  const open = new Set(
    [...accounts.values()].filter(({ stage }) => stage !== "closed").map(({ serverId }) => serverId),
  );
  return [...assignments].flatMap(([serverId, { wish, quarantinedAt }]) =>
    wish === "deassigned" && !quarantinedAt && !open.has(serverId) ? [serverId] : [],
  );
}
