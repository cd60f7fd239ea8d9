import type { Db } from "@/db/client";
import { getStop } from "@/db/stats";
import { Refusal } from "./refusal";

/** The stop switch holds for keys too: while it is set, nothing is changed on any panel. */
export async function refuseWhileStopped(db: Db): Promise<void> {
  const stop = await getStop(db);
  if (stop) throw new Refusal(`${stop.by} has stopped all changes. Allow them again in the settings, then try again.`);
}
