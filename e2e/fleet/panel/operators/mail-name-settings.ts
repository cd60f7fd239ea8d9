import type { MailName, PleskServer } from "../../model";
import type { MailNamePatch } from "../../world/mail-names";
import { PleskRefusal } from "../../world/refusal";
import { given } from "../operation";
import type { XmlElement } from "../xml";

/** What a `mailname` of create or `update set` asks for; what it leaves out is absent. */
export function settings(wanted: XmlElement): MailNamePatch {
  const mailbox = wanted.first("mailbox");
  const forwarding = wanted.first("forwarding");
  const addresses = forwarding?.texts("address") ?? [];
  const aliases = wanted.texts("alias");
  return given({
    cpAccess: wanted.flag("cp-access"),
    mailbox: mailbox && given({ enabled: mailbox.flag("enabled"), quota: mailbox.number("quota") }),
    forwarding:
      forwarding &&
      given({ enabled: forwarding.flag("enabled"), addresses: addresses.length > 0 ? addresses : undefined }),
    aliases: aliases.length > 0 ? aliases : undefined,
    autoresponder: autoresponder(wanted),
    password: wanted.first("password")?.text("value"),
    antivirus: wanted.text("antivir") as MailName["antivirus"] | undefined,
    outgoingLimit: wanted.number("outgoing-messages-mbox-limit"),
    description: wanted.text("description"),
  });
}

/** What `update add` makes of a mail name: its lists grow. */
export function addedTo(server: PleskServer, mailName: MailName, wanted: XmlElement): MailNamePatch {
  const { aliases = [], forwarding, ...rest } = settings(wanted);
  const twice = aliases.find((alias) => mailName.aliases.includes(alias));
  if (twice !== undefined) {
    throw new PleskRefusal(Number(server.assumptions.mailNameExists), `Mail alias ${twice} already exists.`);
  }
  const addresses = [...mailName.forwarding.addresses, ...(forwarding?.addresses ?? [])];
  return {
    ...rest,
    aliases: [...mailName.aliases, ...aliases],
    ...(forwarding ? { forwarding: { ...forwarding, addresses: [...new Set(addresses)] } } : {}),
  };
}

/** What `update remove` leaves of a mail name's lists. */
export function removedFrom(mailName: MailName, wanted: XmlElement): MailNamePatch {
  const { aliases = [], forwarding } = settings(wanted);
  const unknown = aliases.find((alias) => !mailName.aliases.includes(alias));
  if (unknown !== undefined) throw new PleskRefusal(1013, `Mail alias ${unknown} does not exist.`);
  const gone = forwarding?.addresses ?? [];
  return {
    aliases: mailName.aliases.filter((alias) => !aliases.includes(alias)),
    forwarding: { addresses: mailName.forwarding.addresses.filter((address) => !gone.includes(address)) },
  };
}

function autoresponder(wanted: XmlElement): MailNamePatch["autoresponder"] {
  const node = wanted.first("autoresponder");
  return (
    node &&
    given({
      enabled: node.flag("enabled"),
      subject: node.text("subject"),
      contentType: node.text("content_type"),
      charset: node.text("charset"),
      text: node.text("text"),
      forward: node.text("forward"),
      endDate: node.text("end_date"),
    })
  );
}
