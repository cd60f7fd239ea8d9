import type { ProbeState } from "@/db/schema";
import { Silence } from "./conversation";
import { isOwnFault } from "./words";

/** How one service answered. The latency is in milliseconds, to the end of the greeting. */
export interface Probe extends ProbeState {
  /** The trouble is on this side: nothing is known about the service. */
  ownFault: boolean;
}

/** Runs one probe and tells its fault as a sentence: "The IMAP service does not answer: …". */
export async function timed(service: string, probe: () => Promise<void>): Promise<Probe> {
  const start = performance.now();
  try {
    await probe();
    return { ok: true, latency: Math.round(performance.now() - start), cause: null, ownFault: false };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const cause = `${service} ${error instanceof Silence ? "does not answer" : "does not work"}: ${why}.`;
    return { ok: false, latency: null, cause, ownFault: isOwnFault(error) };
  }
}
