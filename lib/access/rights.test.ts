import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { may, type Right, rights, roles } from "./rights";

/** `| \`right\`: what | yes | | | yes | asked |` as the right and its cells. */
const row = /^\| `([a-z.-]+)`[^|]*\|(.*)\|$/;

it("the table in docs/people.md is the table of the code", () => {
  const told = readFileSync("docs/people.md", "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, right, cells] = row.exec(line) ?? [];
      return right && cells ? [[right, ...cells.split("|").map((cell) => cell.trim())]] : [];
    });
  const held = (Object.keys(rights) as Right[]).map((right) => [
    right,
    ...roles.map((role) => (may(role, right) ? "yes" : "")),
    rights[right].proof ? "asked" : "",
  ]);
  expect(told).toEqual(held);
});
