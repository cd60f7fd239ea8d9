import type { Domain, MailPreferences } from "../../model";
import { given } from "../operation";
import { leaf, wrap, type XmlElement } from "../xml";

export const mailPreferences = `{none() | {nonexistent-user?({bounce | forward | reject()}) webmail? spam-protect-sign:boolean?
  greylisting:boolean? mailservice:boolean? ip_address* mail-provider?({local() | aps(package-uid)}) webmail-certificate?}}`;

export const outgoingLimits = `outgoing-messages-mbox-limit? outgoing-messages-domain-limit?
  outgoing-messages-subscription-limit? outgoing-messages-enable-sendmail:[true|false|default]?
  outgoing-messages-overlimit-percent:integer?`;

/** What `prefs` or a webspace's `mail` asks for. */
export function readPreferences(node: XmlElement): Partial<MailPreferences> {
  if (node.has("none")) return { service: "unset" };
  const on = node.flag("mailservice");
  const unknown = node.first("nonexistent-user");
  return given({
    service: on === undefined ? undefined : on ? ("on" as const) : ("off" as const),
    nonexistentUser: unknown && readCatchAll(unknown),
    webmail: node.text("webmail"),
    dkim: node.flag("spam-protect-sign"),
    greylisting: node.flag("greylisting"),
  });
}

function readCatchAll(unknown: XmlElement): MailPreferences["nonexistentUser"] {
  const bounce = unknown.text("bounce");
  const forward = unknown.text("forward");
  if (bounce !== undefined) return { kind: "bounce", text: bounce };
  return forward === undefined ? { kind: "reject" } : { kind: "forward", address: forward };
}

/** What `prefs` or a webspace's `mail` shows. */
export function preferencesOf({ mail }: Domain): string {
  if (mail.service === "unset") return "<none/>";
  const { nonexistentUser: unknown } = mail;
  const answer =
    unknown.kind === "bounce"
      ? leaf("bounce", unknown.text)
      : unknown.kind === "forward"
        ? leaf("forward", unknown.address)
        : "<reject/>";
  return [
    wrap("nonexistent-user", answer),
    leaf("webmail", mail.webmail),
    leaf("spam-protect-sign", mail.dkim),
    leaf("greylisting", mail.greylisting),
    leaf("mailservice", mail.service === "on"),
  ].join("");
}
