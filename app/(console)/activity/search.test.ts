import { expect, test } from "vitest";
import { operationStates, operationWord } from "./run-words";
import { operationSearch, trailFilter } from "./search";

test("each state that a run's operations are counted by can be asked for", async () => {
  for (const state of operationStates)
    expect(await operationSearch(Promise.resolve({ state })), operationWord(state)).toMatchObject({ state });
  expect(await operationSearch(Promise.resolve({ state: "odd", before: "x" }))).toEqual({});
});

test("the trail is searched by the words that it shows, in any case and by a part of them", () => {
  const worded = (q: string) => trailFilter({ q }).worded;
  expect(worded("Plesk server certificate accepted")).toEqual(["server.certificate-accepted"]);
  expect(worded("with a new browser")).toEqual(["session.new-device"]);
  expect(worded("CERTIFICATE")).toEqual(["server.certificate-accepted", "server.certificate-changed"]);
  expect(worded("nobody.example")).toEqual([]);
  expect(trailFilter({ subject: "server" })).toEqual({ q: undefined, subject: "server", worded: undefined });
});
