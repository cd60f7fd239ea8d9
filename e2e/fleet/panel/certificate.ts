import { X509Certificate } from "node:crypto";
import { generate } from "selfsigned";

export interface Certificate {
  /** PEM. */
  key: string;
  /** PEM. */
  cert: string;
}

/**
 * Makes a certificate for a host name, valid for ten years: signed by itself, as a fresh Plesk serves it, or by an
 * authority, which is made by `makeAuthority`.
 */
export async function makeCertificate(name: string, authority?: Certificate): Promise<Certificate> {
  const notBeforeDate = new Date();
  const notAfterDate = new Date(notBeforeDate.getTime() + 10 * 365 * 86_400_000);
  const pems = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate,
    notAfterDate,
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: name }] }],
    ...(authority && { ca: authority }),
  });
  return { key: pems.private, cert: pems.cert };
}

export async function makeAuthority(name: string): Promise<Certificate> {
  const pems = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key: pems.private, cert: pems.cert };
}

/** The SHA-256 fingerprint as TLS clients show it: upper-case hex pairs with colons. */
export function fingerprintOf({ cert }: Certificate): string {
  return new X509Certificate(cert).fingerprint256;
}
