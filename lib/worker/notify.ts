import type { Task } from "graphile-worker";
import { followTroubles } from "@/db/troubles";
import { db } from "@/lib/database";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

/** The job: has the channels told of trouble that lasts, and of its end. */
export const notify: Task = async () => {
  const notice = await db.transaction((tx) => followTroubles(tx, env().notifySeconds));
  if (notice) log().info("notify.told", { began: notice.began.length, over: notice.over.length });
};
