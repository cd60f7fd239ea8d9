import { record } from "@/db/audit";
import { installationName, replaceKey } from "@/db/registration";
import { explained } from "./faults";
import { openKey, sealKey } from "./keys";
import { givenKeyStays, makeOwnKey, removeKey } from "./own-key";
import { callPanel, openPanel, whilePersonWaits } from "./panels";
import type { Handler } from "./question";
import { Refusal } from "./refusal";
import { registered } from "./registered";
import { refuseWhileStopped } from "./stop";

/** Makes a new secret key with the old one, stores it, and only then removes the old one, if it was ours. */
export const newKey: Handler<"new-key"> = async ({ db, payload, by }) => {
  const server = await registered(db, payload.serverId);
  const old = openKey(server);
  const name = await installationName(db);
  await refuseWhileStopped(db);
  await record(db, { actor: by, event: "server.key-requested", target: server.name });
  const panel = openPanel(db, server, whilePersonWaits);
  try {
    const own = await makeOwnKey(panel, name, (key) => callPanel(server, { key }, whilePersonWaits));
    const stored = await db
      .transaction(async (tx) => {
        await record(tx, { actor: by, event: "server.key-replaced", target: server.name });
        return replaceKey(tx, server.id, server.sealedKey, sealKey(server.guid, { key: own.key, ours: true }));
      })
      .catch(async (error) => {
        await own.discard();
        throw error;
      });
    if (!stored) {
      await own.discard();
      throw new Refusal(`${server.name} was given another key just now.`);
    }
    const warning = old.ours ? await removeOld(server, own.key, old.key, name) : givenKeyStays(server.name);
    return { name: server.name, warning };
  } catch (error) {
    throw explained(error, { host: server.host, port: server.port, with: "stored key" });
  } finally {
    await panel.close();
  }
};

/** By the new key: a panel need not let a key remove itself. Null when it is gone, else a sentence. */
async function removeOld(
  server: Parameters<typeof callPanel>[0] & { name: string },
  key: string,
  old: string,
  name: string,
): Promise<string | null> {
  const panel = callPanel(server, { key }, whilePersonWaits);
  try {
    if (await removeKey(panel, old)) return null;
    // The new one has the same name there, and must not be taken for it.
    return `The old secret key could not be removed from ${server.name} and may still work. If two are named “${name}” there, remove the older one by hand.`;
  } finally {
    await panel.close();
  }
}
