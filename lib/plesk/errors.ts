/**
 * What went wrong between us and one panel; decides the reaction. `rejected` is the panel's no to this very request
 * (an invalid value, or a failure it does not classify); `unknown-outcome` is a change of which nobody can say whether
 * it happened: settle it by reading.
 */
export type PleskErrorKind =
  | "unreachable"
  | "timeout"
  | "certificate"
  | "credentials"
  | "denied"
  | "busy"
  | "unsupported"
  | "exists"
  | "missing"
  | "limit"
  | "rejected"
  | "malformed"
  | "unknown-outcome";

interface Details {
  kind: PleskErrorKind;
  /** The panel's own error number. */
  code?: number;
  /** Could the panel have acted on it? False when nothing was sent. */
  sent: boolean;
  /** It is the answer to one operation alone; the others of its packet were answered as well. */
  ownResult?: boolean;
  /** Fingerprint of a certificate that was refused. */
  shown?: string;
  cause?: unknown;
}

/** One trouble with one panel. The message says what happened to which server and what to do next. */
export class PleskError extends Error {
  override readonly name = "PleskError";
  readonly kind: PleskErrorKind;
  readonly code?: number;
  readonly sent: boolean;
  readonly ownResult: boolean;
  readonly shown?: string;

  constructor(message: string, { kind, code, sent, ownResult = false, shown, cause }: Details) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.sent = sent;
    this.ownResult = ownResult;
    if (code !== undefined) this.code = code;
    if (shown !== undefined) this.shown = shown;
  }
}

/** Plesk's reduced list of error codes, in force since Plesk 8. A code that is not here is `rejected`. */
const kinds: Readonly<Record<number, PleskErrorKind>> = {
  1001: "credentials", // wrong login or password
  1002: "exists", // user account exists
  1003: "busy", // the agent could not start
  1004: "denied", // initial setup not done
  1005: "unsupported", // protocol version
  1006: "denied", // permission
  1007: "exists",
  1008: "busy", // multiple access
  1009: "denied", // Virtuozzo key
  1010: "denied", // access to the panel
  1011: "denied", // account disabled
  1012: "credentials", // login locked
  1013: "missing",
  1014: "rejected", // request does not parse
  1015: "missing", // owner
  1017: "unsupported",
  1018: "missing", // IP address
  1019: "rejected", // invalid value
  1023: "rejected", // operation failed
  1024: "limit",
  1025: "rejected", // status value
  1026: "unsupported", // component not installed
  1027: "rejected", // IP operation
  1029: "credentials", // authentication method
  1030: "denied", // licence expired
  1031: "unsupported", // component not configured
  1032: "rejected", // network interface
  1033: "rejected", // customer account incomplete
  1050: "unsupported", // webmail not installed
  11003: "credentials", // secret key unknown, or used from another address
};

const nextSteps: Readonly<Partial<Record<PleskErrorKind, string>>> = {
  credentials: "Check the stored login or secret key and the address it is bound to; no call is made until then.",
  denied: "Look at the panel's licence, setup and access settings, and at the rights of the account used.",
  busy: "It is tried again later.",
  unsupported: "Install or configure the component named, or update the panel.",
  exists: "Decide whether the existing object is the one meant; nothing was overwritten.",
  missing: "Read the server again; the object was removed or never existed there.",
  limit: "Raise the limit of the licence or plan, or remove what is not needed.",
  rejected: "Correct the value or the cause named, then try again.",
};

/** Control characters (line breaks among them) and characters that turn the direction of text. */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/** A panel's own words made fit for one line of a screen or a log: at most 200 characters. */
export function quote(words: string): string {
  const line = words.slice(0, 2000).replace(unsafe, " ").trim();
  const characters = [...line];
  return characters.length > 200 ? `${characters.slice(0, 199).join("")}…` : line;
}

/** The error for a refusal by the panel itself: its code and its words. `server` is host:port; `ownResult` as in the error. */
export function refusal(server: string, code: number, words: string, ownResult = false): PleskError {
  const kind = kinds[code] ?? "rejected";
  const said = quote(words) || "no reason given";
  return new PleskError(`${server} refused: “${said}” (${code}). ${nextSteps[kind] ?? ""}`.trimEnd(), {
    kind,
    code,
    sent: true,
    ownResult,
  });
}

/** A refusal's kind without its message: what a code means. */
export const kindOf = (code: number): PleskErrorKind => kinds[code] ?? "rejected";
