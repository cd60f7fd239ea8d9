import fc from "fast-check";
import { EDITS } from "./edits";
import { faultNames } from "./faults";

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

const happening = fc.record({
  after: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 20, max: 900 })),
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...Object.keys(EDITS)) },
    { weight: 3, arbitrary: fc.constantFrom(...faultNames.map((name) => `fault ${name}`)) },
    { weight: 2, arbitrary: fc.constantFrom(...wishes) },
    { weight: 1, arbitrary: fc.constantFrom(...trouble, ...people, ...workers) },
  ),
  a: fc.nat(1000),
  b: fc.nat(1000),
});

export const stories: fc.Arbitrary<Story> = fc.noBias(
  fc.record({
    seed: fc.nat(2 ** 31 - 1),
    homes: fc.constantFrom(1, 1, 2),
    happenings: fc.array(happening, { minLength: 2, maxLength: 10, size: "max" }),
  }),
);
