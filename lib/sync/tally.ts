import type { ClientCase, DomainCase } from "./cases";
import type { Step } from "./steps";

export type Case = ClientCase | DomainCase;

/** What a run has come to. */
export interface Tally {
  changed: number;
  failed: number;
  /** When something that waits can go on, milliseconds since 1970; null when nothing waits for time. */
  nextAt: number | null;
  /** Why something waits for the change budget, or the end for a button, in a sentence; null when nothing does. */
  held: string | null;
}

/** The account does no more in this run: what it waits for, or its problem, is noted. */
export function rest(
  c: Case,
  step: Extract<Step, { do: "wait" | "problem" | "rest" | "leave" }>,
  active: Set<Case>,
  tally: Tally,
): void {
  active.delete(c);
  if (step.do === "leave") return;
  c.decided = true;
  c.settled = step.do !== "rest" || !step.more;
  const without = "snapshots" in c && c.leftWithout;
  const waiting = step.do === "wait" ? (without ? `${step.waiting} ${without}` : step.waiting) : null;
  if (waiting !== c.account.waiting) c.dirty = true;
  c.account.waiting = waiting;
  if (step.do === "problem") c.problem = step.problem;
  if (step.do === "wait" && step.until !== null) tally.nextAt = Math.min(tally.nextAt ?? Infinity, step.until);
}
