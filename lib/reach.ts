import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";
import { env } from "./env";

/**
 * Where the worker may connect. Whoever registers a server, or runs DNS for a customer's domain, names addresses; none
 * of them may lead to this machine, to the cloud's metadata, or into a network that the operator has not opened. Every
 * connection to a panel, a mail service or a name server goes through here, and is made to the address that was judged.
 */
export class AddressRefused extends Error {
  override name = "AddressRefused";
  readonly code = "ADDRESS_REFUSED";
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

const kinds: Readonly<Record<string, string>> = {
  loopback: "of this machine itself",
  unspecified: "of this machine itself",
  linkLocal: "link-local",
  private: "private",
  uniqueLocal: "private",
  carrierGradeNat: "shared by a provider",
  multicast: "multicast",
  broadcast: "a broadcast",
};

/** Why no connection is made to an IP address, as a clause; null when one may be. */
export function refusal(address: string, open: readonly string[] = env().allowedNetworks): string | null {
  if (!isIP(address)) return `“${address.slice(0, 60)}” is no IP address`;
  const real = embedded(ipaddr.parse(onlySpelling(address)));
  if (open.some((network) => contains(ipaddr.parseCIDR(network), real))) return null;
  const range = real.range();
  const shown = real.toString() === address ? address : `${address} (${real.toString()})`;
  const isGlobal = real.kind() === "ipv4" || contains(globalUnicast, real);
  if (range !== "unicast" || !isGlobal) return `${shown} is ${kinds[range] ?? "reserved"}`;
  return ownAddresses().has(real.toNormalizedString()) ? `${shown} is of this machine itself` : null;
}

/** Without a zone, and IPv6 as the URL standard writes it: ipaddr.js takes "::10.0.0.1" for "::ffff:10.0.0.1". */
function onlySpelling(address: string): string {
  const plain = address.replace(/%.*$/, "");
  return isIP(plain) === 6 ? new URL(`http://[${plain}]`).hostname.slice(1, -1) : plain;
}

/** All that is public in IPv6 is in here; what the list of ranges does not know is not. */
const globalUnicast = ipaddr.parseCIDR("2000::/3") as Network;
const translated = ipaddr.parseCIDR("64:ff9b::/96") as Network;

/** The IPv4 address that an IPv6 one stands for, mapped or translated (NAT64): there the packets go. */
function embedded(address: Address): Address {
  if (address.kind() === "ipv4") return address;
  const ipv6 = address as ipaddr.IPv6;
  if (ipv6.isIPv4MappedAddress()) return ipv6.toIPv4Address();
  return contains(translated, ipv6) ? ipaddr.fromByteArray(ipv6.toByteArray().slice(12)) : ipv6;
}

function contains(network: [Address, number], address: Address): boolean {
  return network[0].kind() === address.kind() && address.match(network as [never, number]);
}

function ownAddresses(): Set<string> {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return new Set(all.map(({ address }) => ipaddr.parse(onlySpelling(address)).toNormalizedString()));
}

/** Looks a name up for a connection. One refused address among many refuses the name: nobody needs such a mixture. */
export const judgedLookup: LookupFunction = (name, options, callback) => {
  lookup(name, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, "");
    const why = found.map(({ address }) => refusal(address)).find((each) => each !== null);
    const [first] = found;
    if (why !== undefined || !first) return callback(refused(name, why ?? "it has no address"), "");
    if (options.all) callback(null, found);
    else callback(null, first.address, first.family);
  });
};

/** What a socket needs to know to connect to a host. Throws AddressRefused for an address that is refused. */
export function judged(host: string): { host: string; lookup: LookupFunction } {
  const why = isIP(host) ? refusal(host) : null;
  if (why !== null) throw refused(host, why);
  return { host, lookup: judgedLookup };
}

function refused(host: string, why: string): AddressRefused {
  const whose = isIP(host) ? "" : `${host}: `;
  return new AddressRefused(`${whose}${why}, and no network that is opened in ALLOWED_NETWORKS`);
}
