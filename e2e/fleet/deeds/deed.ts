import { domainToASCII } from "node:url";
import type { Account, Domain, MailName, PleskServer } from "../model";
import { findMailName, shelf } from "../world";

/** Something a person or a test does to a running server from outside, by name. */
export interface Deed {
  name: string;
  /** The arguments as they are written: `<domain> [--mail off]`. */
  usage: string;
  help: string;
  /** Returns what happened, in a sentence. Throws WrongInput, or PleskRefusal where the server itself says no. */
  run(scene: Scene, words: string[], flags: Flags): string;
}

export interface Scene {
  server: PleskServer;
  /** Seconds, for zones that a deed creates. */
  ttl: number;
  /** What the fleet saw on this server that must never happen. */
  violations: readonly string[];
}

export type Flags = Record<string, string>;

/** What was written cannot be done; the message says why and what can. */
export class WrongInput extends Error {}

/** The words and the `--name value` pairs of a command line. */
export function wordsAndFlags(args: readonly string[]): { words: string[]; flags: Flags } {
  const words: string[] = [];
  const flags: Flags = {};
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    if (!arg.startsWith("--")) words.push(arg);
    else {
      const value = args[at + 1];
      if (value === undefined) throw new WrongInput(`${arg} needs a value.`);
      flags[arg.slice(2)] = value;
      at += 1;
    }
  }
  return { words, flags };
}

/** One of the words that a deed understands here. */
export function oneOf<T extends string>(what: string, word: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === word);
  if (found === undefined) throw new WrongInput(`${what} is ${choices.join(", ")}; not ${word || "nothing"}.`);
  return found;
}

export function accountOf(server: PleskServer, login: string): Account {
  const account = shelf(server).accounts.one("lowerLogin", login.toLowerCase());
  if (account) return account;
  const known = server.accounts.map((other) => other.login);
  throw new WrongInput(`${server.key} has no account ${login}. It has ${some(known)}.`);
}

export function domainOf(server: PleskServer, name: string): Domain {
  const domain = shelf(server).domains.one("asciiName", domainToASCII(name));
  if (domain) return domain;
  const known = server.domains.map((other) => other.name);
  throw new WrongInput(`${server.key} has no domain ${name}. It has ${some(known)}.`);
}

/** The domain of `local@domain` and the local part. */
export function splitAddress(server: PleskServer, address: string): { domain: Domain; local: string } {
  const at = address.lastIndexOf("@");
  if (at < 1) throw new WrongInput(`${address} is not an address; it looks like info@example.test.`);
  return { domain: domainOf(server, address.slice(at + 1)), local: address.slice(0, at) };
}

export function mailNameOf(server: PleskServer, address: string): { domain: Domain; mailName: MailName } {
  const { domain, local } = splitAddress(server, address);
  const mailName = findMailName(server, domain, local);
  if (mailName) return { domain, mailName };
  const known = shelf(server).mailNames.all("domain", domain.id);
  throw new WrongInput(`${domain.name} has no address ${local}. It has ${some(known.map(({ name }) => name))}.`);
}

/** At most twenty names, so that a huge server still answers in a readable sentence. */
function some(names: readonly string[]): string {
  if (names.length === 0) return "none yet";
  const rest = names.length - 20;
  return names.slice(0, 20).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
