import { counted } from "./format";

/** What people are told while they are not looking, and in which words. */

export interface Trouble {
  /** The same for as long as it is the same trouble. */
  key: string;
  /** What happened to which thing. */
  title: string;
  /** The cause, or what to do; may be empty. */
  detail: string;
  /** The page that helps, below PUBLIC_URL. */
  path: string;
  /** It stops mail or changes. */
  grave: boolean;
  since: Date;
}

/** One message: what is wrong since the last one, and what no longer is. */
export interface Notice {
  at: string;
  began: Told[];
  over: Told[];
}

type Told = Omit<Trouble, "since"> & { since: string };

export const asTold = ({ since, ...trouble }: Trouble): Told => ({ ...trouble, since: since.toISOString() });

/** One that only asks whether messages arrive. */
export const testNotice = (by: string, at: Date): Notice => ({
  at: at.toISOString(),
  began: [],
  over: [
    {
      key: "test",
      title: `${by} has sent a test message`,
      detail: "Nothing is wrong.",
      path: "/settings/notifications",
      grave: false,
      since: at.toISOString(),
    },
  ],
});

/** What a channel for grave trouble alone is told of it; null when that is nothing. */
export function graveOf({ at, began, over }: Notice): Notice | null {
  const grave = (all: Told[]) => all.filter((each) => each.grave);
  return unlessEmpty({ at, began: grave(began), over: grave(over) });
}

/**
 * What still holds of a message that may have waited for hours, given the keys that stand now; null when nothing does. An
 * end is told also to whom the beginning may never have been: nobody can know that it was not, for only its answer may be
 * lost, and what is ended for nothing does less harm than what stays open for ever. What stands again is told by a later
 * message, so an end of it would be wrong.
 */
export function stillSo({ at, began, over }: Notice, standing: ReadonlySet<string>): Notice | null {
  return unlessEmpty({
    at,
    began: began.filter(({ key }) => standing.has(key)),
    over: over.filter(({ key }) => !standing.has(key)),
  });
}

const unlessEmpty = (notice: Notice): Notice | null => (notice.began.length + notice.over.length > 0 ? notice : null);

/** A line that says it all where it can. */
export function subjectOf({ began, over }: Notice): string {
  const all = began.length > 0 ? began : over;
  const [first] = all;
  const word = began.length > 0 ? "" : "Over: ";
  if (all.length === 1 && first) return `${word}${first.title}`;
  return began.length > 0
    ? `${counted(began.length, "thing needs", "things need")} you, first: ${first?.title}`
    : `Over: ${counted(over.length, "trouble")}, first: ${first?.title}`;
}

/** More than these are counted, not listed: whoever reads it at night needs the start, and the page has the rest. */
const MOST = 20;

/** A message in plain text. `publicUrl` has no slash at its end. */
export function textOf({ began, over }: Notice, publicUrl: string): string {
  const part = (heading: string, all: Told[]): string[] => {
    if (all.length === 0) return [];
    const shown = all.slice(0, MOST).map(({ title, detail, path, since }) => {
      const lines = [title, detail, `since ${since.slice(0, 16).replace("T", " ")} UTC · ${publicUrl}${path}`];
      return lines.filter(Boolean).join("\n");
    });
    const more = all.length - shown.length;
    return [heading, ...shown, ...(more > 0 ? [`and ${counted(more, "more", "more")}: ${publicUrl}/problems`] : [])];
  };
  return `${[...part("NEEDS YOU", began), ...part("OVER", over)].join("\n\n")}\n`;
}

/** What a webhook is sent, as JSON. `text` is what chat services show as it is. */
export function bodyOf(notice: Notice, publicUrl: string): string {
  const named = ({ key, ...rest }: Told) => ({ ...rest, key, url: `${publicUrl}${rest.path}`, path: undefined });
  const { at, began, over } = notice;
  return JSON.stringify({ text: subjectOf(notice), at, began: began.map(named), over: over.map(named) });
}
