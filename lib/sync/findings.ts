import type { Difference } from "@/db/schema";
import type { Problem } from "./cases";
import type { Operation } from "./operations";

/**
 * Three-way comparison: what the assigned server has (wanted), what we wrote last, what the mail server has. One finding
 * is one difference with its reason and, where we may mend it, the operation that does. Pure.
 */
export interface Finding {
  difference: Difference;
  operation: Operation | null;
  /** A person must decide: both sides changed, or somebody changed what we wrote. */
  problem: Problem | null;
}

export const finding = (
  field: string,
  source: string,
  central: string,
  reason: string,
  operation: Operation | null,
): Finding => ({
  difference: { field, source, central, reason },
  operation,
  problem: null,
});

export const disputed = (field: string, source: string, central: string, what: string): Finding => ({
  difference: { field, source, central, reason: "changed on both sides" },
  operation: null,
  problem: { code: "changed-on-both-sides", detail: `${what}: changed on both sides since it was last written.` },
});

export const someone = (field: string, source: string, central: string, detail: string): Finding => ({
  difference: { field, source, central, reason: "changed by someone else" },
  operation: null,
  problem: { code: "changed-by-someone", detail: `${detail}.` },
});

/** What would be refused on the mail server, because somebody has suspended the domain there. */
export const suspendedThere = (field: string, source: string, central: string, detail: string): Finding => ({
  difference: { field, source, central, reason: "suspended on the mail server" },
  operation: null,
  problem: { code: "suspended-there", detail: `${detail}.` },
});
