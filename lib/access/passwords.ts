import { randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { isBreached } from "./breached";

/** Argon2id with 19 MiB, two passes, one lane: the library's defaults, written out because stored hashes depend on them. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash of nothing anyone knows: an unknown login costs the same time as a wrong password. */
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$G2e0C/pxoCt6HXTkOD13Eg$tRpNUVcxEWJ9JLvFcNjpM+86tjupXGpO9qIb3t6n0KM";

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), cost);
}

/** Takes as long for a login that does not exist (`stored` null), and is then false. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await verify(stored ?? nobody, password.normalize("NFC"));
  return right && stored !== null;
}

/**
 * What is wrong with a new password, as a sentence; null when it is fine. Long and not known to others is all that is
 * asked, as NIST SP 800-63B-4 wants it: no kinds of characters, and no change by the calendar.
 */
export function passwordFault(password: string, login: string): string | null {
  if ([...password].length < 15)
    return "The password is too short: use at least 15 characters, for example four words.";
  if (password.length > 200) return "The password is too long: use at most 200 characters.";
  if (isBreached(password)) return "The password is known from a leak, so others try it: choose another one.";
  const without = [login, "centralized mail", "centralizedmail", "plesk", "password"].reduce(
    (rest, word) => (word.length > 2 ? rest.replaceAll(word.toLowerCase(), "") : rest),
    password.toLowerCase(),
  );
  if (new Set(without).size < 5)
    return "The password is easily guessed: it repeats itself, or is little more than your login and what this console is called.";
  return null;
}

/** What is wrong with a new login, as a sentence; null when it is fine. */
export function loginFault(login: string): string | null {
  return /^[a-z0-9][a-z0-9._@-]{0,62}$/.test(login)
    ? null
    : "A login is 1 to 63 small letters, digits, dots, hyphens, underscores or @, and starts with a letter or digit.";
}

/** Twenty characters that cannot be mistaken for one another, in groups of five: 98 bits. */
export function generatePassword(): string {
  const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}
