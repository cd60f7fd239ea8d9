import { type DomainCase, recordedMx, zoneSnapshot } from "./cases";
import { runsOut } from "./drain";
import { listed, type MxView, mxView, stillRecorded, zonesOfNames } from "./mx";
import type { Operation } from "./operations";
import { advanceOn, askAgain, askLater, type Context, problem, REST, type Step, timeUnknown, wantedMx } from "./steps";

/**
 * Moves MX of every zone with mail: add ours, see it at all delegated name servers, remove the recorded ones by id, see
 * that too. A zone that is not published from here waits until its DNS says so.
 */
export function switchMx(c: DomainCase, context: Context): Step {
  const { pair } = context;
  if (!c.source) return REST;
  if (c.publicMx === null) return { do: "check", check: "name-servers" };
  const zones = zonesOfNames(c.source, pair);
  const views = zones.map((zone) => mxView(c, zone, pair));
  for (const view of views) {
    const halt = cannotSwitch(view, context);
    if (halt) return halt;
  }
  const adds = views.flatMap((view) => (view.needsAdd ? [addMx(c, view, context)] : []));
  if (adds.length > 0) return { do: "operations", operations: adds };
  const unseen = views.find((view) => view.published && !view.seenEverywhere);
  if (unseen) return waitForNameServers(unseen, c, context);
  const removes = views.flatMap((view) => removeOld(c, view, context));
  if (removes.length > 0) return { do: "operations", operations: removes };
  for (const view of views) {
    const foreign = view.published && view.zone.mx.find((mx) => mx.target !== "central");
    if (foreign)
      return problem(
        "mx-elsewhere",
        `${view.zone.ascii}: MX also names ${foreign.host}, which was not there when it was recorded. It is left as it is: remove it there, or keep both.`,
      );
  }
  const mixed = views.find((view) => !view.onlyCentral);
  if (mixed) return waitForNameServers(mixed, c, context);
  const unlisted = stillRecorded(c, zones);
  if (unlisted !== null)
    return problem(
      "changed-by-someone",
      `${pair.source.name} does not list ${unlisted} now, but its MX still leads there. The move waits until both agree.`,
    );
  return timeUnknown(context) ?? advanceOn(c, "moved", runsOut(c, context));
}

/** Why MX of this zone must not be touched by us, if so. */
function cannotSwitch(view: MxView, context: Context): Step | null {
  const { zone } = view;
  const wanted = wantedMx(context);
  if (view.onlyCentral) return null;
  if (view.unasked) return askAgain(`${zone.ascii}: ${view.unasked}`, context.now);
  if (view.failed)
    return problem(
      "name-servers-disagree",
      `${zone.ascii}: ${view.failed} MX is not moved until its name servers can be asked.`,
    );
  if (!zone.served)
    return problem(
      "dns-elsewhere",
      `${zone.ascii}: ${zone.unserved}. Set ${wanted} where its DNS is; it is checked until true.`,
    );
  if (!view.centralInZone) {
    const foreign = zone.mx.find((mx) => mx.target === "elsewhere");
    if (foreign && view.otherNames.has(foreign.host))
      return problem(
        "mx-elsewhere",
        `${zone.ascii}: MX names ${foreign.host}, which is ${context.pair.central.name} under another name. Set ${wanted} instead; until then local mail stays on.`,
      );
    if (foreign)
      return problem(
        "mx-elsewhere",
        `${zone.ascii}: MX names ${foreign.host}, which is neither this server nor the mail server. It is left as it is.`,
      );
    if (zone.mx.length === 0)
      return problem(
        "mx-elsewhere",
        `${zone.ascii} has no MX record on ${context.pair.source.name}. It is left as it is.`,
      );
    if (!view.published)
      return problem(
        "dns-elsewhere",
        `${zone.ascii}: its DNS is at ${view.askedWords}, where MX is not changed from ${context.pair.source.name}. Set ${wanted} there instead of ${view.publicWords}; it is checked until true.`,
      );
    if (!view.publicEqualsZone)
      return problem(
        "dns-elsewhere",
        `${zone.ascii}: its name servers answer ${view.publicWords}, the panel has ${listed(zone.mx)}. Set ${wanted} where its DNS is; it is checked until true.`,
      );
  }
  return null;
}

export function addMx(c: DomainCase, view: Pick<MxView, "zone">, { pair }: Context): Operation {
  const preference = Math.min(10, ...view.zone.mx.map((mx) => mx.preference));
  return {
    kind: "add-mx",
    side: "source",
    accountId: c.account.id,
    reason: `${pair.central.name} accepts every address of ${c.source?.name}`,
    zone: view.zone.owner,
    name: view.zone.ascii,
    mx: { host: pair.central.mxHost, preference },
    bare: view.zone.mx.length === 0,
  };
}

/** Only records that were recorded before our first change are ours to remove. */
function removeOld(c: DomainCase, view: MxView, { pair }: Context): Operation[] {
  const snapshot = zoneSnapshot(c, view.zone.part);
  if (!view.published || !snapshot) return [];
  const recorded = recordedMx(snapshot, view.zone.ascii);
  return view.zone.mx
    .filter((mx) => mx.target !== "central" && recorded.some((old) => old.host === mx.host))
    .map((mx) => ({
      kind: "remove-mx",
      side: "source",
      accountId: c.account.id,
      reason: `every name server answers with ${pair.central.mxHost}`,
      zone: view.zone.owner,
      name: view.zone.ascii,
      record: mx.id,
      mx: { host: mx.host, preference: mx.preference },
      keep: [{ host: pair.central.mxHost, preference: mx.preference }],
    }));
}

function waitForNameServers(view: MxView, c: DomainCase, context: Context): Step {
  const until = askLater(c.account.stageSince, context);
  return { do: "wait", waiting: `${view.zone.ascii}: ${view.behind}`, until };
}
