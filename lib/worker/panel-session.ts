import { isIP } from "node:net";
import { record } from "@/db/audit";
import { createSession, sessionUrl } from "@/lib/plesk/server";
import { explained } from "./faults";
import { openPanel, whilePersonWaits } from "./panels";
import type { Handler } from "./question";
import { Refusal } from "./refusal";
import { registered } from "./registered";

/** A one-time session for a browser, told to the asking process alone and written down before it is made. */
export const panelSession: Handler<"panel-session"> = async ({ db, payload, by, answerInSecret }) => {
  const server = await registered(db, payload.serverId);
  const { userIp } = payload;
  if (!isIP(userIp))
    throw new Refusal("Your browser's network address is not known, so no session can be bound to it.");
  const login = payload.login ?? server.login;
  await record(db, { actor: by, event: "panel.opened", target: server.name, detail: { login, address: userIp } });
  const panel = openPanel(db, server, whilePersonWaits);
  try {
    const [made] = await panel.change([
      createSession({ login, userIp, ...(payload.startingUrl !== undefined && { startingUrl: payload.startingUrl }) }),
    ]);
    if (!made.ok) throw made.error;
    answerInSecret({ url: sessionUrl(server.host, server.port), token: made.value.token });
    return { name: server.name };
  } catch (error) {
    throw explained(error, { host: server.host, port: server.port, with: "stored key" });
  } finally {
    await panel.close();
  }
};
