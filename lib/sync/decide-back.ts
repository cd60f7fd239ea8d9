import { makeAtHome } from "./born";
import { type DomainCase, mailSnapshot, recordedMx, zoneSnapshot } from "./cases";
import { namesInUse } from "./checks";
import { compareDomain } from "./compare";
import { switchBack } from "./decide-switch-back";
import { overtime, runsOut, surely, wasNamed } from "./drain";
import { mailZones, sameMx, showMx } from "./facts";
import { whoNamesCentral } from "./mx";
import { isAccepting, type Operation } from "./operations";
import { advanceOn, askAgain, type Context, centralOff, lacking, problem, REST, type Step, timeUnknown } from "./steps";

const GOES_HOME = "its mail is handled at home again; the account stays, switched off";

/** The way back: local mail on, proven, recorded MX returned, drained, then switched off (never deleted) centrally. */
export function decideDomainBack(c: DomainCase, context: Context): Step {
  const { stage } = c.account;
  if (stage === "closed") return REST;
  if (stage === null) return advanceOn(c, "let-go");
  if (!c.source) return withoutHome(c, context);
  const born = stage === "reopening" ? [] : madeMeanwhile(c, context);
  if (born.length > 0) return { do: "operations", operations: born };
  const came = cameMeanwhile(c, context);
  if (came.length > 0) return { do: "operations", operations: came };
  switch (stage) {
    case "reopening":
      return reopen(c, context);
    case "proving-home":
      return proveHome(c, context);
    case "switching-back":
      return switchBack(c, context);
    case "draining-back":
      return drainBack(c, context);
    default:
      throw new Error(`${stage} is not on the way back`);
  }
}

/** Home was given all addresses when it was reopened; while the mail server accepts too, somebody may make another there. */
const madeMeanwhile = (c: DomainCase, { pair }: Context): Operation[] =>
  c.source?.mail.service && c.central?.mail.service ? makeAtHome(c, pair, "born-there") : [];

/**
 * As long as senders may find the mail server, it must know whom home knows, and by which name: a domain may wait on its way
 * for days, and who is made at home meanwhile expects mail. What the mail server refuses does not hold it up: at home it is
 * right.
 */
const cameMeanwhile = (c: DomainCase, { pair, centralAddress }: Context): Operation[] =>
  wasNamed(c) && c.central?.mail.service && !c.leftWithout && !c.holder
    ? compareDomain(c, pair, centralAddress).flatMap(({ operation }) =>
        operation && isAccepting(operation) ? [operation] : [],
      )
    : [];

/**
 * Gone from its Plesk server: nothing can be restored there. Mail at the mail server is switched off only once nobody
 * names it any more, and what was named has run out of every cache.
 */
function withoutHome(c: DomainCase, context: Context): Step {
  const { central, account } = c;
  const { pair, now } = context;
  if (!central?.mail.service) return advanceOn(c, "let-go");
  const blind = timeUnknown(context);
  if (blind) return blind;
  const draining = account.stage === "draining-back";
  const until = draining ? surely(c, context) : undefined;
  if (until && now < until) return { do: "wait", waiting: "Our MX may still be in caches; mail stays on.", until };
  if (c.publicMx === null) return { do: "check", check: "name-servers" };
  for (const zone of namesInUse(c)) {
    const who = whoNamesCentral(c, zone, pair);
    if (who === "nobody") continue;
    if ("unknown" in who)
      return askAgain(`${zone}: ${who.unknown}. Mail stays on at ${pair.central.name} until no MX names it`, now);
    if (draining) return advanceOn(c, "gone-named");
    return problem(
      "missing",
      `${account.name} is gone from ${pair.source.name}, but ${who.by} still answers MX ${pair.central.mxHost} for ${zone}. Change its MX first; mail stays on until then.`,
    );
  }
  if (until !== undefined || !wasNamed(c)) return { do: "operations", operations: [centralOff(c, central, GOES_HOME)] };
  return advanceOn(c, draining ? "mx-right" : "gone-unnamed", runsOut(c, context));
}

