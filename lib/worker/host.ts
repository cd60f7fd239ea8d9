import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { Refusal } from "./refusal";

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** A host name (in punycode) or IP address as it is stored; a Refusal says what is wrong with anything else. */
export function parseHost(given: string): string {
  const text = given.trim().toLowerCase();
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (isIP(bare)) return bare;
  if (text === "") throw new Refusal("Give the server's host name or IP address.", "host");
  if (/[/@\s?#\\[\]%:]/.test(text))
    throw new Refusal(
      "Give the host name or IP address alone: no https://, path or login, and the port beside it.",
      "host",
    );
  const ascii = domainToASCII(text.replace(/\.$/, ""));
  const labels = ascii.split(".");
  // Numbers alone would be read as an address in another notation: 127.1 or 2130706433.
  if (ascii.length > 253 || !labels.every((each) => label.test(each)) || /^\d+$/.test(labels.at(-1) ?? ""))
    throw new Refusal(`“${given.trim().slice(0, 100)}” is neither a host name nor an IP address.`, "host");
  return ascii;
}
