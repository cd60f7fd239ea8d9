import type { Found } from "./found";

/** What was found, and the words that it was found for. */
export interface Answer {
  words: string;
  found: readonly Found[];
}

/**
 * The entry that Enter goes to. None while the list is the answer to other words: whoever types a name and Enter at once
 * means that name, not the first of what stands there still.
 */
export const markedIn = ({ words, found }: Answer, typed: string, at: number): Found | undefined =>
  words === typed ? found[at] : undefined;

/** At most `each` of every kind, so that what there is much of pushes nothing out that there is little of. */
export function fewOfEach(found: readonly Found[], each: number): Found[] {
  const taken = new Map<string, number>();
  return found.filter(({ kind }) => {
    const before = taken.get(kind) ?? 0;
    taken.set(kind, before + 1);
    return before < each;
  });
}
