import { createHash, hkdfSync } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Db } from "@/db/client";
import { isKnownDevice } from "@/db/devices";
import { getFactors, setRecoveryCodes, setSeed, takeRecoveryCode, takeStep } from "@/db/second-factor";
import type { SignedIn } from "@/db/sessions";
import { giveBack } from "@/db/sign-in-tries";
import { needed } from "@/lib/env";
import { generatePassword } from "./passwords";
import { openSeed, sealSeed } from "./seeds";
import { type RequestFacts, refusal } from "./sign-in";

/** Authenticator apps (TOTP, RFC 6238) and recovery codes. */

const period = 30;
/** Codes of the step before and the one after are taken too: clocks differ. */
const window = 1;

const totp = (login: string, seed: Secret) =>
  new TOTP({ issuer: "Centralized Mail", label: login, secret: seed, algorithm: "SHA1", digits: 6, period });

/**
 * The seed that is offered to somebody who sets an app up: the same at every look at the page until they prove anew to
 * be there, so that it can be scanned in peace. Nothing is stored until a code of it comes back.
 */
export function offeredSeed({ sessionId, provedAt }: Pick<SignedIn, "sessionId" | "provedAt">): string {
  const salt = `${sessionId} ${provedAt?.getTime()}`;
  const bytes = hkdfSync("sha256", needed("authSecret"), salt, "centralized-mail offered seed", 20);
  return new Secret({ buffer: bytes }).base32;
}

/** The seed in the form that apps read. */
export function seedAddress(login: string, seed: string): string {
  return totp(login, Secret.fromBase32(seed)).toString();
}

/** The step of time that a code belongs to; null for a wrong one. */
export function stepOf(login: string, seed: string, code: string, now = Date.now()): number | null {
  const token = code.replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totp(login, Secret.fromBase32(seed)).validate({ token, timestamp: now, window });
  return delta === null ? null : Math.floor(now / 1000 / period) + delta;
}

/** Takes the app into use, once it has shown a right code of the offered seed. */
export async function enableAuthenticator(db: Db, person: SignedIn, code: string): Promise<boolean> {
  const seed = offeredSeed(person);
  const step = stepOf(person.login, seed, code);
  if (step === null) return false;
  await setSeed(db, person.id, sealSeed(seed, person.id), step);
  return true;
}

export type CodeResult = { ok: true; by: "authenticator" | "recovery code" } | { ok: false; message: string };

/** Checks a code of the app, or one of the recovery codes; either works once. */
export async function checkCode(
  db: Db,
  person: { id: number; login: string },
  given: string,
  facts: RequestFacts,
): Promise<CodeResult> {
  // As with passwords: whoever guesses elsewhere does not keep out the browser that is known.
  const known = await isKnownDevice(db, person.login, facts.device);
  const tries = `code:${known ? "device" : "stranger"}:${person.login}`;
  const refused = await refusal(db, [tries, { atOnce: 5, anHour: 10 }]);
  if (refused) return { ok: false, message: refused };
  const by = await takeCode(db, person, given);
  if (!by) return { ok: false, message: "That code is wrong, or was used already. Wait for the next one." };
  await giveBack(db, tries);
  return { ok: true, by };
}

async function takeCode(db: Db, person: { id: number; login: string }, given: string) {
  const { sealedSeed } = await getFactors(db, person.id);
  const seed = sealedSeed ? openSeed(sealedSeed, person.id) : null;
  const step = seed ? stepOf(person.login, seed, given) : null;
  if (step !== null) return (await takeStep(db, person.id, step)) ? "authenticator" : null;
  return (await takeRecoveryCode(db, person.id, codeHash(given))) ? "recovery code" : null;
}

/** Ten codes of 98 bits, kept as hashes; the ones from before no longer work. */
export async function makeRecoveryCodes(db: Db, administratorId: number): Promise<string[]> {
  const codes = Array.from({ length: 10 }, generatePassword);
  await setRecoveryCodes(db, administratorId, codes.map(codeHash));
  return codes;
}

/** Too long to be guessed, so that a hash without salt and cost keeps it. */
function codeHash(code: string): string {
  return createHash("sha256").update(code.trim().toLowerCase().replaceAll(/[\s-]/g, "")).digest("hex");
}
