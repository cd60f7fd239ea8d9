import { randomBytes } from "node:crypto";

/** Gives `size` random bytes; a seeded source gives the same guids, keys and tokens each time. */
export type Bytes = (size: number) => Uint8Array;

/** Who changes something, from where, when (milliseconds), and where new guids come from. */
export interface By {
  login: string;
  address: string;
  now: number;
  bytes: Bytes;
}

export function by(part: Partial<By> = {}): By {
  return { login: "admin", address: "127.0.0.1", now: Date.now(), bytes: randomBytes, ...part };
}

export function hex(bytes: Bytes, size: number): string {
  return Buffer.from(bytes(size)).toString("hex");
}

export function newGuid(bytes: Bytes): string {
  const raw = hex(bytes, 16);
  const variant = ((Number.parseInt(raw.charAt(16), 16) & 3) | 8).toString(16);
  return `${raw.slice(0, 8)}-${raw.slice(8, 12)}-4${raw.slice(13, 16)}-${variant}${raw.slice(17, 20)}-${raw.slice(20)}`;
}

/** The date of a moment as the panel writes creation dates. */
export function dateOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}
