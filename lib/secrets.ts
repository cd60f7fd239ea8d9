import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { inspect } from "node:util";

/**
 * Credentials at rest. Anyone with the public key can seal, only the worker can open: an ephemeral X25519 key agrees
 * with the worker's, HKDF-SHA-256 makes one AES-256-GCM key a secret, and the context ("servers.key:<guid>") is
 * authenticated, so a ciphertext moved to another row does not open there.
 * Form: `v1.<key id>.<base64url of ephemeral key (32) | nonce (12) | ciphertext | tag (16)>`.
 */

const version = "v1";
const product = "centralized-mail";
/** Node accepts tags of four bytes unless the length is pinned. */
const tagBytes = 16;

/** Both are base64url of DER (SPKI and PKCS #8). */
export interface KeyPair {
  publicKey: string;
  privateKey: string;
}

/** A credential in memory. Prints as [secret] wherever it leaks to: logs, errors, JSON. */
export class Secret {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  reveal(): string {
    return this.#text;
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): string {
    return "[secret]";
  }
  [inspect.custom](): string {
    return "[secret]";
  }
}

export function makeKeyPair(): KeyPair {
  const pair = generateKeyPairSync("x25519");
  return {
    publicKey: pair.publicKey.export({ format: "der", type: "spki" }).toString("base64url"),
    privateKey: pair.privateKey.export({ format: "der", type: "pkcs8" }).toString("base64url"),
  };
}

export function seal(publicKey: string, secret: string | Secret, context: string): string {
  const recipient = readPublicKey(publicKey);
  const ephemeral = generateKeyPairSync("x25519");
  const point = rawPoint(ephemeral.publicKey);
  const nonce = randomBytes(12);
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient });
  const keyId = idOf(recipient);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(shared, point, recipient), nonce, { authTagLength: tagBytes });
  cipher.setAAD(additionalData(keyId, context));
  const text = typeof secret === "string" ? secret : secret.reveal();
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `${version}.${keyId}.${Buffer.concat([point, nonce, body, cipher.getAuthTag()]).toString("base64url")}`;
}

/** Whether a secret was sealed for one of these keys. */
export function sealedFor(privateKeys: readonly string[], sealed: string): boolean {
  const [, keyId] = sealed.split(".");
  return privateKeys.some((key) => idOf(readPrivateKey(key)) === keyId);
}

/**
 * Opens with that of the keys that it was sealed for. Throws when the key, the context or a single bit is not the one it
 * was sealed with. The error never holds the text.
 */
export function open(privateKeys: string | readonly string[], sealed: string, context: string): Secret {
  const [form, keyId, body, ...rest] = sealed.split(".");
  if (form !== version || !keyId || !body || rest.length > 0) throw new Error(`The secret "${context}" is malformed.`);
  const keys = [privateKeys].flat().map(readPrivateKey);
  const own = keys.find((key) => idOf(key) === keyId);
  if (!own) {
    const had = keys.map(idOf).join(", ");
    throw new Error(`The secret "${context}" was sealed for key ${keyId}, but this worker has key ${had}.`);
  }
  const recipient = createPublicKey(own);
  const bytes = Buffer.from(body, "base64url");
  // The decoder skips characters that are not base64url and spare bits: only the one spelling counts.
  if (bytes.toString("base64url") !== body || bytes.length < 32 + 12 + tagBytes)
    throw new Error(`The secret "${context}" is malformed.`);
  const point = bytes.subarray(0, 32);
  try {
    const shared = diffieHellman({ privateKey: own, publicKey: publicKeyFromPoint(point) });
    const decipher = createDecipheriv("aes-256-gcm", deriveKey(shared, point, recipient), bytes.subarray(32, 44), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(additionalData(keyId, context));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(44, -tagBytes)), decipher.final()]);
    return new Secret(text.toString("utf8"));
  } catch {
    throw new Error(`The secret "${context}" does not open: it was changed, or belongs to another object.`);
  }
}

/** Names the key that a secret was sealed for. */
export function keyId(publicKey: string): string {
  return idOf(readPublicKey(publicKey));
}

function readPublicKey(text: string): KeyObject {
  const key = createPublicKey({ key: Buffer.from(text, "base64url"), format: "der", type: "spki" });
  if (key.asymmetricKeyType !== "x25519") throw new Error(`An X25519 key is needed, not ${key.asymmetricKeyType}.`);
  return key;
}

function readPrivateKey(text: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(text, "base64url"), format: "der", type: "pkcs8" });
}

function publicKeyFromPoint(point: Buffer): KeyObject {
  return createPublicKey({ key: { kty: "OKP", crv: "X25519", x: point.toString("base64url") }, format: "jwk" });
}

function rawPoint(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url");
}

function idOf(key: KeyObject): string {
  return createHash("sha256").update(rawPoint(key)).digest("base64url").slice(0, 12);
}

function deriveKey(shared: Buffer, point: Buffer, recipient: KeyObject): Buffer {
  const salt = Buffer.concat([point, rawPoint(recipient)]);
  return Buffer.from(hkdfSync("sha256", shared, salt, `${product} ${version}`, 32));
}

function additionalData(keyId: string, context: string): Buffer {
  return Buffer.from(`${product}\n${version}\n${keyId}\n${context}`, "utf8");
}
