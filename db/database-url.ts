import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { type ConnectionOptions, createSecureContext } from "node:tls";

/**
 * The address of a database as the two drivers take it. What it says of TLS is read here alone, with the meanings that
 * PostgreSQL's own programs give it: by themselves the drivers read the same words differently, so that an address which
 * suits one of them is refused by the other, or verifies nothing there.
 */
export interface DatabaseUrl {
  /** Without what it says of TLS, which `postgres` would send to the server as settings. */
  url: string;
  ssl: false | ConnectionOptions;
  /** For the queue, which takes nothing but an address: the same said in words that its driver has for it. */
  queueUrl: string;
}

const modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
/** Both drivers understand the last one alike; it stays where it is. */
const known = ["sslmode", "sslrootcert", "sslcert", "sslkey", "sslnegotiation"];
/** The file name by which PostgreSQL's programs mean the authorities that everybody knows. */
const everybodys = "system";

/** Throws a sentence where the address asks for something that is not there; the settings were held against it before. */
export function readDatabaseUrl(text: string): DatabaseUrl {
  const fault = tlsFault(text);
  if (fault) throw new Error(`DATABASE_URL ${fault}`);
  const url = new URL(text);
  const said = tlsOf(url);
  for (const name of [...url.searchParams.keys()])
    if (name === "uselibpqcompat" || (name.startsWith("ssl") && name !== "sslnegotiation"))
      url.searchParams.delete(name);
  const queue = new URL(url);
  const words = { uselibpqcompat: "true", sslmode: said?.mode ?? "disable", ...said?.files };
  for (const [name, value] of Object.entries(words)) queue.searchParams.set(name, value);
  return { url: url.href, ssl: said ? optionsOf(url.hostname, said) : false, queueUrl: queue.href };
}

/** What is wrong with what an address says of TLS, to be put behind the name of its setting. */
export function tlsFault(text: string): string | undefined {
  const url = new URL(text);
  const names = [...url.searchParams].flatMap(([name, value]) => (name.startsWith("ssl") && value ? [name] : []));
  // Never with its value: there is one for a password.
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) return `has ${unknown}, which is not understood here: say it with ${known.join(", ")}.`;
  const mode = last(url, "sslmode");
  if (!mode)
    return names[0] && `has ${names[0]} without sslmode, so nothing would be encrypted: add sslmode=verify-full.`;
  if (!modes.includes(mode)) return `has sslmode=${mode}: give one of disable, require, verify-ca, verify-full.`;
  const said = tlsOf(url);
  if (!said) return undefined;
  if (last(url, "sslrootcert") === everybodys && mode !== "verify-full")
    return `has sslrootcert=${everybodys} with sslmode=${mode}: anybody has a certificate of theirs, so give sslmode=verify-full.`;
  if (mode === "verify-ca" && !said.files.sslrootcert)
    return "has sslmode=verify-ca without sslrootcert: give the file with the authority's certificate.";
  if (!said.files.sslcert !== !said.files.sslkey) return "has one of sslcert and sslkey: give both or neither.";
  return fileFault(said.files);
}

interface Said {
  mode: string;
  files: { sslrootcert?: string; sslcert?: string; sslkey?: string };
}

/** Null where nothing is to be encrypted, which is also meant where nothing is said. */
function tlsOf(url: URL): Said | null {
  const mode = last(url, "sslmode") ?? "disable";
  if (mode === "disable") return null;
  const files = ["sslrootcert", "sslcert", "sslkey"].flatMap((name) => {
    const file = last(url, name);
    return file && !(name === "sslrootcert" && file === everybodys) ? [[name, file]] : [];
  });
  // Both would go on in the open with whoever says that there is no TLS. Who names them wants it, so it is required.
  return { mode: mode === "allow" || mode === "prefer" ? "require" : mode, files: Object.fromEntries(files) };
}

/** The value that counts where a name is given twice; an empty one counts as not given. */
const last = (url: URL, name: string): string | undefined => url.searchParams.getAll(name).at(-1) || undefined;

/** The drivers would throw at what is no certificate where nobody catches it, or take it for one that vouches for nobody. */
function fileFault(files: Said["files"]): string | undefined {
  for (const [name, file] of Object.entries(files)) {
    try {
      read(file);
    } catch (error) {
      const reason = error instanceof Error && "code" in error ? error.code : error;
      return `has ${name}=${file}, which cannot be read (${reason}): every process of the console has to read it.`;
    }
  }
  const { ca, cert, key } = contentsOf(files);
  // One or more, with words between them.
  const authorities = ca?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (
    ca !== undefined &&
    !(authorities.length > 0 && works(() => authorities.map((each) => new X509Certificate(each))))
  )
    return `has sslrootcert=${files.sslrootcert}, which holds no certificate in PEM.`;
  if (cert && !works(() => createSecureContext({ cert, key })))
    return "has sslcert and sslkey that are no certificate in PEM and its private key in PEM, without a password.";
  return undefined;
}

function works(deed: () => unknown): boolean {
  try {
    deed();
    return true;
  } catch {
    return false;
  }
}

function optionsOf(host: string, { mode, files }: Said): ConnectionOptions {
  return {
    // Whom the certificate is for, where that is an IP address: the driver names none.
    host,
    rejectUnauthorized: mode !== "require" || files.sslrootcert !== undefined,
    ...(mode !== "verify-full" && { checkServerIdentity: () => undefined }),
    ...contentsOf(files),
  };
}

function contentsOf({ sslrootcert, sslcert, sslkey }: Said["files"]): { ca?: string; cert?: string; key?: string } {
  return {
    ...(sslrootcert && { ca: read(sslrootcert) }),
    ...(sslcert && { cert: read(sslcert) }),
    ...(sslkey && { key: read(sslkey) }),
  };
}

// Without the mark the build takes the whole project for files that this path may mean.
const read = (file: string): string => readFileSync(/* turbopackIgnore: true */ file, "utf8");
