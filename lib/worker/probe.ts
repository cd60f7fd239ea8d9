import type { Task } from "graphile-worker";
import { z } from "zod";
import { recordNetStatus } from "@/db/net-status";
import { getPanelAccess } from "@/db/panels";
import { db } from "@/lib/database";
import { log } from "@/lib/log";
import { lookAtNet } from "@/lib/probes/net-status";
import { openPanel } from "./panels";

const job = z.object({ serverId: z.int() });
/** Milliseconds: a mail service that needs longer to greet is not one to send senders to. */
const deadline = 8000;

/** The job: looks at one server's net status and stores what it saw. */
export const probe: Task = async (payload) => {
  const { serverId } = job.parse(payload);
  const server = await getPanelAccess(db, serverId);
  if (!server) return;
  const at = new Date();
  const { told, ...seen } = await lookAtNet(
    server,
    () => openPanel(db, server, { read: 2 * deadline, change: 2 * deadline }),
    deadline,
  );
  const before = await recordNetStatus(db, serverId, at, seen, told);
  if (before !== null && before !== seen.status)
    log().info("net-status.changed", { server: server.name, before, now: seen.status, cause: seen.cause });
};
