import { isIP } from "node:net";
import { resolve } from "node:path";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { tlsFault } from "@/db/database-url";
import { type IdentityProvider, identityProvider, identityRecord } from "./identity-provider";
import { given, oneOf, SettingsError, url, wholeNumber } from "./setting-kinds";

export { SettingsError } from "./setting-kinds";

/** Everything that can be set from outside, parsed once. Times are in seconds unless the name says otherwise. */
export interface Settings {
  /** Where the web process listens. Loopback unless set: the console holds a fleet's keys, so a proxy with TLS goes in front. */
  host: string;
  port: number;
  /** The address people type, without a slash at the end. Decides cookies and links. */
  publicUrl: string;
  /** Whether a proxy in front is trusted to tell the browser's address in X-Forwarded-For. */
  trustProxy: boolean;
  /** Undefined in `npm start` means: run the PostgreSQL that comes along. The web and worker processes always have one. */
  databaseUrl: string | undefined;
  /** The same database with the web process's own role; made for the PostgreSQL that comes along. */
  webDatabaseUrl: string | undefined;
  /** Absolute. Holds the database, the keys and the process ids. */
  dataDir: string;
  demoServers: number;
  demoDomains: number;
  sweepSeconds: number;
  probeSeconds: number;
  hintSeconds: number;
  /** How long a worker that went silent keeps what it was working on. */
  leaseSeconds: number;
  drainMarginSeconds: number;
  /** A session ends after so long, and after so many minutes in which nobody used it. */
  sessionHours: number;
  sessionIdleMinutes: number;
  /** How long a proof to be there (signing in, or confirming) is good for dangerous deeds. */
  proofMinutes: number;
  /** Whether whoever signs in by password sets up a second factor before anything else. */
  secondFactorRequired: boolean;
  /** The identity provider, where people sign in through one. */
  identity: IdentityProvider | undefined;
  /** Undefined is the system's resolver. */
  dnsResolver: { host: string; port: number } | undefined;
  /** Port on which authoritative name servers are asked. */
  dnsPort: number;
  workerConcurrency: number;
  /** How long trouble lasts before anybody is told of it: much passes by itself. */
  notifySeconds: number;
  /** Takes the console's mail; with login and password, so only the worker is given it. */
  mailRelay: string | undefined;
  /** The sender of the console's mail. */
  mailFrom: string | undefined;
  /** Networks that are not public and may be connected to, as CIDR: "10.20.0.0/16". */
  allowedNetworks: readonly string[];
  logLevel: LogLevel;
  /** Signs sign-in cookies; web process only. */
  authSecret: string | undefined;
  /** Seals credentials for the worker; all that the web process ever holds of that key pair. */
  workerPublicKey: string | undefined;
  /** Holds the key that opens sealed credentials; only the worker reads it. */
  workerKeyFile: string;
  /** The key itself, or a program with arguments that prints it, instead of the file. The web process is given neither. */
  workerKey: string | undefined;
  workerKeyCommand: string | undefined;
}

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9-]*[a-z0-9])?)*$/i;

const host = given.transform((text, context) => {
  if (text === undefined) return "127.0.0.1";
  if (isIP(text) || hostName.test(text)) return text;
  context.addIssue({ code: "custom", message: `is "${text}": give an address to listen on, such as 127.0.0.1.` });
  return z.NEVER;
});

const resolver = given.transform((text, context) => {
  if (text === undefined) return undefined;
  const [, bracketed, bare, port = "53"] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = bracketed ?? bare ?? "";
  if (isIP(address) && Number(port) >= 1 && Number(port) <= 65535) return { host: address, port: Number(port) };
  context.addIssue({
    code: "custom",
    message: `is "${text}": give an IP address and a port, such as 192.0.2.53:53 or [2001:db8::53]:53.`,
  });
  return z.NEVER;
});

const networks = given.transform((text, context) => {
  const all = (text ?? "").split(/[\s,]+/).filter(Boolean);
  const wrong = all.find((each) => !ipaddr.isValidCIDR(each) || each.endsWith("/0"));
  if (wrong === undefined) return all;
  context.addIssue({
    code: "custom",
    message: `has "${wrong}": give the networks that your servers are in, such as 10.20.0.0/16, fd12:3456::/32.`,
  });
  return z.NEVER;
});

// A database address carries a password, so its sentence never shows the value.
const databaseUrl = url(
  ["postgres:", "postgresql:"],
  "give one like postgres://login:password@host:5432/name.",
  () => "is not the address of a PostgreSQL database",
).superRefine((parsed, context) => {
  const fault = parsed && tlsFault(parsed.href);
  if (fault) context.addIssue({ code: "custom", message: fault });
});
const publicUrl = url(
  ["http:", "https:"],
  "give the address that people open, such as https://mail.example.com.",
  (text) => `is "${text}"`,
).refine((parsed) => !parsed || (parsed.pathname === "/" && !parsed.search && !parsed.hash && !parsed.username), {
  message: "has more than a scheme, a host and a port: the console lives at the root of its own host.",
});

// It may carry a password too.
const mailRelay = url(
  ["smtp:", "smtps:"],
  "give one like smtp://login:password@relay.example.com:587.",
  () => "is not the address of a mail server",
);

const mailAddress = given.refine((text) => text === undefined || /^[^\s@<>]+@[^\s@<>]+$/.test(text), {
  message: "is no mail address: give one like console@example.com.",
});

