import { ipAddresses } from "@/lib/plesk/addresses";
import { PleskError } from "@/lib/plesk/errors";
import type { Identity } from "@/lib/plesk/objects";
import type { Panel } from "@/lib/plesk/panel";
import { identity } from "@/lib/plesk/server";
import type { Probe } from "./probe";
import { isOwnFault } from "./words";

export interface PanelProbe extends Probe {
  /** What the panel told; null when it did not answer, or is another one than registered. */
  told: (Identity & { ipAddresses: string[] }) | null;
}

/**
 * Asks a panel who it is, through the pinned connection and with our key: so it shows that the panel answers, accepts
 * us, and is the one registered. Never throws for a remote trouble.
 */
export async function probePanel(panel: Panel, guid: string): Promise<PanelProbe> {
  const start = performance.now();
  const [who, where] = await panel.read([identity(), ipAddresses()]);
  const latency = Math.round(performance.now() - start);
  if (!who.ok) return failed(who.error.message, isOwnFault(who.error));
  if (!where.ok) return failed(where.error.message, isOwnFault(where.error));
  if (who.value.guid !== guid)
    return failed(
      `Another Plesk answers at ${panel.server}: its identity is not the one that was registered. ` +
        "No call is made to it. Register it anew if the server was reinstalled.",
      false,
    );
  const told = { ...who.value, ipAddresses: where.value };
  return { ok: true, latency, cause: null, ownFault: false, told };
}

/** For a panel that cannot even be called: its stored key does not open, or the like. */
export const unaskable = (error: unknown): PanelProbe =>
  failed(error instanceof Error ? error.message : String(error), error instanceof PleskError && isOwnFault(error));

const failed = (cause: string, ownFault: boolean): PanelProbe => ({
  ok: false,
  latency: null,
  cause,
  ownFault,
  told: null,
});
