import type { AssignmentRow } from "./world";

/** A drop of more than this share (and of more than a handful) is not believed. */
const SHARE = 0.2;
const HANDFUL = 5;

/**
 * Compares a complete look with the last good one. Returns the sentence for quarantine when objects are gone in numbers
 * that rather mean a broken panel than somebody's work; null when the look can be trusted. Pure.
 */
export function suspicious(
  last: Pick<AssignmentRow, "lastClients" | "lastDomains">,
  now: { clients: number; domains: number },
  server: string,
): string | null {
  for (const kind of ["domains", "clients"] as const) {
    const before = (kind === "domains" ? last.lastDomains : last.lastClients) ?? 0;
    const after = now[kind];
    if (before > 0 && after === 0)
      return `${server} suddenly reports no ${kind}, had ${before}. Nothing is changed until they are back, or you have looked and released it.`;
    const gone = before - after;
    if (gone > HANDFUL && gone > before * SHARE)
      return `${server} reports ${after} ${kind}, had ${before}: ${gone} are gone at once. Nothing is changed until they are back, or you have looked and released it.`;
  }
  return null;
}
