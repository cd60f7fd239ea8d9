import { expect, test } from "vitest";
import { FAULTS, type Fault, type FaultName, faultNames } from "./faults";
import type { Outside } from "./line";
import { type Case, createLoop } from "./loop";
import { OPERATIONS } from "./operations";

const firstRun = (calls: readonly Outside[]) => {
  const second = calls.findIndex(({ number }, place) => number === 1 && place > 0);
  return calls.slice(0, second < 0 ? calls.length : second);
};

test("what is not tried of a fault at a statement comes to the same as at the next statement that looks at it", async () => {
  const loop = await createLoop();
  const tried = new Map<string, number[]>();
  const at = (operation: string, name: FaultName) => tried.get(`${operation} ${name}`) ?? [];
  for await (const { operation, faults } of loop.singles())
    for (const { name, at: place } of faults) tried.set(`${operation} ${name}`, [...at(operation, name), place]);
  const runs = async (each: Case) =>
    (await loop.try(each, true)).story.flatMap((line) => /run for (.*)/.exec(line)?.[1] ?? []);
  const compared = new Set<string>();
  for (const operation of OPERATIONS)
    for (const [index, call] of firstRun(loop.calls[operation]).entries())
      for (const name of faultNames) {
        const { seenBy }: Fault = FAULTS[name];
        const place = index + 1;
        const next = at(operation, name).find((other) => other > place);
        const kind = `${name} at ${call.what}`;
        if (!seenBy || call.kind !== "database.write" || seenBy.includes(call.what) || compared.has(kind) || !next)
          continue;
        compared.add(kind);
        const told = (place: number) => runs({ operation, faults: [{ at: place, name }] });
        expect(await told(place), `${kind}, call ${place} of ${operation}, and call ${next}`).toEqual(await told(next));
      }
  // Whoever renames a statement renames it there as well.
  const statements = new Set(Object.values(loop.calls).flatMap((calls) => calls.map(({ what }) => what)));
  const named = Object.values<Fault>(FAULTS).flatMap(({ seenBy }) => seenBy ?? []);
  expect(named.filter((what) => !statements.has(what))).toEqual([]);
  expect(compared.size).toBeGreaterThan(40);
});
