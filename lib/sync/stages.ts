import type { Stage, Wish } from "@/db/schema";

/**
 * The stages of a domain, as data: what each one means to a person, which come next, and where a domain turns round
 * when the wish changes under way. `ARCHITECTURE.md` draws this table.
 */
export interface StageRow {
  /** Shown to people. */
  title: string;
  /** What is true while a domain is here. */
  holds: string;
  way: "out" | "back" | "end";
  next: Stage[];
  /** Where it goes when the wish turns. */
  turns: Stage | null;
}

export const STAGES: Record<Stage, StageRow> = {
  building: {
    title: "Building",
    holds: "Mail is handled at home. The mail server gets the domain and its addresses.",
    way: "out",
    next: ["proving", "assigned"],
    turns: "switching-back",
  },
  proving: {
    title: "Proving",
    holds: "Mail is handled at home. The mail server is asked whether it accepts every address.",
    way: "out",
    next: ["switching"],
    turns: "switching-back",
  },
  switching: {
    title: "Switching",
    holds: "Both servers accept. MX moves: added, seen at every name server, then the old one is removed.",
    way: "out",
    next: ["draining"],
    turns: "reopening",
  },
  draining: {
    title: "Draining",
    holds: "MX names the mail server. Both servers accept until the old MX has run out of every cache.",
    way: "out",
    next: ["closing", "switching"],
    turns: "reopening",
  },
  closing: {
    title: "Closing",
    holds: "No cache holds the old MX. Local mail is switched off.",
    way: "out",
    next: ["assigned"],
    turns: "reopening",
  },
  assigned: {
    title: "Assigned",
    holds: "The mail server handles the mail. Local mail is off.",
    way: "end",
    next: ["switching", "closing", "building"],
    turns: "reopening",
  },
  reopening: {
    title: "Reopening",
    holds: "The mail server handles the mail. Local mail is switched on again and gets what was added meanwhile.",
    way: "back",
    next: ["proving-home"],
    turns: "proving",
  },
  "proving-home": {
    title: "Proving home",
    holds: "Both servers accept. The Plesk server is asked whether it accepts every address.",
    way: "back",
    next: ["switching-back"],
    turns: "proving",
  },
  "switching-back": {
    title: "Switching back",
    holds: "Both servers accept. The recorded MX returns: added, seen at every name server, then ours is removed.",
    way: "back",
    next: ["draining-back"],
    turns: "proving",
  },
  "draining-back": {
    title: "Draining",
    holds: "MX is as recorded. Both servers accept until our MX has run out of every cache.",
    way: "back",
    next: ["closed"],
    turns: "proving",
  },
  closed: {
    title: "Closed",
    holds: "Mail is handled at home. The account stays on the mail server, switched off.",
    way: "end",
    next: [],
    turns: "building",
  },
};

/** The stage from which a domain goes on when `wish` is what is wanted now; null when it is on its way already. */
export function turn(stage: Stage, wish: Wish): Stage | null {
  const row = STAGES[stage];
  if (wish === "assigned") return row.way === "back" || stage === "closed" ? row.turns : null;
  return row.way === "out" || stage === "assigned" ? row.turns : null;
}