function reopen(c: DomainCase, { pair }: Context): Step {
  const { source, account } = c;
  if (!source) return REST;
  const recorded = mailSnapshot(c);
  if (!recorded && account.solution === "enforce" && source.mail.service) return advanceOn(c, "reopened");
  if (!recorded)
    return problem(
      "snapshot-differs",
      `Nothing is recorded of how mail of ${source.name} was before: it is left as it is. Switch its mail on there by hand, then let it go on as it is.`,
    );
  const off = recorded.mailService && !source.mail.service;
  if (off && !c.written.homeMailOff && account.solution !== "enforce")
    return problem(
      "changed-by-someone",
      `Local mail of ${source.name} was switched off by someone else; it was on when recorded.`,
    );
  // Addresses first: once mail is on, what is written on the server itself stays there, and must know whom to find.
  const born = recorded.mailService && !(off && c.mailFirst) ? makeAtHome(c, pair, "with-mirrored") : [];
  if (born.length > 0) return { do: "operations", operations: born };
  if (off) {
    const operation: Operation = {
      kind: "mail-service",
      side: "source",
      accountId: account.id,
      reason: "as recorded before the move",
      domain: source.id,
      name: source.name,
      on: true,
    };
    return { do: "operations", operations: [operation] };
  }
  return advanceOn(c, "reopened");
}

function proveHome(c: DomainCase, { pair, now }: Context): Step {
  if (!(mailSnapshot(c)?.mailService ?? c.source?.mail.service)) return advanceOn(c, "proven-home");
  if (c.proofHome === null) return { do: "check", check: "accepts-home" };
  const asleep = c.source?.suspended || c.owner?.source?.suspended;
  if (asleep && c.proofHome.refused.length > 0) {
    if (c.account.solution === "enforce") return advanceOn(c, "proven-home");
    return problem(
      "suspended-at-home",
      `${c.account.name} is suspended on ${pair.source.name}, which refuses its mail; ${pair.central.name} takes it. Resume it, or let it go home suspended.`,
    );
  }
  return lacking(c.proofHome, pair.source.name, now) ?? advanceOn(c, "proven-home");
}

/** As on the way out: the time begins when MX is seen to be right, and anew when somebody has changed it meanwhile. */
function drainBack(c: DomainCase, context: Context): Step {
  const { now, pair } = context;
  const { source, central } = c;
  const blind = wasNamed(c) ? timeUnknown(context) : null;
  if (blind) return blind;
  const until = surely(c, context);
  const ours = source && mailZones(source).some((zone) => zone.mx.some((mx) => mx.target === "central"));
  const waiting = `Our MX may still be in caches; both servers accept.${overtime(c, context)}`;
  const waits = { do: "wait", waiting } as const;
  if (until !== undefined && now < until && !ours) return { ...waits, until };
  if (source && c.publicMx === null) return { do: "check", check: "name-servers" };
  for (const name of namesInUse(c)) {
    const who = whoNamesCentral(c, name, pair);
    if (who === "nobody") continue;
    if ("by" in who) {
      if (until !== undefined) return advanceOn(c, "mx-astray");
      if (c.account.solution === "enforce") return advanceOn(c, "mx-reclaimed");
      return problem(
        "changed-by-someone",
        `${name}: MX names ${pair.central.mxHost} again. Mail stays on there until it does not.`,
      );
    }
    // A domain that never moved was never named; its name servers need not be alive for it to go home.
    if (wasNamed(c)) return askAgain(`${name}: ${who.unknown}. Mail stays on at ${pair.central.name} until then`, now);
  }
  if (until === undefined) return advanceOn(c, "mx-right", wasNamed(c) ? runsOut(c, context) : now);
  if (now < until) return { ...waits, until };
  if (central?.mail.service) return { do: "operations", operations: [centralOff(c, central, GOES_HOME)] };
  return restored(c) ?? advanceOn(c, "restored");
}

/** Field by field against the snapshot, before the account may be called closed. */
function restored(c: DomainCase): Step | null {
  const { source } = c;
  const recorded = mailSnapshot(c);
  if (!source || !recorded || c.account.solution === "enforce") return null;
  const differing: string[] = [];
  if (source.mail.service !== recorded.mailService) differing.push(`mail is ${source.mail.service ? "on" : "off"}`);
  for (const zone of mailZones(source)) {
    const snapshot = zoneSnapshot(c, zone.part);
    if (snapshot?.mx.length && c.written.switchedAt && !sameMx(zone.mx, recordedMx(snapshot, zone.ascii)))
      differing.push(
        `${zone.ascii} has ${zone.mx.map(showMx).join(", ") || "no MX"}, recorded was ${snapshot.mx.map(showMx).join(", ")}`,
      );
  }
  if (differing.length === 0) return null;
  return problem(
    "snapshot-differs",
    `Not exactly as recorded, because someone changed it meanwhile: ${differing.join("; ")}. It is left as it is.`,
  );
}
