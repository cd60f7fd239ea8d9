import { expect, test } from "vitest";
import { createLanes } from "./lanes";

test("no more tasks run at once than there are lanes, in the order they came, also after a failure", async () => {
  const lanes = createLanes(2);
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const task = (number: number) => async () => {
    started.push(number);
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    if (number === 1) throw new Error("one fails");
    return number;
  };
  const ends = await Promise.allSettled([0, 1, 2, 3, 4].map((number) => lanes(task(number))));
  expect(ends.map(({ status }) => status === "fulfilled")).toEqual([true, false, true, true, true]);
  expect(started).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
});
