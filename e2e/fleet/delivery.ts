import { domainToASCII } from "node:url";
import type { PleskServer } from "./model";
import { type Delivery, deliveryFor, storedAddress } from "./world";

/** Stored messages beyond this are dropped, oldest first. */
const keptMessages = 1000;

/** Forwards that lead in a circle come to an end here. */
const longestChain = 10;

export interface Letter {
  from: string;
  body: string;
  /** Milliseconds. */
  receivedAt: number;
}

/** What a server knows about an address before it takes a message for it. */
export function receptionOf(server: PleskServer, address: string): Delivery {
  const at = address.lastIndexOf("@");
  return deliveryFor(server, domainToASCII(address.slice(at + 1)), address.slice(0, at));
}

/**
 * Takes a message for one address as the server's mail system does: into boxes, onward to forwards, back to the sender.
 * What leaves the server is stored under the outside address. Returns a sentence for each thing that happened.
 */
export function deliver(server: PleskServer, to: string, letter: Letter, chain = 0): string[] {
  const { reception, domain, mailName, forwards, bounceText } = receptionOf(server, to);
  if (reception === "bounced") {
    store(server, letter.from, { ...letter, from: "", body: bounceText ?? "" });
    return [`${to}: taken and sent back to ${letter.from} with "${bounceText ?? ""}".`];
  }
  if (reception !== "accepted" || !domain) return [`${to}: refused by ${server.name}, ${refusals[reception]}.`];
  const happened: string[] = [];
  if (mailName?.mailbox.enabled) {
    const box = storedAddress(domain, mailName);
    store(server, box, letter);
    happened.push(`${to}: in the mailbox ${box} on ${server.name}.`);
  }
  for (const next of forwards) {
    happened.push(`${to}: forwarded to ${next}.`);
    if (chain >= longestChain) happened.push(`${next}: not followed further, the forwards lead in a circle.`);
    else if (receptionOf(server, next).reception !== "unknown-domain") {
      happened.push(...deliver(server, next, letter, chain + 1));
    } else store(server, next, letter);
  }
  if (mailName?.autoresponder.enabled) {
    store(server, letter.from, { ...letter, from: to, body: mailName.autoresponder.text });
    happened.push(`${to}: answered with "${mailName.autoresponder.subject}".`);
  }
  return happened;
}

const refusals = {
  accepted: "which did not say why",
  bounced: "which sends it back",
  "unknown-domain": "which does not know the domain",
  "mail-off": "where the domain's mail service is off",
  suspended: "where the domain is suspended",
  "unknown-address": "where there is no such address",
} satisfies Record<Delivery["reception"], string>;

function store(server: PleskServer, recipient: string, letter: Letter): void {
  server.messages.push({ recipient, from: letter.from, body: letter.body, receivedAt: letter.receivedAt });
  server.messages.splice(0, Math.max(0, server.messages.length - keptMessages));
}
