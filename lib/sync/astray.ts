import { type DomainCase, recordedMx, zoneSnapshot } from "./cases";
import type { SeenZone } from "./facts";
import { newNames } from "./leads";
import { listed, zonesOfNames } from "./mx";
import { type Context, problem, type Step, wantedMx } from "./steps";

/** For so long it counts what the name servers of an assigned domain said, in milliseconds. */
const ASK_ANEW = 12 * 3_600_000;

const CODE = "mx-astray";

/**
 * Whether the name servers of a domain that was moved are to be asked again: somebody may have taken its DNS to a place with
 * another MX, of which its Plesk server knows nothing. Where that has happened they are asked at each look until it is right.
 */
export function isToBeAsked({ account, written }: DomainCase, now: number): boolean {
  if (account.stage !== "assigned" || !written.homeMailOff) return false;
  return account.problem === CODE || now - Date.parse(written.askedAt ?? "1970-01-01") > ASK_ANEW;
}

/**
 * An assigned domain of which a name server no longer names the mail server, or names again what was recorded of home, where
 * its mail is off. It is told, and nothing is changed: the place is not ours. What cannot be asked now leaves it as it was.
 */
export function mxAstray(c: DomainCase, context: Context): Step | null {
  const { account, source } = c;
  if (!source || source.mail.service || !c.written.homeMailOff) return null;
  if (c.publicMx === null) return isToBeAsked(c, context.now) ? { do: "check", check: "name-servers" } : null;
  const kept = new Set(newNames(c));
  const names = zonesOfNames(source, context.pair).filter(({ ascii }) => !kept.has(ascii));
  for (const zone of names) {
    const stray = strayServer(c, zone, context);
    if (!stray?.mx) continue;
    return problem(
      CODE,
      `${zone.ascii}: ${stray.name} answers ${listed(stray.mx)}. Local mail on ${context.pair.source.name} is off, so mail that goes there is refused. Set ${wantedMx(context)} where its DNS is; it is checked until true.`,
    );
  }
  const unknown = account.problem === CODE && names.some(({ ascii }) => !isKnown(c, ascii));
  return unknown ? problem(CODE, account.problemDetail ?? "") : null;
}

function strayServer(c: DomainCase, zone: SeenZone, { pair }: Context) {
  const seen = c.publicMx?.get(zone.ascii);
  if (!seen || "failed" in seen) return undefined;
  const snapshot = zoneSnapshot(c, zone.part);
  const old = new Set(snapshot ? recordedMx(snapshot, zone.ascii).map(({ host }) => host) : []);
  const isCentral = (host: string) => host === pair.central.mxHost || seen.central?.has(host);
  return seen.servers.find(
    ({ mx }) => mx && (!mx.some(({ host }) => isCentral(host)) || mx.some(({ host }) => old.has(host))),
  );
}

function isKnown(c: DomainCase, name: string): boolean {
  const seen = c.publicMx?.get(name);
  if (!seen) return false;
  return "failed" in seen ? !seen.again : seen.servers.every(({ mx, absent }) => mx !== null || absent);
}
