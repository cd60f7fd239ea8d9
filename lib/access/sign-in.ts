import { isIP } from "node:net";
import { z } from "zod";
import { getCredentials } from "@/db/administrators";
import { record } from "@/db/audit";
import type { Db } from "@/db/client";
import { isKnownDevice, rememberDevice } from "@/db/devices";
import { createSession, isKnownAddress, revokeSession } from "@/db/sessions";
import { type Allowance, giveBack, takeTry } from "@/db/sign-in-tries";
import { env } from "@/lib/env";
import { duration } from "@/lib/format";
import { isPassword } from "./passwords";

/** What is known of a browser that asks. The address may be forged unless a trusted proxy tells it. */
export interface RequestFacts {
  address: string;
  userAgent: string;
  /** What this browser was given when somebody first signed in with it. */
  device?: string;
}

export interface Begun {
  sessionId: string;
  /** The second factor is still to come. */
  half: boolean;
  /** To be kept by the browser. */
  device?: string;
}

export type SignInResult = ({ ok: true } & Begun) | { ok: false; message: string };

const given = z.object({
  login: z.string().trim().toLowerCase().min(1).max(200),
  password: z.string().min(1).max(200),
});

/**
 * An account's twenty tries an hour, in three parts, so that strangers can use up their own alone: whoever signs in
 * with a browser that did so before, or at least from such an address, is not kept out by them.
 */
const allowances = {
  device: { atOnce: 6, anHour: 3 },
  address: { atOnce: 3, anHour: 2 },
  stranger: { atOnce: 4, anHour: 2 },
} satisfies Record<string, Allowance>;

/** For one network, whatever logins it tries. */
const networkAllowance: Allowance = { atOnce: 20, anHour: 60 };

const wrong = "The login or the password is wrong.";

/**
 * Checks a login and password, and begins a session or the half of one. Neither the answer nor its time tells whether
 * the login exists.
 */
export async function signInWithPassword(
  db: Db,
  login: unknown,
  password: unknown,
  facts: RequestFacts,
): Promise<SignInResult> {
  const parsed = given.safeParse({ login, password });
  if (!parsed.success) return { ok: false, message: "Give your login and your password." };
  const who = parsed.data;
  const account = await accountTries(db, who.login, facts);
  const network = `network:${networkOf(facts.address)}`;
  const refused = await refusal(db, [account.subject, account.allowance], [network, networkAllowance]);
  if (refused) return { ok: false, message: refused };

  const stored = await getCredentials(db, who.login);
  const right = await isPassword(stored?.passwordHash ?? null, who.password);
  if (!right || !stored || stored.disabled) {
    await record(db, { actor: who.login, event: "session.refused", detail: { address: facts.address } });
    return { ok: false, message: wrong };
  }
  return db.transaction(async (tx) => {
    await giveBack(tx, account.subject);
    await giveBack(tx, network);
    const person = { id: stored.id, login: who.login };
    if (!stored.secondFactor) return { ok: true, ...(await beginSession(tx, person, facts)) };
    const { address, userAgent } = facts;
    const values = { administratorId: person.id, hours: env().sessionHours, address, userAgent, half: true };
    return { ok: true, sessionId: await createSession(tx, values), half: true };
  });
}

/** A whole session, after everything has been proved. `from` is the half session that it takes the place of. */
export async function beginSession(
  tx: Db,
  person: { id: number; login: string },
  facts: RequestFacts,
  { from, provedAt, by = "password" }: { from?: string; provedAt?: Date | null; by?: string } = {},
): Promise<Begun> {
  const { address, userAgent } = facts;
  if (from) await revokeSession(tx, from);
  const device = await rememberDevice(tx, person.id, facts.device);
  const sessionId = await createSession(tx, {
    administratorId: person.id,
    hours: env().sessionHours,
    address,
    userAgent,
    newDevice: device.isNew,
    provedAt,
  });
  const entry = { actor: person.login, target: person.login, detail: { address, userAgent, by } };
  await record(tx, { ...entry, event: "session.signed-in" });
  if (device.isNew) await record(tx, { ...entry, event: "session.new-device" });
  return { sessionId, half: false, device: device.token };
}

/** What a browser that is signed in uses up when it is asked for the password again: the same as at its next sign-in. */
export const ownTries = (login: string): [subject: string, allowance: Allowance] => [
  `device:${login}`,
  allowances.device,
];

/** Whose tries a browser uses up when it tries at this account. */
async function accountTries(db: Db, login: string, facts: RequestFacts) {
  const kind = (await isKnownDevice(db, login, facts.device))
    ? "device"
    : facts.address !== "" && (await isKnownAddress(db, login, facts.address))
      ? "address"
      : "stranger";
  return { subject: `${kind}:${login}`, allowance: allowances[kind] };
}

/** Takes a try of each; the sentence when one of them has none left. */
export async function refusal(db: Db, ...tries: [subject: string, allowance: Allowance][]): Promise<string | null> {
  const taken: string[] = [];
  for (const [subject, allowance] of tries) {
    const wait = await takeTry(db, subject, allowance);
    if (wait > 0) {
      // Whoever waits for one has used up nothing of the others.
      for (const each of taken) await giveBack(db, each);
      return `Too many wrong tries. Wait ${duration(wait)}, then try again.`;
    }
    taken.push(subject);
  }
  return null;
}

/** An IPv4 address, or the 64 bits of an IPv6 address that one customer of a network has. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill("0");
  return `${[...groups, ...zeros, ...rest]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
