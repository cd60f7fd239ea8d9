import { relative } from "node:path";
import { root } from "@/lib/start/root";
import type { FaultName } from "./faults";
import type { OperationName } from "./operations";
import type { Story } from "./story";

/** A piece of the product's text and the mistake that is put in its place. */
export interface Patch {
  file: string;
  find: string;
  replace: string;
}

/** A mistake that somebody could make, against one invariant, and where it must be found. */
export interface Planted {
  breaks: string;
  mistake: string;
  patches: Patch[];
  /** Faults under which it shows; none: it shows without any, or among the seeds. */
  under?: FaultName[];
  /** The operation whose calls these faults happen to; left out: any. */
  during?: OperationName;
  /** What must happen in a story for it to show: only such stories are played. */
  amid?: string;
  /** A story in which it shows. */
  story?: Story;
  /** The test that must find it, where the simulation has no such part: the real database. */
  test?: string;
}

export const patchesOf = (path: string, patches: readonly Patch[]): Patch[] =>
  patches.filter(({ file }) => file === relative(root, path));

/** Throws when a patch does not fit the source any more. */
export function patched(source: string, patches: readonly Patch[]): string {
  return patches.reduce((text, { file, find, replace }) => {
    if (text.split(find).length !== 2) throw new Error(`${file} does not hold once: ${find}`);
    return text.replace(find, () => replace);
  }, source);
}
