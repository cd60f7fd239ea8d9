import type { DomainCase } from "./cases";
import {
  type Mx,
  mailZones,
  namesWithMail,
  partOf,
  type SeenDomain,
  type SeenZone,
  sameMx,
  showMx,
  type ZoneSnapshot,
} from "./facts";
import type { Pair } from "./world";

/** One zone's MX as the panel has it and as the world sees it, side by side. */
export interface MxView {
  zone: SeenZone;
  centralInZone: boolean;
  needsAdd: boolean;
  /** Every delegated name server answers, and with the mail server among the MX. */
  seenEverywhere: boolean;
  /** Every delegated name server answers with the mail server alone, and so does the panel where it serves the zone. */
  onlyCentral: boolean;
  publicEqualsZone: boolean;
  /** The panel serves the zone, and the world asks a name server that the zone names: what is written here is seen. */
  published: boolean;
  publicTtl: number;
  /** Hosts that are the mail server under another name. */
  otherNames: ReadonlySet<string>;
  /** Who to ask could not be found out now, as a clause. */
  unasked: string | null;
  /** There is nobody to ask, or one of them does not answer, in words. */
  failed: string | null;
  /** What the name servers say, and who they are, in words. */
  publicWords: string;
  askedWords: string;
  /** Who is behind, in words. */
  behind: string;
}

export function mxView(c: DomainCase, zone: SeenZone, pair: Pair): MxView {
  const host = pair.central.mxHost;
  const seen = c.publicMx?.get(zone.ascii);
  const servers = seen && "servers" in seen ? seen.servers : [];
  const unasked = !seen ? "its name servers were not asked" : "failed" in seen && seen.again ? seen.failed : null;
  const nobody = seen && "failed" in seen && !seen.again ? `${seen.failed}.` : null;
  const silent = servers.find((server) => server.mx === null);
  const answers = servers.flatMap((server) => (server.mx ? [server.mx] : []));
  const complete = silent === undefined && answers.length > 0;
  const only = (mx: readonly Mx[]) => mx.length > 0 && mx.every((each) => each.host === host);
  const published = zone.served && servers.some((server) => zone.ns.includes(server.name));
  const centralInZone = zone.mx.some((mx) => mx.target === "central");
  const without = servers.find((server) => server.mx !== null && !server.mx.some((mx) => mx.host === host));
  const more = servers.find((server) => server.mx !== null && !only(server.mx));
  const lagging = silent ?? without ?? more;
  return {
    zone,
    centralInZone,
    needsAdd: published && !centralInZone,
    seenEverywhere: complete && !without,
    onlyCentral: complete && answers.every(only) && (!published || only(zone.mx)),
    publicEqualsZone: complete && answers.every((mx) => sameMx(mx, zone.mx)),
    published,
    publicTtl: seen && "ttl" in seen ? seen.ttl : 0,
    otherNames: otherNames(c, zone.ascii),
    unasked,
    failed: nobody ?? (silent ? `${silent.name} does not answer (${silent.cause}).` : null),
    publicWords: answers[0] ? listed(answers[0]) : "nothing",
    askedWords: servers.map(({ name }) => name).join(", "),
    behind: lagging
      ? lagging.mx === null
        ? `${lagging.name} does not answer (${lagging.cause}).`
        : `${lagging.name} still answers ${listed(lagging.mx)}.`
      : `the panel still has ${listed(zone.mx)}.`,
  };
}

/**
 * A zone for every name at which home takes mail. One that the panel shows none for, be it that its answer was short, is
 * judged by what its name servers say alone: senders find home by it all the same.
 */
export function zonesOfNames(domain: SeenDomain, pair: Pair): SeenZone[] {
  const zones = mailZones(domain);
  const shown = new Set(zones.map(({ ascii }) => ascii));
  const none = { ttl: 0, served: false, unserved: `${pair.source.name} has no zone for it`, mx: [], ns: [] };
  return [
    ...zones,
    ...namesWithMail(domain).flatMap((name) =>
      shown.has(name.ascii) ? [] : [{ ...none, ...name, part: partOf(name.owner) }],
    ),
  ];
}

export const listed = (list: readonly Mx[]): string => list.map(showMx).join(", ") || "no MX";

/** A name that home no longer lists, for which a name server still answers with what was recorded there: home is in use. */
export function stillRecorded(c: DomainCase, listed: readonly SeenZone[]): string | null {
  for (const data of c.snapshots.values()) {
    const { zone, mx } = data as unknown as Partial<ZoneSnapshot>;
    if (!zone || !mx || listed.some((each) => each.ascii === zone)) continue;
    if (mx.some(({ host }) => isNamed(c, zone, host))) return zone;
  }
  return null;
}

/** Does any name server name this host now? */
const isNamed = (c: DomainCase, zone: string, host: string): boolean =>
  isBy(whoNames(c, zone, (each) => each === host));

/** Does any name server name the mail server now, by whatever name? */
export const isCentralNamed = (c: DomainCase, zone: string, pair: Pair): boolean =>
  isBy(whoNamesCentral(c, zone, pair));

type Who = "nobody" | { by: string } | { unknown: string };
const isBy = (who: Who): boolean => who !== "nobody" && "by" in who;

/**
 * Does anybody in the world still hear the mail server as MX of a zone, by its own name or by another that has its address?
 * "nobody" only when every name server said so, or there is none; otherwise the name server that says it, or why that is not
 * known, as a clause.
 */
export function whoNamesCentral(c: DomainCase, zone: string, { central }: Pair): Who {
  const others = otherNames(c, zone);
  return whoNames(c, zone, (host) => host === central.mxHost || others.has(host));
}

function otherNames(c: DomainCase, zone: string): ReadonlySet<string> {
  const seen = c.publicMx?.get(zone);
  return (seen && "servers" in seen && seen.central) || new Set();
}

function whoNames(c: DomainCase, zone: string, is: (host: string) => boolean): Who {
  const seen = c.publicMx?.get(zone);
  if (!seen) return { unknown: "its name servers were not asked" };
  if ("failed" in seen) return seen.again ? { unknown: seen.failed } : "nobody";
  const naming = seen.servers.find((server) => server.mx?.some(({ host }) => is(host)));
  if (naming) return { by: naming.name };
  const silent = seen.servers.find((server) => server.mx === null && !server.absent);
  return silent ? { unknown: `${silent.name} does not answer (${silent.cause})` } : "nobody";
}
