import { expect, test } from "vitest";
import { silentSince } from "./silence";

const look = new Date("2026-05-04T12:00:00Z");
const after = (seconds: number) => new Date(look.getTime() + seconds * 1000);

test("the worker is silent when five looks were missed, and never for the time of a restart", () => {
  expect(silentSince(look, after(300), 60)).toBeNull();
  expect(silentSince(look, after(301), 60)).toEqual(look);
  expect(silentSince(look, after(301), 1)).toEqual(look);
  expect(silentSince(look, after(3_000), 600)).toBeNull();
  expect(silentSince(null, after(3_000), 60)).toBeNull();
});
