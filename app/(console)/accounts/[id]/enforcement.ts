import type { Account } from "@/db/account";
import { shortName } from "@/lib/format";

/** What "do it anyway" means for an account's problem: the button, what is said at once, and what is shown until then. */
export function enforcement(account: Pick<Account, "name" | "problem" | "server" | "mailServer" | "solvedBy">) {
  const { name, server, mailServer, solvedBy } = account;
  switch (account.problem) {
    case "suspended-at-home":
      return {
        button: "Let it go home suspended",
        said: `${name} goes home suspended at the next run.`,
        chosen: `${solvedBy} lets it go home suspended; it goes on at the next run.`,
      };
    case "mailboxes-gone":
      return {
        button: `Let ${shortName(server)} go on`,
        said: `At the next run ${name} goes on, and mail of one more domain is switched off on ${server}; its mailboxes are looked for again before any other.`,
        chosen: `${solvedBy} has looked and lets ${server} go on, at the next run, with one domain first.`,
      };
    case "snapshot-differs":
      return {
        button: "Go on with it as it is",
        said: `${name} goes on as it is at the next run.`,
        chosen: `${solvedBy} lets it go on as it is, at the next run.`,
      };
    case "third-place":
      return {
        button: `Take its mail on ${shortName(mailServer ?? "")}`,
        said: `${mailServer} takes mail for ${name} from the next run on. Then set its MX.`,
        chosen: `${solvedBy} has ${mailServer} take its mail; the next run sees to it. Then set its MX.`,
      };
    default:
      return {
        button: `Write ${shortName(server)}’s value again`,
        said: `${server}’s value is written to ${mailServer} at the next run.`,
        chosen: `${solvedBy} chose ${server}’s value; it is written at the next run.`,
      };
  }
}
