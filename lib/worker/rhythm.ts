import type { Task } from "graphile-worker";
import {
  enqueuePeriodic,
  enqueueProbeAll,
  enqueueReconcileAll,
  type PeriodicTask,
  releaseDeadWorkers,
} from "@/db/jobs";
import { db } from "@/lib/database";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { leaseTerms } from "./lease";

/** The job: has every assigned server looked at. It finds the work of every job that was lost. */
export const sweep: Task = () => db.transaction(enqueueReconcileAll);

/** The job: has every server's net status looked at. */
export const probes: Task = () => db.transaction(enqueueProbeAll);

/**
 * Asks for the periodic jobs, at once and then in their periods, which may be shorter than cron's minute. Every worker
 * does: job keys make that asking once. Answers the function that ends it.
 */
export function keepRhythm(stillHere: () => Promise<void>): () => void {
  const { sweepSeconds, probeSeconds, hintSeconds, notifySeconds } = env();
  const { seconds, beat } = leaseTerms();
  const beats = [
    every(sweepSeconds, () => ask("sweep")),
    every(probeSeconds, () => ask("probes")),
    every(hintSeconds, () => ask("hints")),
    every(Math.min(60, notifySeconds / 2), () => ask("notify")),
    every(600, () => ask("tidy")),
    every(3600, () => ask("audit")),
    every(beat / 1000, async () => {
      await stillHere();
      await releaseDeadWorkers(db, seconds);
    }),
  ];
  return () => beats.forEach(clearInterval);
}

const ask = (task: PeriodicTask) => enqueuePeriodic(db, task);

function every(seconds: number, beat: () => Promise<void>): NodeJS.Timeout {
  // A beat that is missed is made up for by the next one.
  const safely = () => void beat().catch((error) => log().warn("rhythm.missed", { error }));
  safely();
  return setInterval(safely, seconds * 1000);
}
