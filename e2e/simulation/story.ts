import fc from "fast-check";
import { EDITS } from "./edits";
import { type FaultName, faultNames } from "./faults";

/** One thing that happens, some time after the one before. Numbers choose whom it concerns. */
export interface Happening {
  /** Seconds. */
  after: number;
  what: string;
  a: number;
  b: number;
}

/** What is drawn from a seed, and what a failing seed shrinks to. */
export interface Story {
  seed: number;
  homes: number;
  happenings: Happening[];
}

/** Each as often as it is listed. */
const wishes = ["wish-assigned", "wish-deassigned", "wish-assigned", "wish-deassigned"];
/** What is broken for a while, beside the single calls that fail. */
export const trouble = [
  "smtp-down",
  "dns-down",
  "panel-down",
  "secondary-stale",
  "another-server",
  "other-certificate",
  "lists-empty",
  "clocks-ahead",
];
const people = ["stop", "maintenance", "tight-budget", "breaker-opens", "release", "enforce", "close"];
const workers = ["kill", "second-worker"];

/** What makes a decision old before it is carried out, or carries it out when it is old. */
const lag = faultNames.filter((name) =>
  ["late-effect", "paused", "reply-lost", "wish-turned", "killed-after", "second-worker"].includes(name),
);

const after = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 20, max: 900 }));
const happening = (what: fc.Arbitrary<string>) => fc.record({ after, what, a: fc.nat(1000), b: fc.nat(1000) });
const faults = (names: readonly FaultName[]) => fc.constantFrom(...names.map((name) => `fault ${name}`));
const edits = fc.constantFrom(...Object.keys(EDITS));
const others = fc.constantFrom(...trouble, ...people, ...workers);

/** Of everything something. */
const ordinary = happening(
  fc.oneof(
    { weight: 4, arbitrary: edits },
    { weight: 3, arbitrary: faults(faultNames) },
    { weight: 2, arbitrary: fc.constantFrom(...wishes) },
    { weight: 1, arbitrary: others },
  ),
);

/** People who change their minds while what they wished before is still on its way. */
const hurried = happening(
  fc.oneof(
    { weight: 3, arbitrary: edits },
    { weight: 3, arbitrary: faults(lag) },
    { weight: 3, arbitrary: fc.constantFrom(...wishes) },
    { weight: 1, arbitrary: others },
  ),
);

export const stories: fc.Arbitrary<Story> = fc.noBias(
  fc.record({
    seed: fc.nat(2 ** 31 - 1),
    homes: fc.constantFrom(1, 1, 2),
    happenings: fc.oneof(
      { weight: 3, arbitrary: fc.array(ordinary, { minLength: 2, maxLength: 10, size: "max" }) },
      { weight: 1, arbitrary: fc.array(hurried, { minLength: 2, maxLength: 10, size: "max" }) },
    ),
  }),
);
