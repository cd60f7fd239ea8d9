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

/** Up to ten things that happen, of these faults, and edits, faults and wishes as often as these weights say. */
function happenings(faults: readonly FaultName[], weights: { edits: number; faults: number; wishes: number }) {
  const happening = fc.record({
    after: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 20, max: 900 })),
    what: fc.oneof(
      { weight: weights.edits, arbitrary: fc.constantFrom(...Object.keys(EDITS)) },
      { weight: weights.faults, arbitrary: fc.constantFrom(...faults.map((name) => `fault ${name}`)) },
      { weight: weights.wishes, arbitrary: fc.constantFrom(...wishes) },
      { weight: 1, arbitrary: fc.constantFrom(...trouble, ...people, ...workers) },
    ),
    a: fc.nat(1000),
    b: fc.nat(1000),
  });
  return fc.array(happening, { minLength: 2, maxLength: 10, size: "max" });
}

/** Of everything something. */
const ordinary = happenings(faultNames, { edits: 4, faults: 3, wishes: 2 });
/** People who change their minds while what they wished before is still on its way. */
const hurried = happenings(lag, { edits: 3, faults: 3, wishes: 3 });

export const stories: fc.Arbitrary<Story> = fc.noBias(
  fc.record({
    seed: fc.nat(2 ** 31 - 1),
    homes: fc.constantFrom(1, 1, 2),
    happenings: fc.oneof({ weight: 3, arbitrary: ordinary }, { weight: 1, arbitrary: hurried }),
  }),
);
