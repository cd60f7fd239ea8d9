import type { Stage } from "@/db/schema";
import { makeAtHome } from "./born";
import type { ClientCase, DomainCase } from "./cases";
import { compareDomain } from "./compare";
import { compareClient } from "./compare-client";
import { addMx, switchMx } from "./decide-switch";
import { homeDrift } from "./drift";
import { mailZones, provenDigest } from "./facts";
import type { Finding } from "./findings";
import { mxView, stillRecorded, whoNames } from "./mx";
import type { Operation } from "./operations";
import {
  askAgain,
  type Context,
  isClosing,
  LEAVE,
  lacking,
  problem,
  REST,
  type Step,
  timeUnknown,
  underWay,
} from "./steps";

export function decideClient(c: ClientCase, context: Context): Step {
  const { stage } = c.account;
  if (!c.source) return isClosing(c) && stage !== "closed" ? { do: "advance", to: "closed", until: null } : REST;
  if (context.pair.assignment.wish === "deassigned") return REST;
  if (!context.mayChange && !underWay(stage)) return LEAVE;
  if (stage === null || stage === "closed") return { do: "advance", to: "building", until: null };
  const step = mend(compareClient(c, context.pair));
  if (step) return step;
  return stage === "assigned" ? REST : { do: "advance", to: "assigned", until: null };
}

export function decideDomain(c: DomainCase, context: Context): Step {
  const { stage } = c.account;
  const { source } = c;
  if (!source) return REST;
  if (!context.mayChange && !underWay(stage)) return lookOnly(c, context);
  if (c.holder)
    return problem(
      "domain-assigned-elsewhere",
      `${source.name} is already handled for ${c.holder.server}. The first one keeps it; remove or rename one of the two.`,
    );
  if (stage === null || stage === "closed") return { do: "advance", to: "building", until: null };
  const ready = prerequisites(c);
  if (ready) return ready;
  const mending = keepNamed(mend(compareDomain(c, context.pair, context.centralAddress)), c, context);
  if (mending) return mending;
  const back = source.mail.service && bothAccept.has(stage) ? makeAtHome(c, context.pair, "born-there") : [];
  if (back.length > 0) return { do: "operations", operations: back };
  switch (stage) {
    case "building":
      return afterBuilding(c);
    case "proving":
      return prove(c, context) ?? { do: "advance", to: "switching", until: null };
    case "switching":
      return prove(c, context) ?? switchMx(c, context);
    case "draining":
      return prove(c, context) ?? drain(c, context);
    case "closing":
      return close(c, context);
    case "assigned":
      return homeDrift(c, context) ?? newOwner(c) ?? REST;
    default:
      throw new Error(`${stage} is not on the way out`);
  }
}

/** While senders may find either server, a mailbox that is made on the mail server must be known at home too. */
const bothAccept: ReadonlySet<Stage> = new Set(["switching", "draining", "closing"]);

/** Looking alone starts nothing, but tells what somebody changed at home. */
function lookOnly(c: DomainCase, context: Context): Step {
  if (c.account.stage !== "assigned") return LEAVE;
  const drift = homeDrift(c, context);
  return drift?.do === "problem" ? drift : REST;
}

/** What must be there before this domain can be: its owner, its main domain. */
function prerequisites(c: DomainCase): Step | null {
  if (c.central) return null;
  if (c.owner && !c.owner.central) return waitForClient(c.owner);
  if (c.parent && !c.parent.central) {
    const name = c.parent.source?.name ?? c.parent.account.name;
    return c.parent.problem
      ? problem(
          "domain-first",
          `Its subscription's domain ${name} has a problem that must be solved first: ${c.parent.problem.detail}`,
        )
      : { do: "hold", waiting: `Waits for ${name} to be created.`, for: c.parent };
  }
  return null;
}

function waitForClient(owner: ClientCase): Step {
  const name = owner.source?.login ?? owner.account.name;
  return owner.problem
    ? problem("client-first", `Its client ${name} has a problem that must be solved first: ${owner.problem.detail}`)
    : { do: "hold", waiting: `Waits for its client ${name} to be created.`, for: owner };
}

/** One whose new client is not on the mail server yet stays with the old one, and receives, until it is. */
function newOwner(c: DomainCase): Step | null {
  if (!c.owner || c.owner.central || c.source?.kind !== "main") return null;
  return waitForClient(c.owner);
}

