import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { needed } from "@/lib/env";

/**
 * Seeds of authenticator apps at rest. The web process checks codes itself, so it can open them: by a key made from
 * NEXTAUTH_SECRET, bound to the person. Whoever has the database alone cannot. With another NEXTAUTH_SECRET the apps
 * have to be set up anew; recovery codes and passkeys go on.
 */

const tagBytes = 16;
const nonceBytes = 12;

export function sealSeed(seed: string, administratorId: number): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key(), nonce, { authTagLength: tagBytes });
  cipher.setAAD(context(administratorId));
  const body = Buffer.concat([cipher.update(seed, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString("base64url");
}

/** Null when it is another person's, was changed, or was sealed with another NEXTAUTH_SECRET. */
export function openSeed(sealed: string, administratorId: number): string | null {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < nonceBytes + tagBytes) return null;
  try {
    const nonce = bytes.subarray(0, nonceBytes);
    const decipher = createDecipheriv("aes-256-gcm", key(), nonce, { authTagLength: tagBytes });
    decipher.setAAD(context(administratorId));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    return decipher.update(bytes.subarray(nonceBytes, -tagBytes)).toString("utf8") + decipher.final("utf8");
  } catch {
    return null;
  }
}

function key(): Buffer {
  return Buffer.from(hkdfSync("sha256", needed("authSecret"), "", "centralized-mail authenticator seeds", 32));
}

const context = (administratorId: number) => Buffer.from(`administrators.sealed_seed:${administratorId}`);
