import type { Stage } from "@/db/schema";
import type { DomainCase } from "./cases";
import { wasNamed } from "./drain";
import { type Leads, mayBeElsewhere, newNames, worstOf } from "./leads";
import type { Operation } from "./operations";
import { advanceOn, askAgain, type Context, centralOff, problem, type Step } from "./steps";

/**
 * What may be done of a step without taking mail from a third place: while mail is on at the mail server, it keeps what its
 * own customers write to the domain. So mail goes on there only where the domain's mail goes to one of the two servers, and
 * off again where it is led away before anybody was told of the mail server; later only a new name is asked about. A person
 * may have it taken all the same.
 */
export function keepAway(step: Step | null, c: DomainCase, context: Context): Step | null {
  if (isTaken(c) || !mayBeElsewhere(c)) return step;
  if (wasNamed(c)) return withoutNames(step, c);
  return c.written.taken ? step : whileUnnamed(step, c, context);
}

/** A person has just said so; `written.taken` says it once the domain has gone on because of it. */
const isTaken = ({ account }: DomainCase): boolean => account.solution === "take" && account.problem === "third-place";

/** Stages in which nobody may have been told of the mail server yet. */
const early: ReadonlySet<Stage | null> = new Set(["building", "proving", "switching", "assigned"]);

function whileUnnamed(step: Step | null, c: DomainCase, context: Context): Step | null {
  const { stage } = c.account;
  if (!early.has(stage)) return step;
  const others = operationsBut(step, (operation) => operation.kind === "mail-service" && operation.on);
  // It came with its mail off, which is on at home now: it begins anew.
  if (stage === "assigned") return others ? only(others) : step;
  const on = c.central?.mail.service === true && (stage === "building" || c.arrived === stage);
  if (!others && !on) return step;
  if (c.leads === null) return { do: "check", check: "name-servers" };
  const leads = worstOf(c.leads);
  if (leads.to === "us" || (leads.to === "unknown" && !others)) return step;
  if (leads.to === "elsewhere") {
    if (stage !== "building") return advanceOn(c, "led-away");
    const reason = `${leads.why}, and no MX names ${context.pair.central.name}`;
    if (on && c.central) return { do: "operations", operations: [centralOff(c, c.central, reason)] };
  }
  return (others && !c.mailFirst && only(others)) || heldBack(leads, context);
}

/** The rest of the step; null when nothing else is in it. Asks first where it would have the mail server take a new name. */
function withoutNames(step: Step | null, c: DomainCase): Step | null {
  if (c.leads === null) return { do: "check", check: "name-servers" };
  const leads = c.leads;
  const away = new Set(newNames(c).filter((name) => leads.get(name)?.to !== "us"));
  const names = new Map(c.source?.aliases.map(({ name, ascii }) => [name, ascii]));
  const others = operationsBut(step, (operation) => {
    if (operation.kind === "create-alias" || operation.kind === "set-alias")
      return away.has(names.get(operation.name) ?? "");
    // Its own zone came along and names the mail server, which must know it: only a third place is a reason to wait.
    return operation.kind === "rename-domain" && leads.get(operation.ascii)?.to === "elsewhere";
  });
  return others ? only(others) : step;
}

/** Why a name that is new is not taken at the mail server; null when none is kept away. */
export function namesAway(c: DomainCase, context: Context): Step | null {
  if (!wasNamed(c) || c.leads === null) return null;
  const leads = worstOf(c.leads, newNames(c));
  return leads.to === "us" ? null : heldBack(leads, context);
}

/** Why the mail server takes no mail of it, in words. */
export function heldBack(leads: Exclude<Leads, { to: "us" }>, { pair, now }: Context): Step {
  const there = pair.central.name;
  if (leads.to === "elsewhere" && leads.held)
    return problem("domain-assigned-elsewhere", `${leads.why}. The first one keeps it; remove one of the two.`);
  if (leads.to === "elsewhere")
    return problem(
      "third-place",
      `${leads.why}. ${there} does not take it, so that what is written to it there goes the same way.`,
    );
  if (leads.again) return askAgain(leads.why, now);
  return problem(
    "name-servers-disagree",
    `${leads.why}. Its mail goes on at ${there} once it can be told where it leads.`,
  );
}

type Held = (operation: Operation) => boolean;

/** The operations of a step without those; null when it has none of those. */
function operationsBut(step: Step | null, held: Held): Operation[] | null {
  if (step?.do !== "operations") return null;
  const others = step.operations.filter((operation) => !held(operation));
  return others.length < step.operations.length ? others : null;
}

const only = (operations: Operation[]): Step | null =>
  operations.length > 0 ? { do: "operations", operations } : null;
