import type { PleskServer, Session } from "../../model";
import { endSession } from "../../world/access";
import { shelf } from "../../world/shelves";
import { type Operator, ok, operation } from "../operation";
import { leaf, wrap } from "../xml";

const kinds = { administrator: "admin", reseller: "reseller", customer: "client" } as const;

export const session: Operator = {
  get: operation("read", "", ({ server }) => ok(...server.sessions.map((open) => described(server, open)))),

  terminate: operation("access", "session-id", ({ server, node }) => {
    endSession(server, node.text("session-id") ?? "");
    return ok();
  }),
};

function described(server: PleskServer, open: Session): string {
  const account = shelf(server).accounts.one("login", open.login);
  return wrap(
    "session",
    leaf("id", open.token),
    leaf("type", kinds[account?.kind ?? "administrator"]),
    leaf("ip-address", open.userIp),
    leaf("login", open.login),
    leaf("login-time", new Date(open.createdAt).toISOString()),
    leaf("idle", new Date(open.usedAt ?? open.createdAt).toISOString()),
  );
}
