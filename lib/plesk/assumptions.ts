import { type Element, Malformed, perhaps, perhapsText, plain } from "./element";

/**
 * What the protocol's documentation leaves open and this client meets in either form; docs/assumptions.md has the
 * whole list. One function each, so that a real panel's answer changes one place.
 */

/**
 * The codes for "no such object". An unknown site or owner in a filter may come as 1013 (no such object) or as 1015
 * (no such owner).
 */
export const meansMissing = (code: number): boolean => code === 1013 || code === 1015;

/**
 * Asked for by its id, a custom button that is gone may also be a failure (1023). Where that was a failure indeed, the
 * list of all buttons still shows it.
 */
export const meansNoButton = (code: number): boolean => meansMissing(code) || code === 1023;

/** Older panels refuse mail operations on a subdomain's site as not supported. */
export const meansNoMail = (code: number): boolean => code === 1017;

/** Under backup or restore (4) and web service suspended (8): mail goes on in both. */
const mailUnaffected = 4 | 8;

/**
 * Is an object with these status bits suspended? A suspended customer's domains may carry bit 2 (because of the
 * parent) or bit 16 (by the administrator): both count, as does any bit that is not known.
 */
export const isSuspended = (status: number): boolean => (status & ~mailUnaffected) !== 0;

/** A DNS name as we compare it; panels answer absolute with a trailing dot, or as it was sent. */
export function hostName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith(".") ? lower.slice(0, -1) : lower;
}

/** A mail name as we compare it; panels may keep the case in which it was written. */
export const mailName = (name: string): string => name.toLowerCase();

/**
 * `site get` by name, and perhaps by id and guid, also returns a webspace's main domain, which is no site of ours: it
 * has the webspace's own id.
 */
export const isMainDomain = (site: number, webspace: number): boolean => site === webspace;

/** `lastId` of the event log may be inclusive, and an event may come twice: each event after `last` once, in order. */
export function eventsAfter<E extends { id: number }>(last: number, events: readonly E[]): E[] {
  const after = new Map(events.filter(({ id }) => id > last).map((event) => [event.id, event]));
  return [...after.values()].sort((a, b) => a.id - b.id);
}

/**
 * A mailbox's password where the panel shows it: as text of `<password>`, or in its `<value>` with the type plain.
 * Current panels are expected to show none.
 */
export function shownPassword(mailname: Element): string | null {
  const password = perhaps(mailname, "password");
  if (!password) return null;
  if (password.first === null) return password.text || null;
  const type = perhapsText(password, "type") ?? "plain";
  return (type === "plain" && perhapsText(password, "value")) || null;
}

/**
 * What happens to mail for unknown addresses where the panel does not say: "reject" is safe to assume only for a
 * domain whose mail is off.
 */
export function unsaidCatchAll(mailIsOn: boolean): { kind: "reject" } {
  if (mailIsOn) throw new Malformed("<nonexistent-user> is missing for a domain whose mail is on");
  return { kind: "reject" };
}

/** Parts of an address that a panel may leave out where nothing is configured; a mailbox it must tell. */
export const unsaidMeansOff = <T>(part: Element | undefined, decode: (part: Element) => T): T | null =>
  part ? decode(part) : null;

/** An address behind NAT is known outside by its public one. */
export const outsideAddress = (inside: Element, outside: Element | undefined): string =>
  (outside && plain(outside)) || plain(inside);
