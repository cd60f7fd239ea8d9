import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import type { Db } from "@/db/client";
import { addPasskey, getPasskey, passkeyUsed } from "@/db/passkeys";
import { getFactors } from "@/db/second-factor";
import { setChallenge, takeChallenge } from "@/db/sessions";
import { env } from "@/lib/env";

/**
 * Passkeys and security keys (WebAuthn). They work for the address of PUBLIC_URL alone, and only where that has a name
 * and https (or is localhost): browsers want it so. The device asks its owner for a PIN or a finger, so a passkey is
 * both factors in one.
 */

interface Person {
  id: number;
  login: string;
  name?: string;
  sessionId: string;
}

const site = () => new URL(env().publicUrl);

/** Whether browsers let this console have passkeys at all. */
export function passkeysWork(): boolean {
  const { hostname, protocol } = site();
  const named = !/^[\d.]+$/.test(hostname) && !hostname.startsWith("[");
  return named && (protocol === "https:" || hostname === "localhost");
}

const credential = z.preprocess(
  (given) => {
    try {
      return JSON.parse(String(given).slice(0, 20_000));
    } catch {
      return null;
    }
  },
  z.looseObject({
    id: z.string().min(1).max(1400),
    rawId: z.string().min(1).max(1400),
    type: z.literal("public-key"),
    response: z.record(z.string(), z.unknown()),
    clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  }),
);

/** What `navigator.credentials.create` needs. The challenge is kept with the session and good for one answer. */
export async function beginPasskey(db: Db, person: Person): Promise<object> {
  const { passkeys } = await getFactors(db, person.id);
  const options = await generateRegistrationOptions({
    rpName: "Centralized Mail",
    rpID: site().hostname,
    userName: person.login,
    userDisplayName: person.name ?? person.login,
    userID: new TextEncoder().encode(`person ${person.id}`),
    attestationType: "none",
    excludeCredentials: passkeys.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  });
  await setChallenge(db, person.sessionId, options.challenge);
  return options;
}

/** Keeps the new passkey. False when the device's answer is not the one to our challenge. */
export async function finishPasskey(db: Db, person: Person, name: string, given: unknown): Promise<boolean> {
  const expectedChallenge = await takeChallenge(db, person.sessionId);
  const parsed = credential.safeParse(given);
  if (!expectedChallenge || !parsed.success) return false;
  const answered = await verifyRegistrationResponse({
    response: parsed.data as unknown as RegistrationResponseJSON,
    expectedChallenge,
    expectedOrigin: site().origin,
    expectedRPID: site().hostname,
    requireUserVerification: true,
  }).catch(() => null);
  if (!answered?.verified) return false;
  const { id, publicKey, counter } = answered.registrationInfo.credential;
  return addPasskey(db, person.id, { id, name, publicKey: Buffer.from(publicKey).toString("base64url"), counter });
}

/** What `navigator.credentials.get` needs. */
export async function askForPasskey(db: Db, person: Person): Promise<object> {
  const { passkeys } = await getFactors(db, person.id);
  const options = await generateAuthenticationOptions({
    rpID: site().hostname,
    allowCredentials: passkeys.map(({ id }) => ({ id })),
    userVerification: "required",
  });
  await setChallenge(db, person.sessionId, options.challenge);
  return options;
}

/** Whether the answer was made by a passkey of this person for the challenge of this session. */
export async function checkPasskey(db: Db, person: Person, given: unknown): Promise<boolean> {
  const expectedChallenge = await takeChallenge(db, person.sessionId);
  const parsed = credential.safeParse(given);
  if (!expectedChallenge || !parsed.success) return false;
  const key = await getPasskey(db, person.id, parsed.data.id);
  if (!key) return false;
  const answered = await verifyAuthenticationResponse({
    response: parsed.data as unknown as AuthenticationResponseJSON,
    expectedChallenge,
    expectedOrigin: site().origin,
    expectedRPID: site().hostname,
    requireUserVerification: true,
    credential: {
      id: key.id,
      publicKey: new Uint8Array(Buffer.from(key.publicKey, "base64url")),
      counter: key.counter,
    },
  }).catch(() => null);
  if (!answered?.verified) return false;
  await passkeyUsed(db, key.id, answered.authenticationInfo.newCounter);
  return true;
}
