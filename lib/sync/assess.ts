import type { ClientCase, DomainCase } from "./cases";
import { compareDomain } from "./compare";
import { compareClient } from "./compare-client";
import { digest } from "./facts";
import { centralFacts, sourceFacts } from "./gather";
import type { Pair } from "./world";

/**
 * Writes into the account what a person should see after this look: both sides, the differences with their reasons, the
 * status and the problem. Pure but for the account it fills.
 */
export function assess(c: ClientCase | DomainCase, pair: Pair, centralAddress: string, now: number): void {
  const { account } = c;
  const source = sourceFacts(c);
  const central = centralFacts(c);
  if (source) {
    account.source = source;
    account.sourceDigest = digest(source);
  }
  account.central = central;
  account.centralDigest = central ? digest(central) : null;
  account.centralId = c.central?.id ?? account.centralId;
  account.centralGuid = c.central?.guid ?? account.centralGuid;
  const goingBack = pair.assignment.wish === "deassigned" || account.stage === "closed";
  if (!c.source) missing(c, pair, now);
  else {
    account.missingSince = null;
    const findings = goingBack
      ? []
      : "snapshots" in c
        ? compareDomain(c, pair, centralAddress)
        : compareClient(c, pair);
    account.differences = findings.slice(0, 50).map((finding) => finding.difference);
    account.syncStatus = findings.length > 0 ? "outdated" : "synchronized";
    if (!c.problem) c.problem = findings.find((finding) => finding.problem)?.problem ?? null;
    if ("snapshots" in c && c.problem && findings.length === 0 && c.holder) account.syncStatus = "outdated";
  }
  if (c.problem?.code !== account.problem) account.problemSince = c.problem ? new Date(now) : null;
  account.problem = c.problem?.code ?? null;
  account.problemDetail = c.problem?.detail ?? null;
  if (account.solution === "enforce" && !c.problem) account.solution = null;
  if ("snapshots" in c) {
    account.addressCount = c.source?.addresses.length ?? account.addressCount;
    account.needsPassword = [...c.rows.values()].filter((row) => row.needsPassword).length;
  }
  account.written = { ...c.written };
}

/** Absence is not removal: it is marked, kept, and shown until a person decides. */
function missing(c: ClientCase | DomainCase, pair: Pair, now: number): void {
  const { account } = c;
  account.missingSince ??= new Date(now);
  if (account.stage === "closed") return;
  account.syncStatus = "outdated";
  const reason = `gone from ${pair.source.name}; kept on ${pair.central.name}`;
  account.differences = [{ field: "account", source: "", central: account.name, reason }];
  c.problem ??= {
    code: "missing",
    detail: `${account.name} is no longer on ${pair.source.name}. Its mail account on ${pair.central.name} is kept as it is.`,
  };
}
