import type { Stage } from "@/db/schema";
import { mxAstray } from "./astray";
import { makeAtHome } from "./born";
import type { ClientCase, DomainCase } from "./cases";
import { compareDomain } from "./compare";
import { compareClient } from "./compare-client";
import { keepAway, namesAway } from "./decide-away";
import { close, drain } from "./decide-close";
import { switchMx } from "./decide-switch";
import { homeDrift } from "./drift";
import { provenDigest } from "./facts";
import type { Finding } from "./findings";
import { whoNamesCentral } from "./mx";
import {
  advanceOn,
  type Blocked,
  type Context,
  isClosing,
  LATER,
  LEAVE,
  lacking,
  problem,
  REST,
  type Step,
  underWay,
} from "./steps";

export function decideClient(c: ClientCase, context: Context): Step {
  const { stage } = c.account;
  if (!c.source) return isClosing(c) && stage !== "closed" ? advanceOn(c, "let-go") : REST;
  if (context.pair.assignment.wish === "deassigned") return REST;
  if (!context.mayChange && !underWay(stage)) return LEAVE;
  if (stage === null || stage === "closed") return advanceOn(c, "assigned");
  const step = mend(compareClient(c, context.pair));
  if (step) return step;
  return stage === "assigned" ? REST : advanceOn(c, "idle");
}

export function decideDomain(c: DomainCase, context: Context): Step {
  const { stage } = c.account;
  const { source } = c;
  if (!source) return REST;
  if (!context.mayChange && !underWay(stage)) return lookOnly(c, context);
  if (c.holder) return heldElsewhere(source.name, c.holder.server);
  if (stage === null || stage === "closed") return advanceOn(c, "assigned");
  const ready = prerequisites(c);
  if (ready) return ready;
  const differing = mend(compareDomain(c, context.pair, context.centralAddress));
  const mending = keepAway(keepNamed(differing, c, context), c, context);
  if (mending) return mending;
  const away = namesAway(c, context);
  if (away && stage !== "assigned") return away;
  const back = source.mail.service && bothAccept.has(stage) ? makeAtHome(c, context.pair, "born-there") : [];
  if (back.length > 0) return { do: "operations", operations: back };
  switch (stage) {
    case "building":
      return afterBuilding(c);
    case "proving":
      return prove(c, context) ?? advanceOn(c, "proven");
    case "switching":
      return prove(c, context) ?? switchMx(c, context);
    case "draining":
      return prove(c, context) ?? drain(c, context);
    case "closing":
      return close(c, context);
    case "assigned":
      return homeDrift(c, context) ?? newOwner(c) ?? away ?? mxAstray(c, context) ?? REST;
    default:
      throw new Error(`${stage} is not on the way out`);
  }
}

/** While senders may find either server, a mailbox that is made on the mail server must be known at home too. */
const bothAccept: ReadonlySet<Stage> = new Set(["switching", "draining", "closing"]);

const heldElsewhere = (name: string, server: string): Step =>
  problem(
    "domain-assigned-elsewhere",
    `${name} is already handled for ${server}. The first one keeps it; remove or rename one of the two.`,
  );

/**
 * Looking alone starts nothing, but tells what somebody changed at home or where its DNS is, and whether a name is still held
 * elsewhere. What a run that may would begin is left to it.
 */
function lookOnly(c: DomainCase, context: Context): Step {
  if (c.source && c.holder) return heldElsewhere(c.source.name, c.holder.server);
  if (c.account.stage !== "assigned") return wasHeld(c) ? REST : LEAVE;
  const drift = homeDrift(c, context);
  if (drift?.do === "problem") return drift;
  if (drift ?? newOwner(c) ?? namesAway(c, context)) return LATER;
  return mxAstray(c, context) ?? REST;
}

/** At the last look another assigned server had its name. */
export const wasHeld = ({ account }: DomainCase): boolean => account.problem === "domain-assigned-elsewhere";

/** What must be there before this domain can be: its owner, its main domain. */
function prerequisites(c: DomainCase): Step | null {
  if (c.central) return null;
  if (c.owner && !c.owner.central) return waitForClient(c.owner);
  if (c.parent && !c.parent.central) {
    const name = c.parent.source?.name ?? c.parent.account.name;
    return held(c.parent, `Waits for ${name} to be created.`, (detail) => ({
      code: "domain-first",
      detail: `Its subscription's domain ${name} has a problem that must be solved first: ${detail}`,
    }));
  }
  return null;
}

const held = (what: ClientCase | DomainCase, waiting: string, blocked: Blocked): Step =>
  what.problem ? { do: "problem", problem: blocked(what.problem.detail) } : { do: "hold", waiting, for: what, blocked };

function waitForClient(owner: ClientCase): Step {
  const name = owner.source?.login ?? owner.account.name;
  return held(owner, `Waits for its client ${name} to be created.`, (detail) => ({
    code: "client-first",
    detail: `Its client ${name} has a problem that must be solved first: ${detail}`,
  }));
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
  const unnamed = [...c.publicMx.keys()].every((zone) => whoNamesCentral(c, zone, pair) === "nobody");
  if (unnamed) return step;
  return staying.length > 0 ? { do: "operations", operations: staying } : null;
}

/** Where mail is off there is nothing to move: the account stands, with its mail off too, until that changes. */
function afterBuilding(c: DomainCase): Step {
  const idle = !c.written.homeMailOff && !c.source?.mail.service;
  return advanceOn(c, idle ? "idle" : "built");
}

/** Every live address must be accepted by the mail server: proven for exactly the addresses that are there now. */
function prove(c: DomainCase, { pair, now }: Context): Step | null {
  if (c.written.proven !== null && c.written.proven === provenDigest(c.source)) return null;
  return c.proof ? lacking(c.proof, pair.central.name, now) : { do: "check", check: "accepts" };
}
