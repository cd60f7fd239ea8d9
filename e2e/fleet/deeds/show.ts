import type { Domain, MailName, PleskServer } from "../model";
import { ownerOf, shelf, zoneOf } from "../world";
import { type Deed, domainOf } from "./deed";

function whole(server: PleskServer, domain: Domain): string {
  const { aliases, mailNames } = shelf(server);
  const { nonexistentUser: unknown, service } = domain.mail;
  const zone = zoneOf(server, { domainId: domain.id });
  const mx = zone?.records.filter(({ type }) => type === "MX").map(({ opt, value }) => `${opt} ${value}`) ?? [];
  const elsewhere = unknown.kind === "forward" ? ` to ${unknown.address}` : "";
  return [
    `${domain.name}${domain.name === domain.asciiName ? "" : ` (${domain.asciiName})`}`,
    `  ${domain.kind} ${domain.id} of ${ownerOf(server, domain)?.login ?? "nobody"}, status ${domain.status}, ${domain.guid}`,
    ...(domain.description ? [`  ${domain.description}`] : []),
    `  mail ${service}, unknown addresses: ${unknown.kind}${elsewhere}`,
    `  zone ${zone ? `${zone.type}, ${zone.enabled ? "enabled" : "disabled"}, TTL ${zone.soa.ttl} s` : "none"}, MX ${mx.join(", ") || "none"}`,
    ...aliases.all("domain", domain.id).map(({ name, mail }) => `  alias ${name}, ${mail ? "with" : "without"} mail`),
    ...mailNames.all("domain", domain.id).map((mailName) => `  ${described(mailName)}`),
  ].join("\n");
}

function described({ name, mailbox, forwarding, aliases, autoresponder }: MailName): string {
  const quota = mailbox.quota < 0 ? "unlimited" : `${Math.round(mailbox.quota / 1024 / 1024)} MB`;
  return [
    name,
    mailbox.enabled && `mailbox ${quota}`,
    forwarding.enabled && `forwards to ${forwarding.addresses.join(" and ")}`,
    aliases.length > 0 && `also ${aliases.join(", ")}`,
    autoresponder.enabled && `answers "${autoresponder.subject}"`,
  ]
    .filter(Boolean)
    .join(", ");
}

export const showDeeds: Deed[] = [
  {
    name: "show",
    usage: "[domain]",
    help: "One domain with all that belongs to it; without arguments the server's clients, domains and custom buttons.",
    run({ server }, [name]) {
      if (name !== undefined) return whole(server, domainOf(server, name));
      const head = `${server.name}: ${server.accounts.length - 1} clients, ${server.domains.length} domains, ${server.mailNames.length} addresses`;
      const lines = server.domains.slice(0, 200).map((domain) => {
        const mail = domain.mail.service === "on" ? "" : `, mail ${domain.mail.service}`;
        return `  ${domain.name} (${ownerOf(server, domain)?.login ?? "nobody"})${domain.status ? ", suspended" : ""}${mail}`;
      });
      const rest = server.domains.length - lines.length;
      const buttons = server.buttons.map(({ text, place, url }) => `  button ${text} at ${place}, to ${url}`);
      return [head, ...lines, ...(rest > 0 ? [`  and ${rest} more`] : []), ...buttons].join("\n");
    },
  },
];
