import { noteOtherCertificate, type Trust } from "@/db/certificates";
import type { Database } from "@/db/client";
import type { PanelAccess } from "@/db/panels";
import { PleskError } from "@/lib/plesk/errors";
import { type Credential, createPanel, type Panel } from "@/lib/plesk/panel";
import { createTransport, type Transport } from "@/lib/plesk/transport";
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
  "id" | "host" | "port" | "fingerprint" | "followsAuthority" | "protocol" | "guid" | "sealedKey"
>;

/**
 * A registered server's panel, called with its stored key, within the lease unless said otherwise. Close it after use.
 * Throws when the key does not open.
 */
export function openPanel(db: Database, server: CallablePanel, deadlines: Deadlines = leaseTerms().deadlines): Panel {
  const transport = noticing(db, server, transportTo(server, deadlines));
  return createPanel({ transport, credential: { key: openKey(server).key }, protocol: server.protocol });
}

/** A panel with a credential of one's own, registered or not. */
export function callPanel(
  server: Place & Pick<PanelAccess, "protocol">,
  credential: Credential,
  deadlines?: Deadlines,
): Panel {
  return createPanel({ transport: transportTo(server, deadlines), credential, protocol: server.protocol });
}

/** Where a server is, and what is accepted of it. */
type Place = Pick<PanelAccess, "host" | "port" | "fingerprint" | "followsAuthority">;

const transportTo = ({ host, port, fingerprint, followsAuthority }: Place, deadlines?: Deadlines): Transport =>
  createTransport({ host, port, pin: fingerprint, followsAuthority, ...(deadlines && { timeoutMs: deadlines }) });

/** The same way to a server; a certificate that is refused is written down before anybody else hears of it. */
export function noticing(
  db: Database,
  server: Pick<CallablePanel, "id" | keyof Trust>,
  transport: Transport,
): Transport {
  return {
    ...transport,
    send: (packet, listener) =>
      transport.send(packet, listener).catch(async (error) => {
        if (error instanceof PleskError && error.shown !== undefined)
          await noteOtherCertificate(db, server, error.shown);
        throw error;
      }),
  };
}
