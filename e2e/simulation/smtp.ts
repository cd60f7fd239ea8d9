import type { PleskServer } from "@/e2e/fleet/model";
import { accepts } from "@/e2e/fleet/world";
import { type RecipientAnswer, type Smtp, Unanswered } from "@/lib/sync/world";
import type { Line } from "./line";

/** Asks a server's SMTP by RCPT TO, as a worker does. */
export function smtpOver(line: Line, servers: { home: PleskServer; central: PleskServer }): Smtp {
  return {
    async accepts(side, recipients) {
      const server = servers[side];
      const fault = await line.begin("smtp", `RCPT TO at ${server.key}`);
      await line.end();
      if (fault === "smtp-refused" || server.services.smtp !== "running")
        throw new Unanswered(`${server.name} refuses the connection`);
      if (fault === "smtp-cut") throw new Unanswered(`${server.name} ended the conversation`);
      return new Map(
        recipients.map((recipient): [string, RecipientAnswer] => {
          if (fault === "smtp-later") return [recipient, { accepted: false, later: true, text: "451 not now" }];
          if (fault === "smtp-refuses-all") return [recipient, { accepted: false, later: false, text: "550 no" }];
          const [local = "", host = ""] = recipient.split("@");
          const reception = accepts(server, host, local);
          const accepted = fault === "smtp-accepts-all" || reception === "accepted" || reception === "bounced";
          return [recipient, { accepted, later: false, text: accepted ? "250 ok" : `550 ${reception}` }];
        }),
      );
    },
  };
}
