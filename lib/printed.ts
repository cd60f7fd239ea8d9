import { format, stripVTControlCharacters } from "node:util";
import type { Log } from "./log";

const levels = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;
/** The signs that Next puts before its words. */
const sign = /^[⨯⚠▲✓○»]\s*/u;

/** Errors that were told with their stack; whoever meets them again needs to say no more than which. */
const told = new WeakSet<Error>();

/**
 * What others print in this process becomes events of its log: `printed`, one for each call, an error with its causes
 * and never with a failed query's parameters. Next prints each error itself and cannot be told not to.
 */
export function takeConsole(log: Log, console: Pick<Console, keyof typeof levels>): void {
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, keyof Log][])
    console[method] = (...words: unknown[]) => {
      const error = words.find((word) => word instanceof Error);
      const text = stripVTControlCharacters(format(...words.filter((word) => word !== error)))
        .trim()
        .replace(sign, "");
      if (!error && !text) return;
      if (error) told.add(error);
      log[level]("printed", { ...(text && { text }), ...(error && { error }) });
    };
}

interface FailedRequest {
  method: string;
  path: string;
}

/** Which request an error ended. Its query is left out: a setup link's token is one. */
export function tellFailedRequest(
  log: Log,
  error: unknown,
  { method, path }: FailedRequest,
  { routePath, routeType }: { routePath: string; routeType: string },
): void {
  const [pathname] = path.split("?", 1);
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  const said = error instanceof Error && told.has(error) ? error.message : error;
  log.error("request.failed", { method, path: pathname, route: routePath, as: routeType, digest, error: said });
}
