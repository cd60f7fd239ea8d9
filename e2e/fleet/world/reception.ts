import type { Domain, MailName, PleskServer } from "../model";
import { findMailName, hasAlias } from "./mail-names";
import { shelf } from "./shelves";

/**
 * What the server says to RCPT TO. `bounced` is taken at the door and sent back later; the other four kinds of no are
 * told apart so that a report can say why.
 */
export type Reception = "accepted" | "bounced" | "unknown-domain" | "mail-off" | "suspended" | "unknown-address";

export interface Delivery {
  reception: Reception;
  domain?: Domain;
  /** The mail name that takes the message, where one does: for its box, its forwarding, or both. */
  mailName?: MailName;
  /** Addresses to which the message also or only goes. */
  forwards: string[];
  /** What an unknown address's sender is told. */
  bounceText?: string;
}

/** Where a message to `localPart@host` ends up; `host` is the ASCII name of a domain or a domain alias. */
export function deliveryFor(server: PleskServer, host: string, localPart: string): Delivery {
  const { domains, aliases, mailNames } = shelf(server);
  const name = host.toLowerCase().replace(/\.$/, "");
  const alias = aliases.one("asciiName", name);
  const domain = domains.one("asciiName", name) ?? (alias ? domains.one("id", alias.domainId) : undefined);
  const no = (reception: Reception): Delivery => ({ reception, forwards: [], ...(domain ? { domain } : {}) });
  if (!domain) return no("unknown-domain");
  if (domain.mail.service !== "on" || alias?.mail === false) return no("mail-off");
  const suspended = domain.status !== 0 || (alias?.status ?? 0) !== 0;
  if (suspended && server.assumptions.suspendedMail === "refused") return no("suspended");

  const lower = localPart.toLowerCase();
  const mailName =
    findMailName(server, domain, lower) ?? mailNames.all("domain", domain.id).find((other) => hasAlias(other, lower));
  if (mailName) {
    const forwards = mailName.forwarding.enabled ? mailName.forwarding.addresses : [];
    const taken = mailName.mailbox.enabled || forwards.length > 0 || mailName.autoresponder.enabled;
    return taken ? { reception: "accepted", domain, mailName, forwards } : { ...no("unknown-address"), mailName };
  }
  const catchAll = domain.mail.nonexistentUser;
  if (catchAll.kind === "forward") return { reception: "accepted", domain, forwards: [catchAll.address] };
  if (catchAll.kind === "bounce") return { reception: "bounced", domain, forwards: [], bounceText: catchAll.text };
  return no("unknown-address");
}

/** What RCPT TO answers for `localPart@host`; `host` is the ASCII name of a domain or a domain alias. */
export function accepts(server: PleskServer, host: string, localPart: string): Reception {
  return deliveryFor(server, host, localPart).reception;
}
