import type { MailPreferences } from "../model";

/** An account with what belongs to it, before it is planted on a server. */
export interface Household {
  /** Left out: the domains are the administrator's own. */
  client?: Client;
  domains: Plot[];
  /** Of a reseller: the customers under it. */
  customers?: Household[];
}

export interface Client {
  kind: "customer" | "reseller";
  login: string;
  contactName: string;
  company: string;
  suspended?: boolean;
}

export interface Plot {
  name: string;
  /** The webspace (or, for a subdomain, the parent site) that it belongs to; a plot without one is a webspace. */
  within?: string;
  description?: string;
  suspended?: boolean;
  mail?: "on" | "off";
  nonexistentUser?: MailPreferences["nonexistentUser"];
  aliases?: { name: string; mail: boolean }[];
  addresses: Address[];
  /** Its MX points to a hosted provider's mail servers. */
  hostedMail?: boolean;
  slaveZone?: boolean;
  /** First day, as YYYY-MM-DD; left out: a day from the generator. */
  since?: string;
}

export interface Address {
  name: string;
  /** Bytes; -1 is unlimited. Left out: no mailbox. */
  quota?: number;
  aliases?: string[];
  forward?: string[];
  autoresponder?: { subject: string; text: string };
}

export const megabyte = 1024 * 1024;

/** The ordinary address: a mailbox of 250 MB. */
export function box(name: string, extra: Omit<Address, "name"> = {}): Address {
  return { name, quota: 250 * megabyte, ...extra };
}
