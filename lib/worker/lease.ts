import { env } from "@/lib/env";

/**
 * How long a worker keeps what it holds, and what follows from that, always in proportion: a call that begins right
 * after the lease was kept ends inside it. Milliseconds, but for `seconds`.
 */
export function leaseTerms() {
  const { leaseSeconds: seconds } = env();
  const lease = seconds * 1000;
  const read = Math.floor(lease / 3);
  return {
    seconds,
    /** For one packet, connection and whole answer included. */
    deadlines: { read, change: 2 * read },
    /** A yes that took longer than this to arrive is too old for a whole call to follow it. */
    patience: lease - 2 * read,
    /** How often a worker says that it is still here. */
    beat: Math.min(10_000, lease / 4),
    /** How long until somebody asks again for a server that another holds. */
    busy: Math.min(5_000, lease / 4),
    /** How often a worker looks for jobs that are due. */
    poll: Math.min(2_000, lease / 8),
  };
}
