import { expect, test } from "vitest";
import type { Stage, Wish } from "@/db/schema";
import { STAGES, turn } from "./stages";

const table: [Stage, Wish, Stage | null][] = [
  ["building", "assigned", null],
  ["proving", "assigned", null],
  ["switching", "assigned", null],
  ["draining", "assigned", null],
  ["closing", "assigned", null],
  ["assigned", "assigned", null],
  ["reopening", "assigned", "proving"],
  ["proving-home", "assigned", "proving"],
  ["switching-back", "assigned", "proving"],
  ["draining-back", "assigned", "proving"],
  ["closed", "assigned", "building"],
  ["building", "deassigned", "switching-back"],
  ["proving", "deassigned", "switching-back"],
  ["switching", "deassigned", "reopening"],
  ["draining", "deassigned", "reopening"],
  ["closing", "deassigned", "reopening"],
  ["assigned", "deassigned", "reopening"],
  ["reopening", "deassigned", null],
  ["proving-home", "deassigned", null],
  ["switching-back", "deassigned", null],
  ["draining-back", "deassigned", null],
  ["closed", "deassigned", null],
];

test.each(table)("a domain at %s whose server shall be %s turns to %s", (stage, wish, to) => {
  expect(turn(stage, wish)).toBe(to);
});

const stages = Object.keys(STAGES) as Stage[];

test("the table names every stage with every wish", () => {
  expect(table).toHaveLength(stages.length * 2);
});

test("whoever has turned is on the way that is wished, and turns no more", () => {
  for (const [, wish, to] of table) if (to) expect(turn(to, wish)).toBeNull();
});

test("every stage leads to the end of its way", () => {
  const reaches = (from: Stage, seen = new Set<Stage>()): Set<Stage> => {
    if (seen.has(from)) return seen;
    seen.add(from);
    for (const next of STAGES[from].next) reaches(next, seen);
    return seen;
  };
  for (const stage of stages)
    expect(reaches(stage)).toContain(STAGES[stage].way === "back" || stage === "closed" ? "closed" : "assigned");
});
