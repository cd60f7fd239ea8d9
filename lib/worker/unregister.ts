import { record } from "@/db/audit";
import { type Hold, holdOn, installationName, unregisterServer } from "@/db/registration";
import { openKey } from "./keys";
import { givenKeyStays, removeKey } from "./own-key";
import { openPanel, whilePersonWaits } from "./panels";
import type { Handler } from "./question";
import { Refusal } from "./refusal";
import { registered } from "./registered";
import { refuseWhileStopped } from "./stop";

/** Forgets a server that has no role. A panel that does not answer does not hold it: its key is named for a person. */
export const unregister: Handler<"unregister"> = async ({ db, payload, by }) => {
  const server = await registered(db, payload.serverId);
  const { name } = server;
  await refuseWhileStopped(db);
  const keyName = await installationName(db);
  const removeOurs = async (): Promise<string | null> => {
    const byHand = `The secret key “${keyName}” is still on ${name}. Remove it there by hand.`;
    try {
      const { key, ours } = openKey(server);
      if (!ours) return givenKeyStays(name);
      const panel = openPanel(db, server, whilePersonWaits);
      try {
        return (await removeKey(panel, key)) ? null : byHand;
      } finally {
        await panel.close();
      }
    } catch {
      return byHand;
    }
  };
  await db.transaction(async (tx) => {
    const hold = await holdOn(tx, server.id);
    if (hold) throw new Refusal(sentence(name, hold));
    await record(tx, { actor: by, event: "server.unregistered", target: name, detail: { guid: server.guid } });
    await unregisterServer(tx, server.id);
  });
  // Committed before the key goes: whatever refuses this keeps a server that can still be called, and a trace.
  return { name, warning: await removeOurs() };
};

function sentence(name: string, hold: Hold): string {
  return hold.kind === "mail-server"
    ? `${name} is mail server ${hold.id}. Remove that role first.`
    : `${name} is assigned to mail server ${hold.to}. Deassign it first.`;
}
