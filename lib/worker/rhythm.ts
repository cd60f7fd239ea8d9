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

/** The job: has every server's net status looked at that another worker has not had looked at just now. */
export const probes: Task = () => db.transaction((tx) => enqueueProbeAll(tx, env().probeSeconds / 2));

/**
 * Asks for the periodic jobs, at once and then in their periods, which may be shorter than cron's minute. Every worker
 * does: job keys make that asking once. Answers the function that ends it.
 */
export function keepRhythm(stillHere: () => Promise<void>): () => void {
  const { sweepSeconds, probeSeconds, hintSeconds, notifySeconds } = env();
  const { seconds, beat } = leaseTerms();
  const ask = (task: PeriodicTask) => () => enqueuePeriodic(db, task);
  const free = async () => {
    await stillHere();
    await releaseDeadWorkers(db, seconds);
  };
  const rhythm: [number, () => Promise<void>][] = [
    [beat / 1000, free],
    [sweepSeconds, ask("sweep")],
    [probeSeconds, ask("probes")],
    [hintSeconds, ask("hints")],
    [Math.min(60, notifySeconds / 2), ask("notify")],
    [600, ask("tidy")],
    [3600, ask("audit")],
  ];
  const timers = rhythm.map(([period, task]) => setInterval(() => void safely(task), period * 1000));
  // One after the other: together they would each open a connection, and a process that begins is busy enough.
  void rhythm.reduce((before, [, task]) => before.then(() => safely(task)), Promise.resolve());
  return () => timers.forEach(clearInterval);
}

/** A beat that is missed is made up for by the next one. */
async function safely(task: () => Promise<void>): Promise<void> {
  await task().catch((error) => log().warn("rhythm.missed", { error }));
}
