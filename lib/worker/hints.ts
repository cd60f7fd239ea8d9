import type { Task } from "graphile-worker";
import { listLastEvents, setLastEvent } from "@/db/events";
import { enqueueReconcile } from "@/db/jobs";
import { getPanelAccess } from "@/db/panels";
import { db } from "@/lib/database";
import { log } from "@/lib/log";
import { lastEventId } from "@/lib/plesk/events";
import { createLanes } from "@/lib/plesk/lanes";
import { openPanel, whilePersonWaits } from "./panels";

/** Panels asked at once. */
const atOnce = 8;

/**
 * The job: asks each assigned server's panel whether something happened on it, and has it looked at if so. A hint only:
 * the sweep finds what an event log has lost.
 */
export const hints: Task = async () => {
  const lanes = createLanes(atOnce);
  await Promise.all((await listLastEvents(db)).map((known) => lanes(() => askFor(known))));
};

async function askFor({ serverId, lastEventId: known }: { serverId: number; lastEventId: number | null }) {
  const server = await getPanelAccess(db, serverId);
  if (!server) return;
  try {
    const panel = openPanel(db, server, whilePersonWaits);
    const newest = await panel.ask(lastEventId()).finally(() => panel.close());
    if (newest === known) return;
    await db.transaction(async (tx) => {
      await setLastEvent(tx, serverId, newest);
      // The first look has nothing to compare with.
      if (known !== null) await enqueueReconcile(tx, serverId);
    });
  } catch (error) {
    // The probe tells people about a panel that does not answer; here it is only a hint that did not come.
    log().debug("hint.failed", { server: server.name, error });
  }
}
