import type { Assumptions, PleskServer } from "../../model";

/** What is seen of a server under each answer of one assumption. */
export type Cases = {
  [A in keyof Assumptions]: { see: (server: PleskServer) => unknown; answers: Record<Assumptions[A], unknown> };
};
