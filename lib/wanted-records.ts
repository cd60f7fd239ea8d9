/** What must, or should, stand in DNS where a domain's zone is served elsewhere. Pure: pages show it, the worker checks it. */

export interface WantedRecord {
  name: string;
  type: "MX" | "TXT" | "CNAME";
  value: string;
  /** The move waits for it; without the others mail flows, and something else is worse off. */
  needed: boolean;
  why: string;
}

/** What was found at a wanted record's place. */
export type RecordState = "right" | "different" | "missing" | "unknown";
export interface CheckedRecord {
  name: string;
  type: WantedRecord["type"];
  state: RecordState;
  /** In words: what stands there now, or why nobody can tell. */
  found: string;
}

/** For a domain and its aliases with mail, all in punycode. Mail programs are only ever given the domain itself. */
export function wantedRecords(domain: string, aliases: readonly string[], mxHost: string): WantedRecord[] {
  const perName = [domain, ...aliases].flatMap((name): WantedRecord[] => [
    { name, type: "MX", value: `10 ${mxHost}.`, needed: true, why: "brings its mail to the mail server" },
    {
      name,
      type: "TXT",
      value: `"v=spf1 mx ~all"`,
      needed: false,
      why: "lets the mail server send for it; where an SPF record is there already, add “mx” to it",
    },
  ]);
  const programs = ["autodiscover", "autoconfig"].map(
    (label): WantedRecord => ({
      name: `${label}.${domain}`,
      type: "CNAME",
      value: `${mxHost}.`,
      needed: false,
      why: "lets mail programs find their settings",
    }),
  );
  return [...perName, ...programs];
}

/** As lines of a zone file. */
export const zoneLines = (records: readonly WantedRecord[]): string =>
  records.map(({ name, type, value }) => `${name}. IN ${type} ${value}`).join("\n");

/** Whether an SPF record lets the host that MX names send. */
export function allowsMx(spf: string, mxHost: string): boolean {
  const terms = spf.toLowerCase().split(/\s+/).slice(1);
  return terms.some((term) => ["mx", "+mx", `a:${mxHost}`, `+a:${mxHost}`, `include:${mxHost}`].includes(term));
}
