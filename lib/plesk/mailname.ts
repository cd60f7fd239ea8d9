import { mailName, shownPassword, unsaidMeansOff } from "./assumptions";
import { child, type Element, every, filled, flag, perhaps, perhapsFlag, perhapsText, plain, whole } from "./element";
import type { Address, Autoresponder, RemoteAddress } from "./objects";
import { el, optional, type XmlNode } from "./xml";

/** `<mailname>`: an address on the wire, both ways. */

export function decodeAddress(mailname: Element): RemoteAddress {
  const box = child(mailname, "mailbox");
  return {
    name: mailName(filled(mailname, "name")),
    mailbox: flag(box, "enabled") ? { quota: whole(box, "quota") } : null,
    forwards: unsaidMeansOff(perhaps(mailname, "forwarding"), decodeForwards),
    aliases: sorted(every(mailname, "alias"), mailName),
    autoresponder: unsaidMeansOff(perhaps(mailname, "autoresponder"), decodeAutoresponder),
    description: perhapsText(mailname, "description") ?? "",
    password: shownPassword(mailname),
  };
}

const sorted = (elements: readonly Element[], normal: (value: string) => string): string[] =>
  elements.length === 0 ? [] : [...new Set(elements.map((element) => normal(plain(element))))].sort();

/** Forwarding that is on without a target forwards nothing. */
function decodeForwards(forwarding: Element): string[] | null {
  if (!flag(forwarding, "enabled")) return null;
  const targets = sorted(every(forwarding, "address"), (address) => address.toLowerCase());
  return targets.length > 0 ? targets : null;
}

/** Null for a responder that is off and holds nothing. */
function decodeAutoresponder(responder: Element): Autoresponder | null {
  const part = (name: string) => perhapsText(responder, name) ?? "";
  const enabled = perhapsFlag(responder, "enabled") ?? false;
  const decoded = {
    enabled,
    subject: part("subject"),
    contentType: part("content_type"),
    charset: part("charset"),
    text: part("text"),
    forward: part("forward"),
    endDate: part("end_date"),
  };
  return enabled || decoded.subject || decoded.text || decoded.forward ? decoded : null;
}

/**
 * An address as `create` (with a password) and `update set` (with the address as it is) want it. An address that is to
 * have no mailbox says so only when it is made.
 */
export function encodeAddress(address: Address, how: { password: string } | { current: Address }): XmlNode {
  const created = "password" in how;
  return el("mailname", [
    el("name", mailName(address.name)),
    address.mailbox
      ? el("mailbox", [el("enabled", true), el("quota", address.mailbox.quota)])
      : created
        ? el("mailbox", [el("enabled", false)])
        : undefined,
    encodeForwards(address.forwards, created ? null : how.current.forwards),
    ...address.aliases.map((alias) => el("alias", alias)),
    encodeAutoresponder(address.autoresponder, created ? null : how.current.autoresponder),
    created ? el("password", [el("value", how.password), el("type", "plain")]) : undefined,
    created && address.description === "" ? undefined : el("description", address.description),
  ]);
}

function encodeForwards(wanted: string[] | null, current: string[] | null): XmlNode | undefined {
  if (wanted) return el("forwarding", [el("enabled", true), ...wanted.map((target) => el("address", target))]);
  return current ? el("forwarding", [el("enabled", false)]) : undefined;
}

function encodeAutoresponder(wanted: Autoresponder | null, current: Autoresponder | null): XmlNode | undefined {
  if (!wanted) return current ? el("autoresponder", [el("enabled", false)]) : undefined;
  const filledPart = (name: string, value: string) => optional(name, value === "" ? undefined : value);
  return el("autoresponder", [
    el("enabled", wanted.enabled),
    el("subject", wanted.subject),
    filledPart("content_type", wanted.contentType),
    filledPart("charset", wanted.charset),
    el("text", wanted.text),
    el("forward", wanted.forward),
    filledPart("end_date", wanted.endDate),
  ]);
}
