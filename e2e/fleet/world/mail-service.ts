import type { Domain, MailPreferences, PleskServer } from "../model";
import { type By, by } from "./by";
import { logEvent } from "./log";
import { removeAllMail } from "./mail-store";
import { PleskRefusal } from "./refusal";
import { shelf } from "./shelves";
import { zoneOf } from "./zones";

/** The switch of `mail enable` and `mail disable`; strict servers refuse to set it as it is. */
export function setMailService(server: PleskServer, domain: Domain, on: boolean, who: By = by()): void {
  if ((domain.mail.service === "on") === on && server.assumptions.mailSwitchTwice === "error") {
    const state = on ? "on" : "off";
    throw new PleskRefusal(1023, `Mail service of the domain ${domain.name} is already switched ${state}.`);
  }
  setMailPreferences(server, domain, { service: on ? "on" : "off" }, who);
}

export function setMailPreferences(
  server: PleskServer,
  domain: Domain,
  patch: Partial<MailPreferences>,
  who: By = by(),
): void {
  const before = domain.mail.service;
  Object.assign(domain.mail, patch);
  const goesOff = before === "on" && domain.mail.service !== "on";
  if (domain.mail.service === "unset" || (goesOff && server.assumptions.mailboxesOnMailOff === "removed")) {
    removeAllMail(server, domain);
  }
  if (goesOff && server.assumptions.zoneOnMailOff === "mx-removed") withdrawTemplateMx(server, domain);
  logEvent(
    server,
    { type: "updated", class: domain.kind === "webspace" ? "domain" : "site", objectId: domain.id },
    who,
  );
}

/** Applies the plan's mail setting to every domain whose mail is off, as a plan sync may do. */
export function syncPlans(server: PleskServer): void {
  for (const domain of server.domains) if (domain.mail.service === "off") domain.mail.service = "on";
}

function withdrawTemplateMx(server: PleskServer, domain: Domain): void {
  const zones = [
    zoneOf(server, { domainId: domain.id }),
    ...shelf(server)
      .aliases.all("domain", domain.id)
      .map(({ id }) => zoneOf(server, { aliasId: id })),
  ];
  for (const zone of zones) {
    if (!zone) continue;
    zone.records = zone.records.filter(({ type, value }) => type !== "MX" || value !== `mail.${zone.asciiName}.`);
  }
}
