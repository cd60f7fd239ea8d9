import { isIP } from "node:net";
import { domainToASCII } from "node:url";

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** A host name (in punycode) or IP address as it is stored, or a sentence that says what is wrong with it. */
export function readHost(given: string): { host: string } | { fault: string } {
  const text = given.trim().toLowerCase();
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (isIP(bare)) return { host: bare };
  if (text === "") return { fault: "Give the address of the panel, such as web10.provider.example." };
  if (/[/@\s?#\\[\]%:]/.test(text))
    return { fault: "Give the host name or IP address alone: no https://, path or login, and the port beside it." };
  const ascii = domainToASCII(text.replace(/\.$/, ""));
  const labels = ascii.split(".");
  // Numbers alone would be read as an address in another notation: 127.1 or 2130706433.
  if (ascii.length > 253 || !labels.every((each) => label.test(each)) || /^\d+$/.test(labels.at(-1) ?? ""))
    return { fault: `“${given.trim().slice(0, 100)}” is neither a host name nor an IP address.` };
  return { host: ascii };
}

/** Whether an MX record can name it as it stands: a whole host name, in punycode, not an address. */
export function isHostName(given: string): boolean {
  const read = readHost(given);
  return "host" in read && read.host === given.toLowerCase() && read.host.includes(".") && isIP(read.host) === 0;
}
