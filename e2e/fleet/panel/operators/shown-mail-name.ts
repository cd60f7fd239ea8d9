import type { Domain, MailName, PleskServer } from "../../model";
import { storedAddress } from "../../world/mail-store";
import type { Call } from "../operation";
import { leaf, wrap } from "../xml";

/** One mail name with the blocks that `get_info` asks for. */
export function shownMailName({ server, node }: Call, domain: Domain, mailName: MailName): string {
  const { forwarding, password } = mailName;
  const plain = server.assumptions.mailboxPassword === "plain" && password !== "";
  return wrap(
    "mailname",
    leaf("id", mailName.id),
    leaf("name", mailName.name),
    node.has("mailbox") || node.has("mailbox-usage")
      ? mailbox(server, domain, mailName, node.has("mailbox-usage"))
      : "",
    node.has("forwarding")
      ? wrap(
          "forwarding",
          leaf("enabled", forwarding.enabled),
          ...forwarding.addresses.map((to) => leaf("address", to)),
        )
      : "",
    ...(node.has("aliases") ? mailName.aliases.map((alias) => leaf("alias", alias)) : []),
    node.has("autoresponder") ? autoresponder(mailName) : "",
    plain ? wrap("password", leaf("value", password), leaf("type", "plain")) : "<password/>",
    leaf("antivir", mailName.antivirus),
    mailName.outgoingLimit === undefined ? "" : leaf("outgoing-messages-mbox-limit", mailName.outgoingLimit),
    leaf("description", mailName.description),
  );
}

function mailbox(server: PleskServer, domain: Domain, mailName: MailName, withUsage: boolean): string {
  const { enabled, quota } = mailName.mailbox;
  const usage = withUsage ? leaf("usage", bytesStored(server, storedAddress(domain, mailName))) : "";
  return wrap("mailbox", leaf("enabled", enabled), leaf("quota", quota), usage);
}

function bytesStored(server: PleskServer, address: string): number {
  return server.messages.reduce((sum, { recipient, body }) => sum + (recipient === address ? body.length : 0), 0);
}

function autoresponder({ autoresponder: answer }: MailName): string {
  return wrap(
    "autoresponder",
    leaf("enabled", answer.enabled),
    leaf("subject", answer.subject),
    leaf("content_type", answer.contentType),
    leaf("charset", answer.charset),
    leaf("text", answer.text),
    answer.forward === "" ? "" : leaf("forward", answer.forward),
    answer.endDate === "" ? "" : leaf("end_date", answer.endDate),
  );
}
