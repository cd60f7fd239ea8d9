import { type DomainCase, recordedMx, zoneSnapshot } from "./cases";
import { runsOut, wasNamed } from "./drain";
import { type Mx, mailZones, type SeenZone, showMx } from "./facts";
import { mxView, whoNamesCentral } from "./mx";
import type { Operation } from "./operations";
import { advanceOn, askAgain, askLater, type Context, problem, REST, type Step, timeUnknown } from "./steps";

/** Returns the recorded MX: added, seen at every name server, then ours removed by id, seen too. */
export function switchBack(c: DomainCase, context: Context): Step {
  const { pair, now } = context;
  const { source } = c;
  if (!source) return REST;
  if (c.publicMx === null) return { do: "check", check: "name-servers" };
  const zones = mailZones(source).filter(
    (zone) => c.snapshots.has(zone.part) || zone.mx.some((mx) => mx.target === "central"),
  );
  const views = zones.map((zone) => ({ zone, view: mxView(c, zone, pair), wanted: wantedAtHome(c, zone) }));
  for (const { zone, view, wanted } of views) {
    if (view.published || !view.onlyCentral) continue;
    return problem(
      "dns-elsewhere",
      `${zone.ascii}: its DNS is not on ${pair.source.name}. Set ${wanted.map(showMx).join(", ")} where its DNS is; it is checked until true.`,
    );
  }
  const touched = views.filter(({ zone }) => zone.served && zone.mx.some((mx) => mx.target === "central"));
  const adds = touched.flatMap(({ zone, wanted }) =>
    wanted
      .filter((mx) => !zone.mx.some((present) => present.host === mx.host && present.preference === mx.preference))
      .map(
        (mx): Operation => ({
          kind: "add-mx",
          side: "source",
          accountId: c.account.id,
          reason: "as recorded before the move",
          zone: zone.owner,
          name: zone.ascii,
          mx,
          bare: false,
        }),
      ),
  );
  if (adds.length > 0) return { do: "operations", operations: adds };
  // Only now: the zones of aliases may have followed their domain's.
  const unrestorable = touched.find(({ wanted }) => wanted.length === 0);
  if (unrestorable)
    return problem(
      "snapshot-differs",
      `${unrestorable.zone.ascii}: no earlier MX is recorded. Add the MX it should have; ours is removed once it is there.`,
    );
  const unseen = touched.find(({ zone, view, wanted }) => !view.failed && !answersInclude(c, zone, wanted));
  const unasked = touched.find(({ view }) => view.unasked);
  if (unasked) return askAgain(`${unasked.zone.ascii}: ${unasked.view.unasked}`, now);
  const failing = touched.find(({ view }) => view.failed);
  if (failing)
    return problem(
      "name-servers-disagree",
      `${failing.zone.ascii}: ${failing.view.failed} MX is not moved until its name servers can be asked.`,
    );
  if (unseen)
    return {
      do: "wait",
      waiting: `${unseen.zone.ascii}: its name servers do not show the recorded MX yet.`,
      until: askLater(c.account.stageSince, context),
    };
  const removes = touched.flatMap(({ zone, wanted }) =>
    zone.mx
      .filter((mx) => mx.target === "central")
      .map(
        (mx): Operation => ({
          kind: "remove-mx",
          side: "source",
          accountId: c.account.id,
          reason: "the recorded MX is back at every name server",
          zone: zone.owner,
          name: zone.ascii,
          record: mx.id,
          mx: { host: mx.host, preference: mx.preference },
          keep: wanted,
        }),
      ),
  );
  if (removes.length > 0) return { do: "operations", operations: removes };
  for (const name of c.publicMx.keys()) {
    const who = whoNamesCentral(c, name, pair);
    if (who === "nobody") continue;
    // The time to drain begins with the last name server that ours is gone from: one that is silent may still name it.
    if ("unknown" in who && !wasNamed(c)) continue;
    const byHand = "by" in who ? setByHand(c, name, who.by, context) : null;
    if (byHand) return byHand;
    const lingers = "by" in who ? `${who.by} still names ${pair.central.mxHost}` : who.unknown;
    return { do: "wait", waiting: `${name}: ${lingers}.`, until: askLater(c.account.stageSince, context) };
  }
  if (!wasNamed(c)) return advanceOn(c, "moved-back", now);
  return timeUnknown(context) ?? advanceOn(c, "moved-back", runsOut(c, context));
}

/** Who names the mail server where we did not write it, so that we do not take it away either; null where it only lags. */
function setByHand(c: DomainCase, name: string, by: string, { pair }: Context): Step | null {
  const { source, central } = pair;
  const zone = c.source && mailZones(c.source).find(({ ascii }) => ascii === name);
  const wanted = zone && wantedAtHome(c, zone).map(showMx).join(", ");
  const view = zone && mxView(c, zone, pair);
  if (!view?.published)
    return problem(
      "dns-elsewhere",
      `${name}: ${by} still leads its mail to ${central.name}, and its DNS is not on ${source.name}. Set ${wanted || "the MX of before"} where its DNS is; it is checked until true.`,
    );
  const own = view.zone.mx.find(({ host }) => view.otherNames.has(host));
  return own
    ? problem(
        "snapshot-differs",
        `${name}: MX names ${own.host}, which is ${central.name} under another name and was not set from here. Set ${wanted || "the MX of before"} on ${source.name}; mail stays on at ${central.name} until then.`,
      )
    : null;
}

function wantedAtHome(c: DomainCase, zone: SeenZone): Mx[] {
  const snapshot = zoneSnapshot(c, zone.part);
  const recorded = snapshot ? recordedMx(snapshot, zone.ascii) : [];
  // Where there was none, ours was set by a person, who also says what comes instead.
  return recorded.length > 0
    ? recorded
    : zone.mx.filter((mx) => mx.target !== "central").map(({ host, preference }) => ({ host, preference }));
}

function answersInclude(c: DomainCase, zone: SeenZone, wanted: readonly Mx[]): boolean {
  const answer = c.publicMx?.get(zone.ascii);
  if (!answer || !("servers" in answer)) return false;
  return answer.servers.every((server) => wanted.every((mx) => server.mx?.some((seen) => seen.host === mx.host)));
}
