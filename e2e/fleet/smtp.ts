import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { deliver, receptionOf } from "./delivery";
import { type Door, type Listening, listening, openDoor } from "./door";
import type { PleskServer } from "./model";

/** Bytes of one message. */
const largestMessage = 10 * 1024 * 1024;

/** A server's mail exchanger: RCPT TO is answered from the model, messages go where the model says. */
export function openSmtp(
  server: PleskServer,
  address: { host: string; port: number },
  changed: () => void = () => undefined,
): Promise<Door> {
  return openDoor(
    address,
    () => server.services.smtp === "running",
    (at) => listen(server, at, changed),
  );
}

async function listen(
  server: PleskServer,
  at: { host: string; port: number },
  changed: () => void,
): Promise<Listening> {
  const smtp = new SMTPServer({
    name: server.name,
    size: largestMessage,
    disabledCommands: ["AUTH", "STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    // A stopped service cuts its conversations off at once.
    closeTimeout: 1,
    logger: false,
    onRcptTo({ address }, _session, answer) {
      answer(refusalOf(server, address));
    },
    onData(stream, session, answer) {
      take(server, stream, session).then(
        (id) => {
          changed();
          answer(null, `2.0.0 Ok: queued as ${id}`);
        },
        (error: Error) => answer(error),
      );
    },
  });
  // Clients that hang up in the middle are ordinary here.
  smtp.on("error", () => undefined);
  await listening(smtp.server, at);
  return { server: smtp.server, close: () => new Promise((resolve) => smtp.close(resolve)) };
}

/** A permanent refusal in the words of the mail system, or nothing when the recipient is taken. */
function refusalOf(server: PleskServer, address: string): (Error & { responseCode: number }) | null {
  const { reception } = receptionOf(server, address);
  switch (reception) {
    case "accepted":
    case "bounced":
      return null;
    case "unknown-domain":
      return refusal(554, `5.7.1 <${address}>: Relay access denied`);
    case "mail-off":
      return refusal(550, `5.1.2 <${address}>: Mail service of this domain is switched off`);
    case "suspended":
      return refusal(550, `5.2.1 <${address}>: This domain is suspended`);
    case "unknown-address":
      return refusal(550, `5.1.1 <${address}>: Recipient address rejected: User unknown`);
  }
}

function refusal(responseCode: number, text: string): Error & { responseCode: number } {
  return Object.assign(new Error(text), { responseCode });
}

async function take(server: PleskServer, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  if (stream.sizeExceeded) throw refusal(552, "5.3.4 Message size exceeds fixed limit");
  const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
  const letter = { from, body: Buffer.concat(parts).toString("utf8"), receivedAt: Date.now() };
  for (const { address } of session.envelope.rcptTo) deliver(server, address, letter);
  return session.id;
}
