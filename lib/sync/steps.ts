import type { Stage } from "@/db/schema";
import type { ProblemCode } from "@/lib/problems";
import type { ClientCase, DomainCase, Problem, Proof } from "./cases";
import { type SeenDomain, showMx } from "./facts";
import { afterLeaps, type Leap } from "./leaps";
import type { Operation } from "./operations";
import { arrive, type Event } from "./stages";
import type { Limits, Pair } from "./world";

/** The one next thing to do for an account. Decided anew after each effect, from what is then seen. Pure. */
export type Step =
  | { do: "operations"; operations: Operation[] }
  | { do: "check"; check: "accepts" | "accepts-home" | "name-servers" }
  /** `until`: milliseconds since 1970 before which the new stage does not go on. */
  | { do: "advance"; event: Event; to: Stage; until: number | null }
  | { do: "wait"; waiting: string; until: number | null }
  /** As `wait`, but only while another account of this run is not at rest yet. */
  | { do: "hold"; waiting: string; for: ClientCase | DomainCase; blocked: Blocked }
  | { do: "problem"; problem: Problem; waiting?: string }
  /** `more`: a run that may change things would begin something. */
  | { do: "rest"; more?: true }
  /** Not looked into in this run: what is known of it stands. */
  | { do: "leave" };

/** Its problem once what it waits for has one, in these words. */
export type Blocked = (detail: string) => Problem;

export interface Context {
  pair: Pair;
  now: number;
  /** How wrong `now` may be, in milliseconds. */
  doubt: number;
  /** How often the clock was set forward of late. */
  leaps: readonly Leap[];
  limits: Limits;
  /** Address of the mail server that new domains get. */
  centralAddress: string;
  /** Accounts that are new may start their move, and what is outdated may be mended. */
  mayChange: boolean;
  /** Why local mail is switched off for nobody on this server; null when it may be. */
  homeLosesMail: string | null;
}

/** What is the same for all accounts of a run, at every moment of it. */
export type RunContext = Omit<Context, "now" | "doubt" | "leaps">;

export const REST: Step = { do: "rest" };
export const LATER: Step = { do: "rest", more: true };
export const LEAVE: Step = { do: "leave" };

/** Stages in which a move is under way: it goes on by itself, whoever asked for the run. */
export const underWay = (stage: Stage | null): boolean => stage !== null && stage !== "assigned" && stage !== "closed";

/** A person ends an account whose object is gone; should the object come back, that answer is void. */
export const isClosing = (c: ClientCase | DomainCase): boolean => c.account.solution === "close" && !c.source;

/** What came true takes the account to the stage that the table names. `until`: as in a step that advances. */
export const advanceOn = ({ account }: ClientCase | DomainCase, event: Event, until: number | null = null): Step => ({
  do: "advance",
  event,
  to: arrive(account.stage, event),
  until,
});

export const wantedMx = ({ pair }: Context): string => showMx({ host: pair.central.mxHost, preference: 10 });

export const problem = (code: ProblemCode, detail: string): Step => ({ do: "problem", problem: { code, detail } });

/** Mail goes off at the mail server; the domain, its mailboxes and every message stay. */
export const centralOff = (c: DomainCase, { id, name }: SeenDomain, reason: string): Operation => ({
  kind: "mail-service",
  side: "central",
  accountId: c.account.id,
  reason,
  domain: id,
  name,
  on: false,
  heardAt: c.heardAt,
});

/** Somebody outside does not answer now: nothing is concluded from that. `clause` ends without a stop. */
export const askAgain = (clause: string, now: number): Step => ({
  do: "wait",
  waiting: `${clause}; asked again in a minute.`,
  until: now + 60_000,
});

/** Until when a change that was begun then and not answered may take effect, in milliseconds since 1970. */
export const lateUntil = (
  begun: number,
  { limits, doubt, leaps }: Pick<Context, "limits" | "doubt" | "leaps">,
): number => afterLeaps(begun + limits.lateEffect * 1000, begun, leaps) + doubt;

/** Clocks that differ by no more than this are told apart by waiting that much longer, in milliseconds. */
const AGREEING = 5 * 60_000;

/** Nothing is timed by a clock that may be hours wrong: where a domain is now, both servers accept. */
export function timeUnknown({ now, doubt }: Pick<Context, "now" | "doubt">): Step | null {
  if (doubt <= AGREEING) return null;
  const apart = Math.round(doubt / 60_000);
  return {
    do: "wait",
    waiting: `The clocks of the worker and of the database differ by ${apart} min. Set them; it goes on by itself.`,
    until: now + 60_000,
  };
}

/** What is missing for a proof to stand; null when every address was answered as it should be. */
export function lacking({ refused, later, unasked }: Proof, server: string, now: number): Step | null {
  if (unasked !== null) return askAgain(`${server}'s SMTP cannot be asked: ${unasked}`, now);
  const [first] = refused;
  if (first) {
    const more = refused.length > 1 ? ` and ${refused.length - 1} more` : "";
    return problem("not-accepted", `${server} does not take mail for ${first.recipient}${more}: ${first.text}`);
  }
  const [notNow] = later;
  return notNow ? askAgain(`${server} says not now for ${notNow.recipient}: ${notNow.text}`, now) : null;
}

/**
 * When to ask name servers again that are behind: soon at first, then ever later, so that one that lags for a day does
 * not cost a run every ten seconds. Milliseconds since 1970.
 */
export function askLater(since: Date | null, { now, limits }: Pick<Context, "now" | "limits">): number {
  const waited = now - (since?.getTime() ?? now);
  return now + Math.min(Math.max(waited / 4, limits.nameServerPatience * 1000), 15 * 60_000);
}
