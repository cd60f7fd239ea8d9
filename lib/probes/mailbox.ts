import { converse } from "./conversation";
import { type Probe, timed } from "./probe";
import { quoted } from "./words";

export interface MailboxServer {
  host: string;
  port: number;
  /** Milliseconds. */
  deadline: number;
}

/** Greeting `* OK` (or PREAUTH), then LOGOUT. Never throws. */
export const probeImap = (server: MailboxServer): Promise<Probe> =>
  greeting("The IMAP service", server, /^\* (OK|PREAUTH)\b/i, "1 LOGOUT\r\n");

/** Greeting `+OK`, then QUIT. Never throws. */
export const probePop3 = (server: MailboxServer): Promise<Probe> =>
  greeting("The POP3 service", server, /^\+OK\b/i, "QUIT\r\n");

function greeting(service: string, { host, port, deadline }: MailboxServer, right: RegExp, goodbye: string) {
  return timed(service, async () => {
    const talk = await converse(host, port, deadline);
    try {
      const line = await talk.line();
      if (!right.test(line)) throw new Error(`it greets with “${quoted(line)}”`);
      talk.send(goodbye);
    } finally {
      talk.close();
    }
  });
}
