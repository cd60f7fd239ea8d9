import type { Db } from "@/db/client";
import { getPanelAccess, type PanelAccess } from "@/db/panels";
import { Refusal } from "./refusal";

/** The server that a question is about. */
export async function registered(db: Db, serverId: number): Promise<PanelAccess> {
  const server = await getPanelAccess(db, serverId);
  if (!server) throw new Refusal("That server no longer exists.");
  return server;
}
