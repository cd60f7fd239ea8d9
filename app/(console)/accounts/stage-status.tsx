import { Status, type Tone } from "@/app/_ui/status";
import type { Stage } from "@/db/schema";

/** How far a domain is, in a word and in a sentence. */
export const stages: Record<Stage, { word: string; holds: string; tone: Tone }> = {
  building: {
    word: "Building",
    holds: "Mail is handled at home. The mail server gets the domain and its addresses.",
    tone: "busy",
  },
  proving: {
    word: "Proving",
    holds: "Mail is handled at home. The mail server is asked whether it accepts every address.",
    tone: "busy",
  },
  switching: {
    word: "Switching",
    holds: "Both servers accept. The MX moves: added, seen at every name server, then the old one is removed.",
    tone: "busy",
  },
  draining: {
    word: "Draining",
    holds: "The MX names the mail server. Both servers accept until the old MX has run out of every cache.",
    tone: "waiting",
  },
  closing: { word: "Closing", holds: "No cache holds the old MX. Local mail is switched off.", tone: "busy" },
  assigned: { word: "Assigned", holds: "The mail server handles the mail. Local mail is off.", tone: "good" },
  reopening: {
    word: "Reopening",
    holds: "The mail server handles the mail. Local mail is switched on again and gets what was added meanwhile.",
    tone: "busy",
  },
  "proving-home": {
    word: "Proving home",
    holds: "Both servers accept. The Plesk server is asked whether it accepts every address.",
    tone: "busy",
  },
  "switching-back": {
    word: "Switching back",
    holds: "Both servers accept. The recorded MX returns: added, seen at every name server, then ours is removed.",
    tone: "busy",
  },
  "draining-back": {
    word: "Draining back",
    holds: "The MX is as recorded. Both servers accept until our MX has run out of every cache.",
    tone: "waiting",
  },
  closed: {
    word: "Closed",
    holds: "Mail is handled at home. The account stays on the mail server, switched off.",
    tone: "off",
  },
};

/** In a list only what moves has a colour: a calm list is a healthy fleet. */
export function StageStatus({ stage }: { stage: Stage }) {
  const { word, tone } = stages[stage];
  return tone === "good" ? (
    <span className="text-soft">{word}</span>
  ) : (
    <Status tone={tone}>
      <span className="whitespace-nowrap">{word}</span>
    </Status>
  );
}
