import type { Patch } from "./patch";
import type { Story } from "./story";

export const sync = (name: string, find: string, replace: string): Patch => ({
  file: `lib/sync/${name}.ts`,
  find,
  replace,
});
export const plesk = (name: string, find: string, replace: string): Patch => ({
  file: `lib/plesk/${name}.ts`,
  find,
  replace,
});

/** A story in which a mistake was found, as small as it was made. */
export const told = (
  seed: number,
  homes: number,
  ...happenings: [after: number, what: string, a?: number, b?: number][]
): Story => ({
  seed,
  homes,
  happenings: happenings.map(([after, what, a = 0, b = 0]) => ({ after, what, a, b })),
});
