import type { ProblemCode } from "@/lib/problems";
import type { ClientCase, DomainCase, Problem } from "./cases";
import { compareDomain } from "./compare";
import { compareClient } from "./compare-client";
import { digest } from "./facts";
import { centralFacts, sourceFacts } from "./pairing";
import type { Pair } from "./world";

/**
 * Writes into the account what a person should see after this look: both sides, the differences with their reasons, the
 * status and the problem. Pure but for the account it fills.
 */
export function assess(c: ClientCase | DomainCase, pair: Pair, centralAddress: string, now: number): void {
  const { account } = c;
  const source = sourceFacts(c);
  const central = centralFacts(c);
  if (source) account.source = source;
  account.central = central;
  // A domain that was only looked at does not rest: what its facts call for is decided by the next run that may.
  if (c.settled || !("snapshots" in c)) {
    if (source) account.sourceDigest = digest(source);
    account.centralDigest = central ? digest(central) : null;
  }
  account.centralId = c.central?.id ?? account.centralId;
  account.centralGuid = c.central?.guid ?? account.centralGuid;
  if (!c.problem && !c.decided) c.problem = standing(c);
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
    c.problem ??= findings.find((finding) => finding.problem)?.problem ?? null;
    if ("snapshots" in c && c.problem && findings.length === 0 && c.holder) account.syncStatus = "outdated";
  }
  if (c.problem?.code !== account.problem) account.problemSince = c.problem ? new Date(now) : null;
  account.problem = c.problem?.code ?? null;
  account.problemDetail = c.problem?.detail ?? null;
  account.solved = isSolved(c);
  if ("snapshots" in c) {
    account.addressCount = c.source?.addresses.length ?? account.addressCount;
    account.needsPassword = [...c.rows.values()].filter((row) => row.needsPassword).length;
  }
  account.written = { ...c.written };
}

/** A problem that only deciding finds stands until the account is decided again: looking alone does not end it. */
function standing({ account, source }: ClientCase | DomainCase): Problem | null {
  const seenByLooking = source ? ["changed-on-both-sides", "missing"] : ["missing"];
  if (account.problem === null || seenByLooking.includes(account.problem)) return null;
  return { code: account.problem as ProblemCode, detail: account.problemDetail ?? "" };
}

/**
 * Has the person's answer had its effect? One that waits where it was has not; one that moved on has. What can't be written
 * over is asked anew.
 */
function isSolved(c: ClientCase | DomainCase): boolean {
  const { account } = c;
  if (account.solution === "close") return c.source !== null || account.stage === "closed";
  const undone = account.solution === "enforce" && c.problem?.code === "changed-on-both-sides";
  if (c.decided && undone) return true;
  const stuck = account.waiting !== null && account.stage === c.arrived;
  return c.decided && !c.problem && !stuck && account.differences.length === 0;
}

/** Absence is not removal: it is marked, kept, and shown until a person decides. */
function missing(c: ClientCase | DomainCase, pair: Pair, now: number): void {
  const { account } = c;
  account.missingSince ??= new Date(now);
  if (account.stage === "closed") {
    account.differences = [];
    return;
  }
  account.syncStatus = "outdated";
  const reason = `gone from ${pair.source.name}; kept on ${pair.central.name}`;
  account.differences = [{ field: "account", source: "", central: account.name, reason }];
  c.problem ??= {
    code: "missing",
    detail: `${account.name} is no longer on ${pair.source.name}. Its mail account on ${pair.central.name} is kept as it is.`,
  };
}
