import type { Account } from "@/db/account";
import { answersTo, asked, disputed, isTurning } from "@/db/answers";
import { shortName } from "@/lib/format";
import { problem } from "@/lib/problems";

type Enforced = Pick<
  Account,
  | "name"
  | "kind"
  | "problem"
  | "problemDetail"
  | "stage"
  | "differences"
  | "wish"
  | "server"
  | "mailServer"
  | "solvedBy"
>;

/**
 * What "do it anyway" means for an account's problem: the button, what it does beside what it says, what is said at once,
 * and what is shown until then.
 */
export function enforcement(account: Enforced): { button: string; beside: string; said: string; chosen: string } {
  const { name, server, mailServer, solvedBy } = account;
  switch (account.problem) {
    case "suspended-at-home":
      return {
        button: "Let it go home suspended",
        beside: overwritten(account),
        said: `${name} goes home suspended at the next run.`,
        chosen: `${solvedBy} lets it go home suspended; it goes on at the next run.`,
      };
    case "mailboxes-gone":
      return {
        button: `Let ${shortName(server)} go on`,
        beside: overwritten(account),
        said: `At the next run ${name} goes on, and mail of one more domain is switched off on ${server}; its mailboxes are looked for again before any other.`,
        chosen: `${solvedBy} has looked and lets ${server} go on, at the next run, with one domain first.`,
      };
    case "snapshot-differs":
      return {
        button: "Go on with it as it is",
        // At the end of the way home its mail is off on the mail server, and nothing is written there any more.
        beside: account.stage === "reopening" ? overwritten(account) : "",
        said: `${name} goes on as it is at the next run.`,
        chosen: `${solvedBy} lets it go on as it is, at the next run.`,
      };
    case "third-place":
      return {
        button: `Take its mail on ${shortName(mailServer ?? "")}`,
        beside: "",
        said: `${mailServer} takes mail for ${name} from the next run on. Then set its MX.`,
        chosen: `${solvedBy} has ${mailServer} take its mail; the next run sees to it. Then set its MX.`,
      };
    default:
      return setAgain(account);
  }
}

/** Of what somebody changed. MX and local mail at home are set as they were left from here, whatever the server has now. */
function setAgain(account: Enforced): ReturnType<typeof enforcement> {
  const { name, server, mailServer, solvedBy, stage } = account;
  const [web, mail] = [shortName(server), shortName(mailServer ?? "the mail server")];
  const rest = overwritten(account);
  switch (disputed(account)) {
    case "mx-there":
      return {
        button: `Point its MX to ${mail} again`,
        beside: `The recorded MX is removed on ${web} again; once it has run out of every cache, local mail on ${web} is off. ${rest}`,
        said: `At the next run the MX of ${name} on ${server} is pointed to ${mailServer} again.`,
        chosen: `${solvedBy} has its MX pointed to ${mailServer} again, at the next run.`,
      };
    case "mail-off":
      return {
        button: `Switch local mail on ${web} off again`,
        beside: `It goes off once no cache leads mail to ${web} any more; what was written there stays there. ${rest}`,
        said: `From the next run on, local mail of ${name} on ${server} goes off again, once no cache leads mail there any more.`,
        chosen: `${solvedBy} has local mail on ${server} switched off again; the next runs see to it.`,
      };
    case "mail-on":
      return {
        button: `Switch local mail on ${web} on again`,
        beside: `It was on when it was recorded, and the way home goes on. ${rest}`,
        said: `Local mail of ${name} is switched on again on ${server} at the next run.`,
        chosen: `${solvedBy} has local mail on ${server} switched on again, at the next run.`,
      };
    case "mx-back":
      return {
        button: `Set its recorded MX on ${web} again`,
        beside: `MX that names ${mail} is removed there once the recorded one is seen. ${rest}`,
        said: `The recorded MX of ${name} is set again on ${server} at the next run.`,
        chosen: `${solvedBy} has its recorded MX set again on ${server}, at the next run.`,
      };
    default: {
      const mayHaveDrifted = account.kind === "domain" && (stage === "assigned" || stage === "draining");
      return {
        button: `Write ${web}’s value again`,
        beside: mayHaveDrifted
          ? `${rest} If MX or local mail was changed on ${web} too, MX is pointed to ${mail} again and local mail goes off.`
          : rest,
        said: `${server}’s value is written to ${mailServer} at the next run.`,
        chosen: `${solvedBy} chose ${server}’s value; it is written at the next run.`,
      };
    }
  }
}

/** An answer is for the whole account: also for what its own people changed on the mail server, which is no difference. */
function overwritten({ kind, mailServer }: Enforced): string {
  const what = kind === "client" ? "login, name, company, e-mail" : "addresses, forwards, autoresponders, catch-all";
  const but = kind === "client" ? "" : " An address that got a mail alias there stays as it is.";
  return `Everything changed on ${shortName(mailServer ?? "the mail server")} since is overwritten: ${what}.${but}`;
}

/** Why what could be answered otherwise cannot be just now; null where that is not so. */
export const turning = (account: Enforced): string | null =>
  isTurning(account) && answersTo(account).length < answersTo({ ...account, wish: null }).length
    ? `${account.server} is to be ${account.wish}: what there is to decide then shows after its next run.`
    : null;

/** Why an answer was not taken, by the account as it is now. `to` is what it was given to. */
export function notTaken(account: Enforced, to: string): string {
  const unchanged = "Nothing was changed";
  if (account.problem === null) return `${account.name} has no such problem any more. ${unchanged}.`;
  if (asked(account) !== to)
    return `${account.name} has another problem now: ${problem(account.problem).title}. ${unchanged}; look again.`;
  return `${turning(account) ?? `${account.name} cannot be answered so.`} ${unchanged}.`;
}
