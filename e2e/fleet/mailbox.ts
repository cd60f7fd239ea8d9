import { domainToASCII } from "node:url";
import type { PleskServer, StoredMessage } from "./model";
import { findMailName, shelf, storedAddress } from "./world";

/** A mailbox opened with its password, as IMAP and POP3 see it; undefined when they would refuse the login. */
export function openMailbox(
  server: PleskServer,
  user: string,
  password: string,
): { messages: StoredMessage[] } | undefined {
  const at = user.lastIndexOf("@");
  const domain = shelf(server).domains.one("asciiName", domainToASCII(user.slice(at + 1)));
  if (domain?.status !== 0 || domain.mail.service === "unset") return undefined;
  const mailName = findMailName(server, domain, user.slice(0, at));
  if (!mailName?.mailbox.enabled || mailName.password === "" || mailName.password !== password) return undefined;
  const address = storedAddress(domain, mailName);
  return { messages: server.messages.filter(({ recipient }) => recipient === address) };
}
