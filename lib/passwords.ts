import { randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** Argon2id with 19 MiB, two passes, one lane: the library's defaults, written out because stored hashes depend on them. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash of nothing anyone knows: an unknown login costs the same time as a wrong password. */
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$G2e0C/pxoCt6HXTkOD13Eg$tRpNUVcxEWJ9JLvFcNjpM+86tjupXGpO9qIb3t6n0KM";

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Takes as long for a login that does not exist (`stored` null), and is then false. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await verify(stored ?? nobody, password);
  return right && stored !== null;
}

/** What is wrong with a new password, as a sentence; null when it is fine. */
export function passwordFault(password: string, login: string): string | null {
  if (password.length < 12) return "The password is too short: use at least 12 characters.";
  if (password.length > 200) return "The password is too long: use at most 200 characters.";
  if (new Set(password).size < 5) return "The password repeats itself: use at least 5 different characters.";
  if (login.length > 2 && password.toLowerCase().includes(login.toLowerCase()))
    return "The password contains the login: choose another one.";
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
