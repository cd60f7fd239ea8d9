import { enqueueProbe } from "@/db/jobs";
import { identity } from "@/lib/plesk/server";
import { explained } from "./faults";
import { openPanel, whilePersonWaits } from "./panels";
import type { Handler } from "./question";
import { Refusal } from "./refusal";
import { registered } from "./registered";

/** Tells what a registered panel says of itself right now, and has its net status looked at. */
export const testConnection: Handler<"test"> = async ({ db, payload }) => {
  const server = await registered(db, payload.serverId);
  await enqueueProbe(db, server.id);
  const panel = openPanel(db, server, whilePersonWaits);
  try {
    const start = performance.now();
    const who = await panel.ask(identity());
    const latency = Math.round(performance.now() - start);
    if (who.guid !== server.guid)
      throw new Refusal(`Another Plesk answers for ${server.name}: its identity is not the one registered.`);
    const { guid, name, version, os, counts } = who;
    return { guid, name, version, os, clients: counts.clients, domains: counts.domains, latency };
  } catch (error) {
    throw explained(error, { host: server.host, port: server.port, with: "stored key" });
  } finally {
    await panel.close();
  }
};
