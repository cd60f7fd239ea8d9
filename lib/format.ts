/** How numbers, times and lengths are written for people. Locale and time zone are the reader's. */

export interface Reader {
  locale: string;
  zone: string;
}

const grouped = new Intl.NumberFormat("en", { useGrouping: true });

/** 12 480: grouped by a narrow space that does not break. Unlike a point or a comma it means the same to every reader. */
export function count(value: number): string {
  return grouped.format(value).replaceAll(",", "\u202f");
}

const plural = new Intl.PluralRules("en");
const joined = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** `counted(1, "domain")` is "1 domain", `counted(2, "domain")` "2 domains". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${plural.select(value) === "one" ? one : many}`;
}

/** "the first 200 of 3 124", of a list that is cut; null where all of it is shown. */
export function firstOf(shown: number, all: number): string | null {
  return all > shown ? `the first ${count(shown)} of ${count(all)}` : null;
}

/** `listed(["a", "b", "c"])` is "a, b and c". */
export function listed(names: readonly string[]): string {
  return joined.format(names);
}

/** "a", "a and b", "a, b, c and 4 more": names for a title. */
export function some(names: readonly string[], most = 3): string {
  return names.length > most + 1 ? listed([...names.slice(0, most), `${names.length - most} more`]) : listed(names);
}

const steps: readonly [seconds: number, word: string][] = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
];

/** A length of time in its largest unit: "40 s", "9 min", "24 h", "3 d". */
export function duration(seconds: number): string {
  for (const [length, word] of steps) {
    if (seconds >= length * (word === "d" ? 2 : 1)) return `${count(Math.round(seconds / length))} ${word}`;
  }
  return `${Math.max(0, Math.round(seconds))} s`;
}

/** "3 min ago", "just now", or "in 2 h". */
export function relative(at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1000;
  if (seconds < -1) return `in ${duration(-seconds)}`;
  return seconds < 2 ? "just now" : `${duration(seconds)} ago`;
}

const clock: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

const made = new Map<string, Intl.DateTimeFormat>();
/** Locales are what browsers say: nobody fills the memory by naming many. */
const KEPT = 200;

/** Kept, because making one takes fifty times as long as using it. */
function dateFormat({ locale, zone }: Reader, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, zone, options]);
  let format = made.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    if (made.size >= KEPT) made.clear();
    made.set(key, format);
  }
  return format;
}

/** The exact time, to the second, with its zone. */
export function exact(at: Date, reader: Reader): string {
  return dateFormat(reader, { dateStyle: "medium", timeStyle: "long" }).format(at);
}

/** "14:02". Throws RangeError for what is no locale or zone, as all of these do. */
export function timeOfDay(at: Date, reader: Reader): string {
  return dateFormat(reader, clock).format(at);
}

/** "14:02" today, "3 Nov, 14:02" this year, with the year before that. */
export function moment(at: Date, now: Date, reader: Reader): string {
  const day = (date: Date) => dateFormat({ locale: "sv", zone: reader.zone }, {}).format(date);
  const sameDay = day(at) === day(now);
  const sameYear = day(at).slice(0, 4) === day(now).slice(0, 4);
  return dateFormat(reader, {
    ...clock,
    ...(sameDay ? {} : { day: "numeric", month: "short" }),
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(at);
}

const sizes: readonly [bytes: number, word: string][] = [
  [1e12, "TB"],
  [1e9, "GB"],
  [1e6, "MB"],
  [1e3, "kB"],
];

/** 412 GB, 1.4 TB. */
export function bytes(value: number): string {
  const [size, word] = sizes.find(([least]) => value >= least) ?? [1, "B"];
  const amount = value / size;
  return `${amount < 10 && size > 1 ? amount.toFixed(1) : count(Math.round(amount))} ${word}`;
}

/** The first word of a server's name, for a button or beside the whole name; one of more than `most` letters is cut. */
export function shortName(server: string, most = 20): string {
  const [first = server] = server.split(".");
  return first.length > most ? `${first.slice(0, most - 1)}…` : first;
}

/** A sentence to be gone on with: without its full stop. */
export const clause = (sentence: string): string => sentence.replace(/\.$/, "");
