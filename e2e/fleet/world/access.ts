import type { PleskServer, SecretKey, Session } from "../model";
import { type By, by, hex, newGuid } from "./by";
import { PleskRefusal } from "./refusal";
import { shelf } from "./shelves";

export interface KeyInput {
  /** None: bound to the maker's address, or to no address, as the server's assumptions say. */
  ipAddresses?: string[];
  description?: string;
  login?: string;
}

export function createKey(server: PleskServer, input: KeyInput = {}, who: By = by()): SecretKey {
  const login = input.login ?? server.accounts[0]?.login ?? "admin";
  if (!shelf(server).accounts.one("login", login)) throw new PleskRefusal(1013, `User ${login} does not exist`);
  const unbound = server.assumptions.keyWithoutAddress === "any" ? [] : [who.address];
  const key = {
    key: newGuid(who.bytes),
    ipAddresses: input.ipAddresses?.length ? input.ipAddresses : unbound,
    description: input.description ?? "",
    login,
  };
  server.keys.push(key);
  return key;
}

export function deleteKey(server: PleskServer, key: SecretKey): void {
  server.keys = server.keys.filter((other) => other !== key);
}

/** How long a token waits for its first use, in milliseconds. */
const UNUSED_TOKEN_LIFE = 5 * 60_000;

export interface SessionInput {
  login: string;
  userIp: string;
  startingUrl?: string;
}

export function createSession(server: PleskServer, input: SessionInput, who: By = by()): Session {
  if (!shelf(server).accounts.one("login", input.login)) {
    throw new PleskRefusal(1013, `User ${input.login} does not exist`);
  }
  const session = {
    token: hex(who.bytes, 16),
    login: input.login,
    userIp: input.userIp,
    startingUrl: input.startingUrl ?? "/",
    createdAt: who.now,
  };
  server.sessions.push(session);
  return session;
}

/** Spends a one-time token: a second use, a late one, or one from a wrong address gets nothing. */
export function spendSession(
  server: PleskServer,
  token: string,
  from: { address: string; now: number },
): Session | undefined {
  const session = server.sessions.find((candidate) => candidate.token === token);
  if (!session || session.usedAt !== undefined || from.now - session.createdAt > UNUSED_TOKEN_LIFE) return undefined;
  if (server.assumptions.sessionAddress === "enforced" && session.userIp !== from.address) return undefined;
  session.usedAt = from.now;
  return session;
}

export function endSession(server: PleskServer, token: string): void {
  const rest = server.sessions.filter((session) => session.token !== token);
  if (rest.length === server.sessions.length) throw new PleskRefusal(1013, "Session does not exist");
  server.sessions = rest;
}
