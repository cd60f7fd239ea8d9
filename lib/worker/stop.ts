import type { Db } from "@/db/client";
import { getStop } from "@/db/stats";
import { getObserveOnly } from "@/db/watermark";
import { Refusal } from "./refusal";

/** The stop switch holds for keys too: while it is set, or the database was restored, nothing is changed on any panel. */
export async function refuseWhileStopped(db: Db): Promise<void> {
  if (await getObserveOnly(db))
    throw new Refusal("The database was restored. Look at it, let changes be made again, then try again.");
  const stop = await getStop(db);
  if (stop) throw new Refusal(`${stop.by} has stopped all changes. Allow them again in the settings, then try again.`);
}
