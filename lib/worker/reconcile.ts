import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Task } from "graphile-worker";
import { z } from "zod";
import { enqueueReconcile } from "@/db/jobs";
import { releaseLease, takeLease } from "@/db/lease";
import { getPair } from "@/db/pair";
import { db } from "@/lib/database";
import { log } from "@/lib/log";
import { reconcile as synchronize } from "@/lib/sync/reconcile";
import { leaseTerms } from "./lease";
import { createWorld } from "./world";

const job = z.object({ serverId: z.number().int().positive() });

/** The job: looks at one assigned server and does what is wished now. Losing it loses nothing; the sweep comes. */
export const reconcile: Task = async (payload, { abortSignal }) => {
  const { serverId } = job.parse(payload);
  if (!(await getPair(db, serverId))) return;
  const holder = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const { seconds, busy } = leaseTerms();
  const epoch = await takeLease(db, serverId, holder, seconds);
  if (epoch === null) return enqueueReconcile(db, serverId, { runAt: new Date(Date.now() + busy) });
  try {
    // Read under the lease: what was wished until now is what this run follows.
    const row = await getPair(db, serverId);
    if (!row) return;
    const world = createWorld(db, row, epoch, holder, abortSignal);
    try {
      const { outcome, nextAt } = await synchronize(world);
      log().info("reconciled", { server: row.source.name, outcome });
      if (nextAt !== null) await enqueueReconcile(db, serverId, { runAt: new Date(nextAt) });
    } finally {
      await world.close();
    }
  } finally {
    await releaseLease(db, serverId, epoch);
  }
};