const day = 86_400;
const record = z.object({
  HOST: host,
  PORT: wholeNumber(1, 65535, 3000),
  PUBLIC_URL: publicUrl,
  TRUST_PROXY: oneOf(["yes", "no"], "no"),
  DATABASE_URL: databaseUrl,
  WEB_DATABASE_URL: databaseUrl,
  DATA_DIR: given,
  DEMO_SERVERS: wholeNumber(1, 100, 4),
  DEMO_DOMAINS: wholeNumber(1, 20_000, 12),
  SWEEP_SECONDS: wholeNumber(1, day, 300),
  PROBE_SECONDS: wholeNumber(1, day, 60),
  HINT_SECONDS: wholeNumber(1, day, 60),
  LEASE_SECONDS: wholeNumber(3, 3600, 180),
  DRAIN_MARGIN_SECONDS: wholeNumber(0, 30 * day, 3600),
  SESSION_HOURS: wholeNumber(1, 24 * 30, 12),
  SESSION_IDLE_MINUTES: wholeNumber(5, 24 * 60, 240),
  PROOF_MINUTES: wholeNumber(1, 24 * 60, 15),
  SECOND_FACTOR: oneOf(["optional", "required"], "optional"),
  ...identityRecord,
  DNS_RESOLVER: resolver,
  DNS_PORT: wholeNumber(1, 65535, 53),
  WORKER_CONCURRENCY: wholeNumber(1, 64, 8),
  NOTIFY_SECONDS: wholeNumber(1, day, 120),
  MAIL_RELAY: mailRelay,
  MAIL_FROM: mailAddress,
  ALLOWED_NETWORKS: networks,
  LOG_LEVEL: oneOf(logLevels, "info"),
  NEXTAUTH_SECRET: given.refine((text) => text === undefined || text.length >= 32, {
    message: "is shorter than 32 characters: remove it, and one is made on the first start.",
  }),
  WORKER_PUBLIC_KEY: given,
  WORKER_KEY_FILE: given,
  WORKER_KEY: given,
  WORKER_KEY_COMMAND: given,
});

/** Parses the settings; an empty value counts as not given. Throws a SettingsError that names every fault. */
export function parseSettings(given: Record<string, string | undefined>): Settings {
  const known = Object.keys(record.shape).flatMap((name) => (given[name] ? [[name, given[name].trim()]] : []));
  const parsed = record.safeParse(Object.fromEntries(known));
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`));
  }
  const values = parsed.data;
  // Without the marks Next takes the whole project for files that this path may mean.
  const dataDir = resolve(/* turbopackIgnore: true */ values.DATA_DIR ?? ".data");
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL?.origin ?? localUrl(values.HOST, values.PORT),
    trustProxy: values.TRUST_PROXY === "yes",
    databaseUrl: values.DATABASE_URL?.href,
    webDatabaseUrl: values.WEB_DATABASE_URL?.href,
    dataDir,
    demoServers: values.DEMO_SERVERS,
    demoDomains: values.DEMO_DOMAINS,
    sweepSeconds: values.SWEEP_SECONDS,
    probeSeconds: values.PROBE_SECONDS,
    hintSeconds: values.HINT_SECONDS,
    leaseSeconds: values.LEASE_SECONDS,
    drainMarginSeconds: values.DRAIN_MARGIN_SECONDS,
    sessionHours: values.SESSION_HOURS,
    sessionIdleMinutes: values.SESSION_IDLE_MINUTES,
    proofMinutes: values.PROOF_MINUTES,
    secondFactorRequired: values.SECOND_FACTOR === "required",
    identity: identityProvider(values),
    dnsResolver: values.DNS_RESOLVER,
    dnsPort: values.DNS_PORT,
    workerConcurrency: values.WORKER_CONCURRENCY,
    notifySeconds: values.NOTIFY_SECONDS,
    mailRelay: values.MAIL_RELAY?.href,
    mailFrom: values.MAIL_FROM,
    allowedNetworks: values.ALLOWED_NETWORKS,
    logLevel: values.LOG_LEVEL,
    authSecret: values.NEXTAUTH_SECRET,
    workerPublicKey: values.WORKER_PUBLIC_KEY,
    workerKeyFile: resolve(/* turbopackIgnore: true */ values.WORKER_KEY_FILE ?? `${dataDir}/worker.key`),
    workerKey: values.WORKER_KEY,
    workerKeyCommand: values.WORKER_KEY_COMMAND,
  };
}

/** What opens on this machine for a listening address: 0.0.0.0 and :: mean "everywhere" and open nothing themselves. */
export function localUrl(host: string, port: number): string {
  if (host === "0.0.0.0" || host === "::") return `http://127.0.0.1:${port}`;
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

let own: Settings | undefined;

/** This process's settings. Parsed on first use, so that `next build` needs none. */
export function env(): Settings {
  own ??= parseSettings(process.env);
  return own;
}

/** A setting that this process cannot do without; throws a sentence when it is missing. */
export function needed<K extends "databaseUrl" | "authSecret" | "workerPublicKey">(key: K): NonNullable<Settings[K]> {
  const value = env()[key];
  if (value) return value;
  const name = { databaseUrl: "DATABASE_URL", authSecret: "NEXTAUTH_SECRET", workerPublicKey: "WORKER_PUBLIC_KEY" }[
    key
  ];
  throw new SettingsError([
    `${name} is not set: npm start gives it to its processes; set it when you start them yourself.`,
  ]);
}
