import type { Stage } from "@/db/schema";
import type { ClientCase, DomainCase, Problem } from "./cases";
import { showMx } from "./facts";
import type { Operation } from "./operations";
import type { Limits, Pair } from "./world";

/** The one next thing to do for an account. Decided anew after each effect, from what is then seen. Pure. */
export type Step =
  | { do: "operations"; operations: Operation[] }
  | { do: "check"; check: "accepts" | "accepts-home" | "name-servers" }
  /** `until`: milliseconds since 1970 before which the new stage does not go on. */
  | { do: "advance"; to: Stage; until: number | null }
  | { do: "wait"; waiting: string; until: number | null }
  /** As `wait`, but only while another account of this run is not at rest yet. */
  | { do: "hold"; waiting: string; for: ClientCase | DomainCase }
  | { do: "problem"; problem: Problem; waiting?: string }
  | { do: "rest" };

export interface Context {
  pair: Pair;
  now: number;
  limits: Limits;
  /** Address of the mail server that new domains get. */
  centralAddress: string;
  /** Accounts that are new may start their move, and what is outdated may be mended. */
  mayChange: boolean;
  /** Why local mail is switched off for nobody on this server; null when it may be. */
  homeLosesMail: string | null;
}

export const REST: Step = { do: "rest" };

/** Stages in which a move is under way: it goes on by itself, whoever asked for the run. */
export const underWay = (stage: Stage | null): boolean => stage !== null && stage !== "assigned" && stage !== "closed";

export const wantedMx = ({ pair }: Context): string => showMx({ host: pair.central.mxHost, preference: 10 });

export const problem = (code: string, detail: string): Step => ({ do: "problem", problem: { code, detail } });
