/** What one server's assignment, way back or synchronization would do, before anything is done. */
export interface Preview {
  serverId: number;
  name: string;
  clients: number;
  /** Clients whose login is taken on the mail server and who get a derived one. */
  derivedLogins: number;
  domains: number;
  aliases: number;
  addresses: number;
  /** Domains that wait for a person, with the problem they would have. */
  needsYou: { account: string; kind: "client" | "domain"; code: string; detail: string }[];
  /** Sample lines, "+" and "−" first. */
  changes: { source: string[]; central: string[] };
  licence: { used: number; limit: number } | null;
  /** The longest TTL of an MX, in seconds. */
  ttl: number;
  drainSeconds: number;
  buildSeconds: number;
  problems: string[];
  operations: { account: string; reason: string; summary: string }[];
}

export const SHOWN = 200;
/** Packets a second that a panel was seen to take; only for the estimate. */
export const PACKETS = 4;
