import type { Planted } from "./patch";
import { LIES } from "./planted-lies";
import { MAIL } from "./planted-mail";
import { RUNS } from "./planted-runs";

/** A mistake against each invariant, which the simulation or a test must find. */
export const PLANTED: readonly Planted[] = [...MAIL, ...LIES, ...RUNS];
