import type { NetStatus, ProbeState } from "@/db/schema";
import type { Panel } from "@/lib/plesk/panel";
import { probeImap, probePop3 } from "./mailbox";
import { type PanelProbe, probePanel, unaskable } from "./panel";
import type { Probe } from "./probe";
import { probeSmtp } from "./smtp";

export interface Target {
  host: string;
  guid: string;
  smtpPort: number;
  imapPort: number;
  pop3Port: number;
  /** A mail server's mail services are asked too; of any other server the panel only. */
  isMailServer: boolean;
}

export interface NetLook {
  status: NetStatus;
  /** Why it is not online, as a sentence. */
  cause: string | null;
  /** Milliseconds that the panel took; null when it did not answer. */
  latency: number | null;
  probes: Partial<Record<"panel" | "smtp" | "imap" | "pop3", ProbeState>>;
  told: PanelProbe["told"];
}

/**
 * Looks whether a server can be reached and does its work. `deadline` is in milliseconds for each mail service; the
 * panel has its transport's. `openPanel` may throw, for a stored key that does not open.
 */
export async function lookAtNet(target: Target, openPanel: () => Panel, deadline: number): Promise<NetLook> {
  const at = (port: number) => ({ host: target.host, port, deadline });
  const [panel, smtp, imap, pop3] = await Promise.all([
    askPanel(openPanel, target.guid),
    target.isMailServer ? probeSmtp(at(target.smtpPort)) : undefined,
    target.isMailServer ? probeImap(at(target.imapPort)) : undefined,
    target.isMailServer ? probePop3(at(target.pop3Port)) : undefined,
  ]);
  return judge({ panel, smtp, imap, pop3 });
}

interface Probes {
  panel: PanelProbe;
  smtp: Probe | undefined;
  imap: Probe | undefined;
  pop3: Probe | undefined;
}

/** Pure: what the probes together mean. The gravest cause comes first: the panel, SMTP, then mailboxes. */
export function judge({ panel, smtp, imap, pop3 }: Probes): NetLook {
  const services = smtp ? stoppedServices(panel) : [];
  const probes = [panel, smtp, imap, pop3].filter((probe) => probe !== undefined);
  const failed = probes.filter((probe) => !probe.ok);
  const causes = failed.map((probe) => probe.cause).concat(services);
  const status = causes.length === 0 ? "online" : failed.some((probe) => probe.ownFault) ? "unknown" : "error";
  return {
    status,
    cause: causes[0] ?? null,
    latency: panel.latency,
    probes: {
      panel: state(panel),
      ...(smtp && { smtp: state(smtp) }),
      ...(imap && { imap: state(imap) }),
      ...(pop3 && { pop3: state(pop3) }),
    },
    told: panel.told,
  };
}

function stoppedServices({ told }: PanelProbe): string[] {
  if (!told) return [];
  const say = (name: string, state: string) =>
    `The panel says that the ${name} service is ${state === "stopped" ? "stopped" : "not installed"}. Start it on ${told.name}.`;
  const { smtp, mailbox } = told.services;
  return [
    ...(smtp === "running" ? [] : [say("SMTP", smtp)]),
    ...(mailbox === "running" ? [] : [say("IMAP and POP3", mailbox)]),
  ];
}

async function askPanel(openPanel: () => Panel, guid: string): Promise<PanelProbe> {
  let panel: Panel;
  try {
    panel = openPanel();
  } catch (error) {
    return unaskable(error);
  }
  try {
    return await probePanel(panel, guid);
  } finally {
    await panel.close();
  }
}

const state = ({ ok, latency, cause }: Probe): ProbeState => ({ ok, latency, cause });
