import type { Door } from "./door";
import { openImap } from "./imap";
import type { Ports } from "./keep";
import type { PleskServer } from "./model";
import { type Certificate, type PanelHooks, startPanel, violations } from "./panel";
import { openPop3 } from "./pop3";
import { openSmtp } from "./smtp";

export interface RunningServer {
  model: PleskServer;
  /** What callers did here that must never happen. */
  violations: readonly string[];
  describe(): Described;
}

/** How to reach a server and to know it again. */
export interface Described {
  key: string;
  name: string;
  host: string;
  /** Of the panel. */
  port: number;
  login: string;
  password: string;
  /** SHA-256 of the certificate, as AA:BB:… */
  fingerprint: string;
  smtpPort: number;
  imapPort: number;
  pop3Port: number;
  serverGuid: string;
}

export interface Faces {
  running: RunningServer;
  /** Makes the listening addresses agree with the model's services. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

interface Address {
  host: string;
  ports: Ports;
  certificate: Certificate;
  /** Is shown every packet. */
  onPacket?: PanelHooks["onPacket"];
  around?: PanelHooks["around"];
}

/** Opens one server's panel, SMTP, IMAP and POP3. `changed` is called after whatever may have changed the model. */
export async function openFaces(
  model: PleskServer,
  { host, ports, certificate, onPacket, around }: Address,
  changed: () => void,
): Promise<Faces> {
  const doors: Door[] = [];
  const closeDoors = () => Promise.all(doors.map((door) => door.close()));
  const sync = async () => {
    await Promise.all(doors.map((door) => door.sync()));
  };
  const looked = () => {
    changed();
    sync().catch((error: Error) => console.error(error.message));
  };
  const hooks: PanelHooks = {
    around,
    onPacket(...packet) {
      onPacket?.(...packet);
      looked();
    },
    onSession: looked,
  };
  try {
    doors.push(await openSmtp(model, { host, port: ports.smtp }, changed));
    doors.push(await openImap(model, { host, port: ports.imap }));
    doors.push(await openPop3(model, { host, port: ports.pop3 }));
    const panel = await startPanel(model, {
      host,
      port: ports.panel,
      tls: certificate,
      hooks,
    });
    const describe = (): Described => ({
      key: model.key,
      name: model.name,
      host,
      port: panel.port,
      login: model.accounts[0]?.login ?? "",
      password: model.accounts[0]?.password ?? "",
      fingerprint: panel.fingerprint256,
      smtpPort: ports.smtp,
      imapPort: ports.imap,
      pop3Port: ports.pop3,
      serverGuid: model.guid,
    });
    return {
      running: { model, violations: violations(model), describe },
      sync,
      close: async () => {
        await Promise.all([panel.close(), closeDoors()]);
      },
    };
  } catch (error) {
    await closeDoors();
    throw error;
  }
}
