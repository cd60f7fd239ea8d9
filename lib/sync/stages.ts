import type { Stage, Wish } from "@/db/schema";

/**
 * The stages of a domain, as data: what each one means to a person, who accepts its mail there, what MX may say, and
 * where each event takes it. The deciders name events; where a domain goes from there is read here and nowhere else.
 * `docs/pictures/stages.svg` is drawn from this table, and `stages-search.test.ts` searches all that may come of it.
 */
export interface StageRow {
  /** Shown to people. */
  title: string;
  /** What is true while a domain is here. */
  holds: string;
  way: "out" | "back" | "end";
  /** Whether the Plesk server that the domain is on takes its mail, on the ordinary way. What "goes" is switched here. */
  home: Accepting;
  /** The same of the mail server. */
  central: Accepting;
  /** What MX names, on the ordinary way: one of the two, or it is moved here. */
  mx: "home" | "central" | "goes out" | "goes back";
  /** Where an event takes a domain from here. An event that is not listed cannot happen here. */
  on: Partial<Record<Event, Stage>>;
}

export type Accepting = "on" | "off" | "goes on" | "goes off";

/** What may take a domain to another stage, in words that go on from "once …". The first two are an administrator's wish. */
export const EVENTS = {
  assigned: "its server is to be assigned",
  deassigned: "its server is to be deassigned",
  built: "the mail server has all of it, read back",
  idle: "the mail server has all of it, and mail is off at home: nothing is to be moved",
  "led-away": "its mail goes to a third place, and no MX has ever named the mail server",
  proven: "the mail server accepts every address",
  moved: "every name server names the mail server alone",
  drained: "the old MX has run out of every cache",
  "local-off": "local mail is off, read back",
  reopened: "local mail is on and home has every address",
  "proven-home": "home accepts every address",
  "moved-back": "every name server has the recorded MX and ours no more",
  restored: "mail is off at the mail server and home is as recorded",
  woken: "mail that was off at home is switched on there",
  "local-on": "local mail is on again, and is to go off",
  "mx-reclaimed": "MX was changed by somebody, or is new, and is to be set",
  "mx-astray": "MX is no longer as it was left: it drains anew when it is",
  "mx-right": "MX is seen to be right",
  "gone-unnamed": "it is gone from home and no MX names the mail server",
  "gone-named": "it is gone from home and MX names the mail server again",
  "let-go": "nothing of it takes mail at the mail server any more",
} as const;

export type Event = keyof typeof EVENTS;

/** Home lost it, or a client has no mail of its own: this may end anywhere. */
const gone = { "gone-unnamed": "draining-back", "let-go": "closed" } as const;

export const STAGES: Record<Stage, StageRow> = {
  building: {
    title: "Building",
    holds: "Mail is handled at home. The mail server gets the domain and its addresses.",
    way: "out",
    home: "on",
    central: "goes on",
    mx: "home",
    on: { built: "proving", idle: "assigned", deassigned: "draining-back", ...gone },
  },
  proving: {
    title: "Proving",
    holds: "Mail is handled at home. The mail server is asked whether it accepts every address.",
    way: "out",
    home: "on",
    central: "on",
    mx: "home",
    on: { proven: "switching", "led-away": "building", deassigned: "draining-back", ...gone },
  },
  switching: {
    title: "Switching",
    holds: "Both servers accept. MX moves: added, seen at every name server, then the old one is removed.",
    way: "out",
    home: "on",
    central: "on",
    mx: "goes out",
    on: { moved: "draining", "led-away": "building", deassigned: "reopening", ...gone },
  },
  draining: {
    title: "Draining",
    holds: "MX names the mail server. Both servers accept until the old MX has run out of every cache.",
    way: "out",
    home: "on",
    central: "on",
    mx: "central",
    on: {
      drained: "closing",
      "mx-astray": "draining",
      "mx-right": "draining",
      "mx-reclaimed": "switching",
      deassigned: "reopening",
      ...gone,
    },
  },
  closing: {
    title: "Closing",
    holds: "No cache holds the old MX. Local mail is switched off.",
    way: "out",
    home: "goes off",
    central: "on",
    mx: "central",
    on: {
      "local-off": "assigned",
      "mx-astray": "draining",
      deassigned: "reopening",
      ...gone,
    },
  },
  assigned: {
    title: "Assigned",
    holds: "The mail server handles the mail. Local mail is off.",
    way: "end",
    home: "off",
    central: "on",
    mx: "central",
    on: {
      deassigned: "reopening",
      woken: "building",
      "local-on": "draining",
      "mx-reclaimed": "switching",
      ...gone,
    },
  },
  reopening: {
    title: "Reopening",
    holds: "The mail server handles the mail. Local mail is switched on again and gets what was added meanwhile.",
    way: "back",
    home: "goes on",
    central: "on",
    mx: "central",
    on: { reopened: "proving-home", assigned: "switching", ...gone },
  },
  "proving-home": {
    title: "Proving home",
    holds: "Both servers accept. The Plesk server is asked whether it accepts every address.",
    way: "back",
    home: "on",
    central: "on",
    mx: "central",
    on: { "proven-home": "switching-back", assigned: "switching", ...gone },
  },
  "switching-back": {
    title: "Switching back",
    holds: "Both servers accept. The recorded MX returns: added, seen at every name server, then ours is removed.",
    way: "back",
    home: "on",
    central: "on",
    mx: "goes back",
    on: { "moved-back": "draining-back", assigned: "switching", ...gone },
  },
  "draining-back": {
    title: "Draining back",
    holds: "MX is as recorded. Both servers accept until our MX has run out of every cache.",
    way: "back",
    home: "on",
    central: "goes off",
    mx: "home",
    on: {
      restored: "closed",
      "mx-astray": "draining-back",
      "mx-right": "draining-back",
      "mx-reclaimed": "switching-back",
      "gone-named": "switching-back",
      assigned: "switching",
      "let-go": "closed",
    },
  },
  closed: {
    title: "Closed",
    holds: "Mail is handled at home. The account stays on the mail server, switched off.",
    way: "end",
    home: "on",
    central: "off",
    mx: "home",
    on: { assigned: "building" },
  },
};

/** What can happen to an account that was never taken up. */
const NEW: StageRow["on"] = { assigned: "building", "let-go": "closed" };

/** The stage to which an event takes an account; null when it cannot happen there. Null as a stage is one never taken up. */
/** On its way home, and not there yet. */
export const goesHome = (stage: Stage | null): boolean =>
  stage !== null && stage !== "closed" && STAGES[stage].way === "back";

export const next = (stage: Stage | null, event: Event): Stage | null =>
  (stage === null ? NEW : STAGES[stage].on)[event] ?? null;

/** The same where the event did happen. Throws when the table does not have it: then a decider is wrong, and nothing is done. */
export function arrive(stage: Stage | null, event: Event): Stage {
  const to = next(stage, event);
  if (!to) throw new Error(`“${event}” cannot happen at ${stage ?? "the beginning"}`);
  return to;
}

/** The stage from which a domain goes on when `wish` is what is wanted now; null when it is on its way already. */
export const turn = (stage: Stage, wish: Wish): Stage | null => next(stage, wish);
