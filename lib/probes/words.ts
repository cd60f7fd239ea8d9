/** host:port as people read it. */
export const address = (host: string, port: number): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection reset",
  ETIMEDOUT: "no answer",
  EHOSTUNREACH: "no route",
  EHOSTDOWN: "host is down",
  ENETUNREACH: "no network",
  ENETDOWN: "no network",
  ENOTFOUND: "no such host name",
  EAI_AGAIN: "the host name cannot be looked up now",
};

/** Faults on this side: they tell nothing about the server. */
const ownFaults: ReadonlySet<string> = new Set([
  ...["ENETUNREACH", "ENETDOWN", "EAI_AGAIN", "EMFILE", "ENFILE", "ADDRESS_REFUSED"],
]);

/** A system error as a clause: "connection refused". */
export function reason(error: Error): string {
  const code = codeOf(error);
  if (code === "ADDRESS_REFUSED") return error.message;
  return reasons[code] ?? (code || error.message);
}

/** Whether the trouble is this console's own network, so that nobody knows how the server is. */
export function isOwnFault(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) if (ownFaults.has(codeOf(each))) return true;
  return false;
}

/** A remote server's words, fit for one line: at most 200 characters, none that control or turn text. */
export function quoted(words: string): string {
  const line = words.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, " ").trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
