import { expect, test } from "vitest";
import { suspicious } from "./radius";

const look = (before: [number | null, number | null], now: [number, number]) =>
  suspicious({ lastClients: before[0], lastDomains: before[1] }, { clients: now[0], domains: now[1] }, "web1");

test.each<[string, [number | null, number | null], [number, number]]>([
  ["the first look", [null, null], [40, 100]],
  ["the same again", [40, 100], [40, 100]],
  ["a server that grows", [40, 100], [80, 300]],
  ["one domain of two gone", [1, 2], [1, 1]],
  ["a handful of six gone", [5, 6], [5, 1]],
  ["a fifth gone", [40, 100], [40, 80]],
  ["a server that never had any", [0, 0], [0, 0]],
])("believes %s", (_, before, now) => {
  expect(look(before, now)).toBeNull();
});

test.each<[string, [number, number], [number, number], RegExp]>([
  ["no domains at all", [1, 1], [1, 0], /^web1 suddenly reports no domains, had 1\./],
  ["no clients at all", [3, 100], [0, 100], /^web1 suddenly reports no clients, had 3\./],
  ["more than a fifth of the domains gone", [40, 100], [40, 79], /79 domains, had 100: 21 are gone at once/],
  ["more than a fifth of the clients gone", [40, 100], [30, 100], /30 clients, had 40: 10 are gone at once/],
])("does not believe %s", (_, before, now, words) => {
  expect(look(before, now)).toMatch(words);
});
