import type { Call } from "@/lib/plesk/call";
import type { ProblemCode } from "@/lib/problems";
import type { Problem } from "./cases";

/**
 * How one operation is carried out: what to read about it, and what that reading says. The same reading is made before the
 * change (already as wanted?) and after it (did it take effect?), so a repeat is harmless and "ok" is never believed by
 * itself.
 */
export interface Deed {
  looks: readonly Call<unknown, "read">[];
  /** What each of the looks has read, in their order. */
  judge(states: readonly unknown[]): Verdict;
}

export type Verdict =
  | { is: "settled"; found: Found }
  | { is: "due"; change: () => Call<unknown, "change"> }
  /** What it was decided from is otherwise now. */
  | { is: "overtaken"; why: string }
  | { is: "conflict"; problem: Problem };

/** What a settled operation taught us; `learn.ts` folds it into the cases. */
export type Found = unknown;

export const settled = (found: Found): Verdict => ({ is: "settled", found });
export const due = (change: () => Call<unknown, "change">): Verdict => ({ is: "due", change });
export const conflict = (code: ProblemCode, detail: string): Verdict => ({ is: "conflict", problem: { code, detail } });

/** Pairs a reading with its judgement; the pair is typed here, the list of all deeds is not. */
export const of = <S>(look: Call<S, "read">, judge: (state: S) => Verdict): Deed => ({
  looks: [look],
  judge: ([state]) => judge(state as S),
});
