import type { PleskServer } from "../model";
import { spendSession } from "../world/access";
import { plainIp } from "./credentials";
import { panelPage, spentTokenPage } from "./pages";

export interface SessionPage {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Spends the one-time token of rsession_init.php and shows the panel, or says that it cannot be spent. */
export function openSession(
  server: PleskServer,
  fields: URLSearchParams,
  from: { address: string; now: number },
): SessionPage {
  const token = fields.get("PLESKSESSID") ?? "";
  const session = spendSession(server, token, { address: plainIp(from.address), now: from.now });
  if (!session) return { status: 403, headers: {}, body: spentTokenPage(server) };
  const destination = fields.get("success_redirect_url") ?? session.startingUrl;
  const cookie = `PLESKSESSID=${token}; Path=/; Secure; HttpOnly; SameSite=Lax`;
  return { status: 200, headers: { "set-cookie": cookie }, body: panelPage(server, session, destination) };
}
