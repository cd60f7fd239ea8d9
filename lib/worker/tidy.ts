import type { Task } from "graphile-worker";
import { pruneDevices } from "@/db/devices";
import { pruneJobs } from "@/db/jobs";
import { pruneProbeHistory } from "@/db/net-status";
import { closeLeftRuns, pruneRuns } from "@/db/old-runs";
import { pruneQuestions } from "@/db/questions";
import { pruneSessions } from "@/db/sessions";
import { pruneSignInTries } from "@/db/sign-in-tries";
import { db } from "@/lib/database";

/**
 * The job: ends what nobody else would, and removes what has had its time. The audit trail, snapshots and accounts are
 * kept.
 */
export const tidy: Task = async () => {
  await pruneQuestions(db);
  await pruneJobs(db);
  await pruneProbeHistory(db);
  await closeLeftRuns(db);
  await pruneRuns(db);
  await pruneSessions(db);
  await pruneSignInTries(db);
  await pruneDevices(db);
};
