import { expect, test } from "vitest";
import { cell, csv } from "./csv";

test("a cell with a comma, a quote or a line break is quoted", () => {
  expect(cell('add "MX", then wait')).toBe('"add ""MX"", then wait"');
  expect(cell("two\nlines")).toBe('"two\nlines"');
  expect(cell("plain")).toBe("plain");
});

test("a text that a spreadsheet would run as a formula stays a text", () => {
  expect(cell("=HYPERLINK(1)")).toBe("'=HYPERLINK(1)");
  expect(cell("-1+1")).toBe("'-1+1");
  expect(cell(-1)).toBe("-1");
});

test("a time is written exactly, nothing as an empty cell", () => {
  expect(cell(new Date(0))).toBe("1970-01-01T00:00:00.000Z");
  expect(cell(null)).toBe("");
});

test("a download goes on behind the last row of each batch until there are no more", async () => {
  const asked: (number | undefined)[] = [];
  const response = csv<number>(
    "numbers",
    [["Number", (row) => row]],
    async (after) => {
      asked.push(after);
      return after === undefined ? { rows: [1, 2], more: true } : { rows: [3], more: false };
    },
    (row) => row,
  );
  expect(await response.text()).toBe("Number\r\n1\r\n2\r\n3\r\n");
  expect(asked).toEqual([undefined, 2]);
});
