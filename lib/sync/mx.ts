import type { DomainCase } from "./cases";
import { type Mx, type SeenZone, sameMx, showMx } from "./facts";
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
  /** The name servers could not be found out or asked. */
  failed: string | null;
  /** What the name servers say, in words. */
  publicWords: string;
  /** Who is behind, in words. */
  behind: string;
}

export function mxView(c: DomainCase, zone: SeenZone, pair: Pair): MxView {
  const host = pair.central.mxHost;
  const seen = c.publicMx?.get(zone.ascii);
  const servers = seen && "servers" in seen ? seen.servers : [];
  const unknown = !seen ? "its name servers were not asked." : "failed" in seen ? seen.failed : null;
  const silent = servers.find((server) => server.mx === null);
  const answers = servers.flatMap((server) => (server.mx ? [server.mx] : []));
  const complete = unknown === null && silent === undefined && answers.length > 0;
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
    failed: unknown ?? (silent ? `${silent.name} does not answer (${silent.cause}).` : null),
    publicWords: answers[0] ? answers[0].map(showMx).join(", ") || "no MX" : "nothing",
    behind: lagging
      ? lagging.mx === null
        ? `${lagging.name} does not answer (${lagging.cause}).`
        : `${lagging.name} still answers ${lagging.mx.map(showMx).join(", ") || "no MX"}.`
      : `the panel still has ${zone.mx.map(showMx).join(", ") || "no MX"}.`,
  };
}