/** Operations first; a conflict stops the account, a difference nobody can mend by itself does not. */
export function mend(findings: readonly Finding[]): Step | null {
  const disputed = findings.find((finding) => finding.problem);
  const operations = findings.flatMap((finding) => (finding.operation ? [finding.operation] : []));
  if (operations.length > 0) return { do: "operations", operations };
  return disputed?.problem ? { do: "problem", problem: disputed.problem } : null;
}

/** Mail that is off at home goes off on the mail server too, but never while anybody in the world is told to send there. */
function keepNamed(step: Step | null, c: DomainCase, { pair }: Context): Step | null {
  if (step?.do !== "operations") return step;
  const staying = step.operations.filter((operation) => operation.kind !== "mail-service" || operation.on);
  if (staying.length === step.operations.length) return step;
  if (c.publicMx === null) return { do: "check", check: "name-servers" };
  const unnamed = [...c.publicMx.keys()].every((zone) => whoNames(c, zone, pair.central.mxHost) === "nobody");
  if (unnamed) return step;
  return staying.length > 0 ? { do: "operations", operations: staying } : null;
}

/** Where mail is off there is nothing to move: the account stands, with its mail off too, until that changes. */
function afterBuilding(c: DomainCase): Step {
  const idle = !c.written.homeMailOff && !c.source?.mail.service;
  return { do: "advance", to: idle ? "assigned" : "proving", until: null };
}

/** Every live address must be accepted by the mail server: proven for exactly the addresses that are there now. */
function prove(c: DomainCase, { pair, now }: Context): Step | null {
  if (c.written.proven !== null && c.written.proven === provenDigest(c.source)) return null;
  return c.proof ? lacking(c.proof, pair.central.name, now) : { do: "check", check: "accepts" };
}

function drain(c: DomainCase, context: Context): Step {
  const { now, doubt } = context;
  const blind = timeUnknown(context);
  if (blind) return blind;
  const until = (c.account.stageUntil?.getTime() ?? 0) + doubt;
  if (now < until) return { do: "wait", waiting: "The old MX may still be in caches; both servers accept.", until };
  return { do: "advance", to: "closing", until: null };
}

/** The last look before local mail goes off: MX must still name the mail server alone, at every name server. */
function close(c: DomainCase, context: Context): Step {
  const { pair } = context;
  const { source } = c;
  if (!source) return REST;
  if (!source.mail.service) return closed(c, context);
  if (context.homeLosesMail) return { do: "wait", waiting: context.homeLosesMail, until: null };
  if (c.publicMx === null) return { do: "check", check: "name-servers" };
  const views = mailZones(source).map((zone) => mxView(c, zone, pair));
  const unasked = views.find((view) => view.unasked);
  if (unasked) return askAgain(`${unasked.zone.ascii}: ${unasked.unasked}`, context.now);
  const silent = views.find((view) => view.failed);
  if (silent)
    return problem(
      "name-servers-disagree",
      `${silent.zone.ascii}: ${silent.failed} Local mail stays on until its name servers can be asked.`,
    );
  const stray = views.find((view) => !view.onlyCentral);
  if (stray)
    return problem(
      "changed-by-someone",
      `${stray.zone.ascii}: ${stray.behind} Local mail stays on until MX names ${pair.central.mxHost} alone.`,
    );
  const unlisted = stillRecorded(c, mailZones(source));
  if (unlisted !== null)
    return problem(
      "changed-by-someone",
      `${pair.source.name} no longer lists ${unlisted}, but its MX still leads there. Local mail stays on until it does not.`,
    );
  const operation: Operation = {
    kind: "mail-service",
    side: "source",
    accountId: c.account.id,
    reason: "MX names the mail server and the old one has run out of every cache",
    domain: source.id,
    name: source.name,
    on: false,
  };
  return { do: "operations", operations: [operation] };
}

/** Some panels take the MX records along when mail goes off, or even the mailboxes: both are looked for at once. */
function closed(c: DomainCase, context: Context): Step {
  const { source } = c;
  if (!source) return REST;
  const bare = mailZones(source).filter((zone) => !c.written.elsewhere.includes(zone.part) && zone.mx.length === 0);
  if (bare.length > 0) return { do: "operations", operations: bare.map((zone) => addMx(c, { zone }, context)) };
  if (c.account.problem === LOST || c.lostAtHome)
    return problem(
      LOST,
      `${context.pair.source.name} removed mailboxes of ${source.name} when its mail was switched off. They are on ${context.pair.central.name}. No other domain's mail is switched off there.`,
    );
  return { do: "advance", to: "assigned", until: null };
}

/** A panel that loses mailboxes when mail is switched off: found out with the first domain, never tried on a second. */
export const LOST = "mailboxes-gone";
