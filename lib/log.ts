import { env, type LogLevel, logLevels } from "./env";

export type Facts = Record<string, unknown>;
export type Log = Record<LogLevel, (event: string, facts?: Facts) => void>;

/** A field by such a name is never printed, whatever it holds. */
const secretName =
  /pass(word|wd)?$|secret|token|^key$|(api|secret|private|session|sealed)_?key|^sealed|authorization|cookie/i;

/**
 * A log of one JSON line an event: `{"at":…,"level":…,"event":"probe.failed",…facts}`. `event` is a dotted code, facts
 * are plain data; an Error is told with its causes. Fields named like a secret are blanked as a last resort.
 */
export function createLog(level: LogLevel, write: (line: string) => void, always: Facts = {}): Log {
  const lowest = logLevels.indexOf(level);
  const at =
    (each: LogLevel) =>
    (event: string, facts: Facts = {}) => {
      if (logLevels.indexOf(each) < lowest) return;
      write(JSON.stringify({ at: new Date().toISOString(), level: each, event, ...always, ...facts }, plain));
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

let own: Log | undefined;

/** This process's log, on standard output. When nobody reads that any more, whoever started us is gone, and so are we. */
export function log(): Log {
  if (own) return own;
  own = createLog(env().logLevel, (line) => process.stdout.write(`${line}\n`));
  process.stdout.on("error", () => process.exit(1));
  return own;
}

function plain(name: string, value: unknown): unknown {
  if (name && secretName.test(name) && value !== null && value !== undefined) return "[secret]";
  if (value instanceof Error) return told(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string") return withoutParameters(value);
  return value;
}

/**
 * Drizzle writes a failed query's parameters into its message, and from there they come into whatever others make of it:
 * one of them may be a password's hash or a sealed key. A parameter may have lines of its own, so nothing behind is kept.
 */
function withoutParameters(text: string): string {
  const query = text.indexOf("Failed query: ");
  const parameters = query < 0 ? -1 : text.indexOf("\nparams: ", query);
  return parameters < 0 ? text : text.slice(0, parameters);
}

/** A stack begins with the message, as long as that was; only what is behind it is told again. */
function told({ name, message, cause, stack = "" }: Error): Facts {
  const start = stack.indexOf(message);
  return { name, message, cause, stack: start < 0 ? "" : stack.slice(start + message.length).trim() };
}
