import type { Account, PleskServer } from "../model";
import { shelf } from "../world/shelves";
import { PacketRefusal } from "./refused-packet";

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What a request brings to prove who it is from. */
export type Credentials = { key: string } | { login: string; password: string };

/** Reads the credentials from lower-cased header names; throws 1029 where there are none. */
export function credentialsFrom(headers: Headers): Credentials {
  const one = (name: string) => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const key = one("key");
  if (key !== undefined) return { key };
  const login = one("http_auth_login");
  const password = one("http_auth_passwd");
  if (login !== undefined && password !== undefined) return { login, password };
  throw new PacketRefusal(1029, "Unknown authentication method");
}

/** The account that the credentials prove, or a refusal: 1001, 11003, 1011. */
export function callerOf(server: PleskServer, credentials: Credentials, remoteAddress: string): Account {
  const account =
    "key" in credentials
      ? byKey(server, credentials.key, remoteAddress)
      : byPassword(server, credentials.login, credentials.password);
  if (account.status !== 0) throw new PacketRefusal(1011, "The account is disabled.");
  return account;
}

function byKey(server: PleskServer, presented: string, remoteAddress: string): Account {
  const known = server.keys.find(({ key }) => key === presented);
  const bound = known && known.ipAddresses.length > 0 && !known.ipAddresses.includes(plainIp(remoteAddress));
  const account =
    known && !bound && !server.faults.wrongKey ? shelf(server).accounts.one("login", known.login) : undefined;
  if (account) return account;
  throw new PacketRefusal(11003, `Secret key check failed for the address ${plainIp(remoteAddress)}`);
}

function byPassword(server: PleskServer, login: string, password: string): Account {
  const account = shelf(server).accounts.one("login", login);
  if (account && account.password === password && !server.faults.wrongPassword) return account;
  throw new PacketRefusal(1001, "You have entered incorrect username or password.");
}

/** Sockets that listen on both families show an IPv4 peer as ::ffff:192.0.2.1. */
export function plainIp(address: string): string {
  return address.replace(/^::ffff:/, "");
}

/** Would these credentials open this server's panel? */
export function opens(server: PleskServer, credentials: Credentials): boolean {
  if ("key" in credentials) return server.keys.some(({ key }) => key === credentials.key);
  const account = shelf(server).accounts.one("login", credentials.login);
  return account !== undefined && account.password === credentials.password;
}
