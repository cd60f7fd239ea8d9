import { address } from "@/lib/plesk/certificate";
import { PleskError } from "@/lib/plesk/errors";
import { AddressRefused } from "@/lib/reach";
import { Refusal } from "./refusal";

/** What a panel was called with, for the sentence about a wrong one. */
export type Called = { host: string; port: number; with: "password" | "key" | "stored key" };

/** What went wrong with a panel, as a sentence by its cause for a person at a form. Other errors stay as they are. */
export function explained(error: unknown, called: Called): unknown {
  if (!(error instanceof PleskError)) return error;
  const server = address(called.host, called.port);
  switch (error.kind) {
    case "unreachable":
      return unreachable(error, server);
    case "timeout":
      return new Refusal(`${server} does not answer. Check the address, the port and the firewall between.`, "host");
    case "certificate":
      return new Refusal(
        `${server} shows another certificate than the one that was confirmed. Nothing was sent to it. Compare the fingerprint, then confirm the new one.`,
        "fingerprint",
      );
    case "credentials":
      return credentials(error, server, called.with);
    case "denied":
      return new Refusal(
        `The Plesk at ${server} denies this account the use of its XML API. Use the administrator's account, and check [api] in its panel.ini: enabled and allowedIPs. ${said(error)}`,
        "login",
      );
    case "unsupported":
      return new Refusal(
        `The Plesk at ${server} is too old: it does not speak protocol 1.6.6.0 or newer. Update it, then register it.`,
        "host",
      );
    case "malformed":
      return new Refusal(
        `What answers at ${server} is not the Plesk API. Check the port (Plesk: 8443), and that the API is switched on in the panel.`,
        "port",
      );
    default:
      return new Refusal(error.message);
  }
}

function unreachable(error: PleskError, server: string): Refusal {
  if (error.cause instanceof AddressRefused)
    return new Refusal(
      `${server} is not called: ${error.cause.message}. If it is right so, open its network there and restart.`,
      "host",
    );
  const code = systemCode(error);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return new Refusal(`There is no host at ${server}: its name cannot be looked up. Check the spelling.`, "host");
  if (code === "ECONNREFUSED")
    return new Refusal(
      `${server} refuses the connection: nothing listens there. Check the port and that Plesk runs.`,
      "port",
    );
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH")
    return new Refusal(`There is no way to ${server} from here. Check the address and the network.`, "host");
  // OpenSSL's own words for bytes that are no TLS.
  if (/^(EPROTO$|ERR_SSL_|ERR_TLS_)/.test(code))
    return new Refusal(`What answers at ${server} does not speak TLS. Check the port (Plesk: 8443).`, "port");
  return new Refusal(
    `${server} ended the connection. Check the port, and the firewall and fail2ban of the server.`,
    "host",
  );
}

function credentials(error: PleskError, server: string, given: Called["with"]): Refusal {
  if (given === "password")
    return new Refusal(
      error.code === 1012
        ? `The Plesk at ${server} has locked this login after wrong tries. Wait for it to unlock, then try again.`
        : `The Plesk at ${server} does not accept this login and password.`,
      "password",
    );
  if (given === "key")
    return new Refusal(
      `The Plesk at ${server} does not accept this secret key: it is unknown there, or bound to another address than this console's.`,
      "key",
    );
  return new Refusal(
    `The Plesk at ${server} does not accept the stored secret key any more: it was removed there, or this console's address changed. Give the server a new key.`,
  );
}

const said = ({ message }: PleskError): string => /“[^”]*”/.exec(message)?.[0] ?? "";

function systemCode(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause)
    if ("code" in each && typeof each.code === "string") return each.code;
  return "";
}
