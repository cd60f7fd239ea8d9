import { describe, expect, test } from "vitest";
import type { Assumptions } from "../../model";
import { plainServer } from "../ask";
import type { Cases } from "./cases";
import { mailCases } from "./mail";
import { objectsCases } from "./objects";
import { protocolCases } from "./protocol";

const cases: Cases = { ...protocolCases, ...mailCases, ...objectsCases };

describe("each answer of every assumption is met", () => {
  for (const [name, { see, answers }] of Object.entries(cases)) {
    test.each(Object.entries(answers))(`${name}: %s`, (value, expected) => {
      const server = plainServer();
      Object.assign(server.assumptions, { [name]: value });
      expect(see(server)).toEqual(expected);
    });
  }

  test("no assumption is left out", () => {
    const first = Object.entries(cases).map(([name, { answers }]) => [name, Object.keys(answers)]);
    const { assumptions } = plainServer();
    for (const [name, values] of first) expect(values).toContain(assumptions[name as keyof Assumptions]);
    expect(first.map(([name]) => name).sort()).toEqual(Object.keys(assumptions).sort());
  });
});
