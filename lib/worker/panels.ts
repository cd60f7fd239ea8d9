import type { PanelAccess } from "@/db/panels";
import { type Credential, createPanel, type Panel } from "@/lib/plesk/panel";
import { createTransport } from "@/lib/plesk/transport";
import { openKey } from "./keys";
import { leaseTerms } from "./lease";

/** Milliseconds for one packet. A person waits for a question, so it gives up sooner than a synchronization. */
export interface Deadlines {
  read: number;
  change: number;
}

export const whilePersonWaits: Deadlines = { read: 12_000, change: 20_000 };

/** What it takes to call a registered server. */
type CallablePanel = Pick<
  PanelAccess,
  "host" | "port" | "fingerprint" | "followsAuthority" | "protocol" | "guid" | "sealedKey"
>;

/**
 * A registered server's panel, called with its stored key, within the lease unless said otherwise. Close it after use.
 * Throws when the key does not open.
 */
export function openPanel(server: CallablePanel, deadlines: Deadlines = leaseTerms().deadlines): Panel {
  return callPanel(server, { key: openKey(server).key }, deadlines);
}

/** The same panel with a credential of one's own. */
export function callPanel(
  server: Pick<PanelAccess, "host" | "port" | "fingerprint" | "followsAuthority" | "protocol">,
  credential: Credential,
  deadlines?: Deadlines,
): Panel {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    pin: server.fingerprint,
    followsAuthority: server.followsAuthority,
    ...(deadlines && { timeoutMs: deadlines }),
  });
  return createPanel({ transport, credential, protocol: server.protocol });
}
