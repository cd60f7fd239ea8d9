import { eq } from "drizzle-orm";
import type { Account } from "./account";
import type { Db } from "./client";
import { accounts, assignments, type Stage } from "./schema";

export type Answer = "enforce" | "take" | "close";

/** What the answers to an account's problem depend on. */
export type Asking = Pick<Account, "problem" | "problemDetail" | "stage" | "differences" | "wish">;

/** What `enforce` sets again: values on the mail server, or at home its MX or its local mail. */
export type Disputed = "values" | "mx-there" | "mail-off" | "mail-on" | "mx-back";

/** The reason of a difference that somebody made on the mail server. */
export const BY_SOMEONE = "changed by someone else";

/** The stages of the way home. */
export const homeward: readonly Stage[] = ["reopening", "proving-home", "switching-back", "draining-back"];

/**
 * What somebody changed is a value on the mail server, where one differs. Else it is how mail goes at home, and what is set
 * again there on the way home is the opposite of what it is before. Null where `enforce` would set nothing again.
 */
export function disputed({ problem, problemDetail, stage, differences }: Omit<Asking, "wish">): Disputed | null {
  if (problem === "changed-on-both-sides") return "values";
  if (problem !== "changed-by-someone") return null;
  if (differences.some(({ reason }) => reason === BY_SOMEONE)) return "values";
  switch (stage) {
    case "draining":
      return "mx-there";
    case "assigned":
      return problemDetail?.startsWith("Local mail of ") ? "mail-off" : "mx-there";
    case "reopening":
      return "mail-on";
    case "draining-back":
      return "mx-back";
    default:
      return null;
  }
}

/** Another way is wished since the last run: the next one turns the account, and asks what that way needs. */
export const isTurning = ({ stage, wish }: Pick<Asking, "stage" | "wish">): boolean =>
  wish !== null && (wish === "deassigned") !== (stage !== null && homeward.includes(stage));

/**
 * The answers that a person can give to a problem. `enforce` sets again what somebody changed, or goes on as asked; `take`
 * has the mail server take mail that goes to a third place; `close` ends an account whose object is gone from its server.
 */
export function answersTo(account: Asking): Answer[] {
  const { problem, stage } = account;
  if (problem === "missing") return ["close"];
  if (isTurning(account)) return [];
  switch (problem) {
    case "changed-by-someone":
    case "changed-on-both-sides":
      return disputed(account) ? ["enforce"] : [];
    case "suspended-at-home":
    case "mailboxes-gone":
      return ["enforce"];
    case "snapshot-differs":
      return stage === "reopening" || stage === "draining-back" ? ["enforce"] : [];
    case "third-place":
      return ["take"];
    default:
      return [];
  }
}

/** What is asked of a person: an answer is to this alone. One problem may ask for opposites, as an account moves on. */
export const asked = (account: Asking): string =>
  [account.problem, disputed(account)].filter((part) => part !== null).join(" ");

/**
 * Wishes one of these answers; the next run follows it. False when the account asks something else than what is answered
 * `to`, or cannot be answered so.
 */
export async function answerProblem(
  tx: Db,
  id: number,
  { answer, to, by }: { answer: Answer; to: string; by: string },
): Promise<boolean> {
  const { problem, problemDetail, stage, differences } = accounts;
  const [account] = await tx
    .select({ problem, problemDetail, stage, differences, wish: assignments.wish })
    .from(accounts)
    .leftJoin(assignments, eq(assignments.serverId, accounts.serverId))
    .where(eq(accounts.id, id))
    .for("update", { of: accounts });
  if (!account || asked(account) !== to || !answersTo(account).includes(answer)) return false;
  await tx.update(accounts).set({ solution: answer, solvedBy: by }).where(eq(accounts.id, id));
  return true;
}
