import { setTimeout as sleep } from "node:timers/promises";

const TRIES = 5;

/**
 * Two transactions that wait for each other's rows are chance, not anybody's fault: PostgreSQL undoes one of them. That one
 * is begun anew here, so nobody is told that something failed. What a transaction does it therefore does in the database
 * alone, and may do more than once.
 */
export async function retryDeadlock<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === TRIES || !isDeadlock(error)) throw error;
      await sleep(Math.random() * 50 * tries);
    }
  }
}

/** By PostgreSQL's own code for it, which the query's error carries as its cause. */
function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && error.code === "40P01") || isDeadlock(error.cause);
}
