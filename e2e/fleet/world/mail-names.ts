import type { Domain, MailName, PleskServer } from "../model";
import { type By, by } from "./by";
import { logEvent } from "./log";
import { moveMail, removeMail, storedAddress } from "./mail-store";
import { checkPassword } from "./passwords";
import { PleskRefusal } from "./refusal";
import { shelf } from "./shelves";

export type MailNamePatch = {
  cpAccess?: boolean;
  mailbox?: Partial<MailName["mailbox"]>;
  forwarding?: Partial<MailName["forwarding"]>;
  aliases?: string[];
  autoresponder?: Partial<MailName["autoresponder"]>;
  password?: string;
  antivirus?: MailName["antivirus"];
  outgoingLimit?: number;
  description?: string;
};

export type MailNameInput = MailNamePatch & { name: string };

export function findMailName(server: PleskServer, domain: Domain, name: string): MailName | undefined {
  return shelf(server).mailNames.one("address", `${domain.id} ${name.toLowerCase()}`);
}

export function createMailName(server: PleskServer, domain: Domain, input: MailNameInput, who: By = by()): MailName {
  if (domain.mail.service !== "on" && server.assumptions.createWhileOff === "refused") {
    throw new PleskRefusal(1023, `Mail service is switched off for the domain ${domain.name}.`);
  }
  const name = freeLocalPart(server, domain, input.name);
  const aliases = (input.aliases ?? []).map((alias) => freeLocalPart(server, domain, alias));
  if (input.password) checkPassword(server, input.password);
  const mailName = shelf(server).mailNames.insert({
    id: server.next.mailName++,
    domainId: domain.id,
    name,
    cpAccess: input.cpAccess ?? false,
    mailbox: { enabled: false, quota: -1, ...input.mailbox },
    forwarding: { enabled: false, addresses: [], ...input.forwarding },
    aliases,
    autoresponder: { ...noAutoresponder, ...input.autoresponder },
    password: input.password ?? "",
    antivirus: input.antivirus ?? "off",
    description: input.description ?? "",
    ...(input.outgoingLimit === undefined ? {} : { outgoingLimit: input.outgoingLimit }),
  });
  logEvent(server, { type: "created", class: "mailname", objectId: `${name}@${domain.name}` }, who);
  return mailName;
}

const noAutoresponder: MailName["autoresponder"] = {
  enabled: false,
  subject: "",
  contentType: "text/plain",
  charset: "UTF-8",
  text: "",
  forward: "",
  endDate: "",
};

/** Replaces what the patch names; inside mailbox, forwarding and autoresponder only the given members. */
export function updateMailName(
  server: PleskServer,
  domain: Domain,
  mailName: MailName,
  patch: MailNamePatch,
  who: By = by(),
): void {
  const { mailbox, forwarding, autoresponder, aliases, password, ...plain } = patch;
  if (password) checkPassword(server, password);
  const wanted = aliases?.map((alias) => freeLocalPart(server, domain, alias, mailName));
  Object.assign(mailName, plain, password === undefined ? {} : { password }, wanted ? { aliases: wanted } : {});
  Object.assign(mailName.mailbox, mailbox);
  Object.assign(mailName.forwarding, forwarding);
  Object.assign(mailName.autoresponder, autoresponder);
  logEvent(server, { type: "updated", class: "mailname", objectId: `${mailName.name}@${domain.name}` }, who);
}

/** Removes the mail name with every message stored for it. */
export function removeMailName(server: PleskServer, domain: Domain, mailName: MailName, who: By = by()): void {
  removeMail(server, domain, mailName);
  logEvent(server, { type: "deleted", class: "mailname", objectId: `${mailName.name}@${domain.name}` }, who);
}

export function renameMailName(
  server: PleskServer,
  domain: Domain,
  mailName: MailName,
  written: string,
  who: By = by(),
): void {
  const name = freeLocalPart(server, domain, written, mailName);
  const before = storedAddress(domain, mailName);
  shelf(server).mailNames.change(mailName, () => {
    mailName.name = name;
  });
  const after = storedAddress(domain, mailName);
  moveMail(server, (local, host) => (`${local}@${host}` === before ? after : undefined));
  logEvent(server, { type: "updated", class: "mailname", objectId: `${name}@${domain.name}` }, who);
}

/** A local part in the form it is stored in; refused when it is not one, or another mail name has it. */
function freeLocalPart(server: PleskServer, domain: Domain, written: string, self?: MailName): string {
  if (!/^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(written) || written.length > 64) {
    throw new PleskRefusal(1019, `Mail name ${written} is not valid.`);
  }
  const lower = written.toLowerCase();
  const taken = shelf(server)
    .mailNames.all("domain", domain.id)
    .find((other) => other !== self && (other.name.toLowerCase() === lower || hasAlias(other, lower)));
  if (taken) {
    throw new PleskRefusal(
      Number(server.assumptions.mailNameExists),
      `Mail name ${lower}@${domain.name} already exists.`,
    );
  }
  return server.assumptions.mailNameCase === "lower" ? lower : written;
}

export function hasAlias(mailName: MailName, lower: string): boolean {
  return mailName.aliases.some((alias) => alias.toLowerCase() === lower);
}
