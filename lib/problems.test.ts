import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { problem, problemCodes } from "./problems";

const sources = readdirSync("lib/sync")
  .filter((name) => name.endsWith(".ts") && !/test/.test(name))
  .map((name) => readFileSync(join("lib/sync", name), "utf8"))
  .join("\n");

/** String literals that stand where a problem's code is: `code: …`, and the first argument of problem(…), conflict(…). */
const written = new Set(
  [...sources.matchAll(/(?:\bcode(?: =|:)|\bproblem\(|\bconflict\()([^,;`]*)/g)].flatMap(([, where = ""]) =>
    [...where.matchAll(/(?<!=== )"([a-z-]+)"/g)].map(([, code = ""]) => code),
  ),
);

test("every problem that synchronization writes has a title, a meaning and a remedy", () => {
  const sides = ["central", "source"];
  expect([...written].filter((code) => !sides.includes(code) && !(problemCodes as string[]).includes(code))).toEqual(
    [],
  );
});

test("the search finds the codes in all the ways they are written", () => {
  for (const code of ["not-accepted", "missing", "gone-from-mail-server", "licence-full", "refused", "domain-taken"])
    expect(written).toContain(code);
});

test("no entry is there for a problem that nobody writes", () => {
  const unused = problemCodes.filter((code) => !sources.includes(`"${code}"`));
  expect(unused).toEqual([]);
});

test("a code that is not known is shown with words all the same", () => {
  expect(problem("new-code").remedy).toMatch(/synchronize/);
});
