import type { Deed } from "@/db/together";
import type { Right } from "@/lib/access/rights";
import { count, counted } from "@/lib/format";
import type { ProblemCode } from "@/lib/problems";

interface Words {
  /** Begins the title: "Synchronize 12 accounts". */
  title: string;
  button: string;
  /** What it does, and what it does not: a paragraph each. */
  meaning: readonly string[];
  /** To be typed where the way of mail changes for many, with what that means; null where it does not. */
  confirm: { word: string; hint: string } | null;
  /** What becomes of an account that has a problem. */
  withProblem: string;
  /** What is said when it was wished: "12 accounts are being synchronized". */
  said: string;
}

/** What each of them asks for. */
export const rightFor: Record<Deed, Right> = {
  synchronize: "synchronize",
  enforce: "accounts.decide",
  close: "accounts.decide",
};

export const deedWords: Record<Deed, Words> = {
  synchronize: {
    title: "Synchronize",
    button: "Synchronize them",
    meaning: [
      "The mail server is made to match for these accounts alone, and for what they cannot do without where it is not there yet: a domain's client, a site's main domain. Nothing that holds mail is deleted. What a person must decide stays as it is.",
    ],
    confirm: null,
    withProblem: "tried again, where trying can help",
    said: "being synchronized",
  },
  enforce: {
    title: "Decide for",
    button: "Decide so for all of them",
    meaning: [
      "Where a value was changed on the mail server or on both sides, what the Plesk server has is written again.",
      "Where MX or local mail was changed on the Plesk server, what was set from here is set again: MX is pointed to the mail server and local mail goes off. On the way home it is the reverse: local mail goes on and the recorded MX is set.",
      "Everything changed on the mail server since is overwritten: addresses, forwards, autoresponders, catch-all; of a client login, name, company, e-mail. An address that got a mail alias there stays as it is.",
      "What is suspended at home goes home suspended, and its mail is refused there. What could not be restored exactly goes on as it is.",
    ],
    confirm: {
      word: "decide",
      hint: "MX and local mail of these domains are set again where somebody changed them, and what was changed on the mail server is overwritten.",
    },
    withProblem: "decided so",
    said: "decided; the next runs follow",
  },
  close: {
    title: "Close",
    button: "Close them",
    meaning: [
      "Their Plesk server no longer lists them. Each is closed once no MX names the mail server any more: its mail goes off there, and it is taken out of every list and number here. Domains, mailboxes and messages stay on the mail server.",
    ],
    confirm: { word: "close", hint: "Mail of these domains goes off on the mail server." },
    withProblem: "closed, and kept there",
    said: "being closed",
  },
};

/** Why nothing was done: the page showed fewer accounts than would be concerned. */
export const moreThanShown = (now: number, shown: number): string =>
  `These are ${counted(now, "account")} now, not ${count(shown)}. Nothing was changed; look again.`;

/** The decision that can be made for many accounts with the same problem. */
export function decisionFor(code: string | undefined): Exclude<Deed, "synchronize"> | null {
  return decisions[code as ProblemCode] ?? null;
}

const decisions: Partial<Record<ProblemCode, Exclude<Deed, "synchronize">>> = {
  "changed-by-someone": "enforce",
  "changed-on-both-sides": "enforce",
  "suspended-at-home": "enforce",
  "snapshot-differs": "enforce",
  missing: "close",
};
