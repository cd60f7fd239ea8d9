import { deliver } from "../delivery";
import { createMailName, removeMailName, setMailPreferences, updateMailName } from "../world";
import { type Deed, domainOf, mailNameOf, oneOf, splitAddress, WrongInput } from "./deed";

export const addressDeeds: Deed[] = [
  {
    name: "add-address",
    usage: "<local@domain> [--forward address,address] [--alias local,local] [--password password]",
    help: "A mailbox, or with --forward a forward without a box.",
    run({ server }, [address = ""], flags) {
      const { domain, local } = splitAddress(server, address);
      const forward = flags.forward?.split(",");
      createMailName(server, domain, {
        name: local,
        mailbox: { enabled: !forward, quota: -1 },
        ...(forward ? { forwarding: { enabled: true, addresses: forward } } : {}),
        aliases: flags.alias?.split(",") ?? [],
        password: flags.password ?? "Change-me-1",
      });
      return `${address} is on ${server.key}${forward ? `, forwarding to ${forward.join(" and ")}` : ""}.`;
    },
  },
  {
    name: "remove-address",
    usage: "<local@domain>",
    help: "Removes an address with its stored messages.",
    run({ server }, [address = ""]) {
      const { domain, mailName } = mailNameOf(server, address);
      removeMailName(server, domain, mailName);
      return `${address} is gone from ${server.key}.`;
    },
  },
  {
    name: "set-password",
    usage: "<local@domain> <password>",
    help: "A mailbox's password, for IMAP and POP3.",
    run({ server }, [address = "", password = ""]) {
      const { domain, mailName } = mailNameOf(server, address);
      updateMailName(server, domain, mailName, { password });
      return `${address} has a new password on ${server.key}.`;
    },
  },
  {
    name: "set-unknown",
    usage: "<domain> reject|forward|bounce [address or text]",
    help: "What happens to mail for addresses that do not exist.",
    run({ server }, [name = "", kind = "", ...rest]) {
      const domain = domainOf(server, name);
      const chosen = oneOf("Mail for unknown addresses", kind, ["reject", "forward", "bounce"]);
      const text = rest.join(" ");
      if (chosen !== "reject" && !text) throw new WrongInput(`Say where to ${chosen}, or with which words.`);
      const nonexistentUser =
        chosen === "reject"
          ? { kind: chosen }
          : chosen === "forward"
            ? { kind: chosen, address: text }
            : { kind: chosen, text };
      setMailPreferences(server, domain, { nonexistentUser });
      return `Mail for unknown addresses of ${name}: ${[chosen, ...rest].join(" ")}.`;
    },
  },
  {
    name: "send",
    usage: "<from> <to> [text]",
    help: "Sends a message by this server's own mail system and says what became of it.",
    run({ server }, [from = "", to = "", ...text]) {
      if (!from.includes("@") || !to.includes("@"))
        throw new WrongInput("Say who sends to whom: send a@b.test c@d.test");
      if (server.services.smtp !== "running") return `${server.name} does not take mail: its SMTP service is stopped.`;
      const body = `From: ${from}\r\nTo: ${to}\r\nSubject: ${text.join(" ") || "Hello"}\r\n\r\n${text.join(" ")}\r\n`;
      return deliver(server, to, { from, body, receivedAt: Date.now() }).join("\n");
    },
  },
  {
    name: "messages",
    usage: "[address]",
    help: "The newest stored messages, of one address or of all.",
    run({ server }, [address]) {
      const found = server.messages.filter(({ recipient }) => !address || recipient === address).slice(-20);
      const lines = found.map(({ receivedAt, from, recipient, body }) => {
        const subject = /^Subject: (.*)$/im.exec(body)?.[1]?.trim() ?? body.slice(0, 60);
        return `${new Date(receivedAt).toISOString()}  ${from || "<>"} → ${recipient}  ${subject}`;
      });
      return lines.length ? lines.join("\n") : `${server.key} holds no messages${address ? ` for ${address}` : ""}.`;
    },
  },
];
