import { dirname, join } from "node:path";
import type { Task } from "graphile-worker";
import { checkTrail } from "@/lib/audit";
import { db } from "@/lib/database";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

/** The job: follows the whole audit chain. Its head goes to the log too, which is kept elsewhere. */
export const audit: Task = async () => {
  const { entries, head, fault } = await checkTrail(db, join(dirname(env().workerKeyFile), "audit-head.json"));
  if (fault) log().error("audit.broken", { fault });
  else log().info("audit.whole", { entries, head: head?.hash });
};
