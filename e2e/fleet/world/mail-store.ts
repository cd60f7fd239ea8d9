import type { Domain, MailName, PleskServer } from "../model";
import { shelf } from "./shelves";

/** The address under which a mailbox's messages are stored. */
export function storedAddress(domain: Domain, mailName: Pick<MailName, "name">): string {
  return `${mailName.name.toLowerCase()}@${domain.asciiName}`;
}

/** Moves stored messages to the address that `rename` gives for the one they are stored under. */
export function moveMail(server: PleskServer, rename: (local: string, host: string) => string | undefined): void {
  for (const message of server.messages) {
    const at = message.recipient.lastIndexOf("@");
    const moved = rename(message.recipient.slice(0, at), message.recipient.slice(at + 1));
    if (moved !== undefined) message.recipient = moved;
  }
}

/** Removes one mailbox and every message in it. */
export function removeMail(server: PleskServer, domain: Domain, mailName: MailName): void {
  const address = storedAddress(domain, mailName);
  if (server.messages.some(({ recipient }) => recipient === address)) {
    server.messages = server.messages.filter(({ recipient }) => recipient !== address);
  }
  shelf(server).mailNames.remove(mailName);
}

export function removeAllMail(server: PleskServer, domain: Domain): void {
  for (const mailName of shelf(server).mailNames.all("domain", domain.id)) removeMail(server, domain, mailName);
}
