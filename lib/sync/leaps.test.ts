import { expect, test } from "vitest";
import { afterLeaps, createLeaps } from "./leaps";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test("a clock that is set forward is noticed with the next reading, one that is set back or right by little is not", () => {
  let steady = 5_000;
  const leaps = createLeaps(() => steady);
  expect(leaps.note(0)).toEqual([]);
  steady += 5 * MINUTE;
  expect(leaps.note(5 * MINUTE + 900)).toEqual([]);
  steady += MINUTE;
  expect(leaps.note(66 * MINUTE + 900)).toEqual([{ at: 66 * MINUTE + 900, by: HOUR }]);
  steady += MINUTE;
  expect(leaps.note(7 * MINUTE)).toHaveLength(1);
  steady += MINUTE;
  expect(leaps.note(3 * HOUR)).toHaveLength(2);
});

test("what was written before a leap comes that much later, what was written after it as it says", () => {
  const leap = { at: 10 * HOUR, by: HOUR };
  expect(afterLeaps(12 * HOUR, 8 * HOUR, [])).toBe(12 * HOUR);
  expect(afterLeaps(12 * HOUR, 8 * HOUR, [leap])).toBe(13 * HOUR);
  expect(afterLeaps(12 * HOUR, 11 * HOUR, [leap])).toBe(12 * HOUR);
});

test("the longest that a leap costs is the whole time anew", () => {
  const years = 20_000 * HOUR;
  const set = { at: years, by: years - HOUR };
  expect(afterLeaps(2 * HOUR, HOUR, [set])).toBe(years + HOUR);
});
