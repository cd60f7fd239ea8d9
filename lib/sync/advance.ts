import type { Stage } from "@/db/schema";
import { type Advance, type ClientCase, type DomainCase, mailSnapshot } from "./cases";
import { type MailSnapshot, mailZones, type SeenZone, same, type ZoneSnapshot } from "./facts";
import { countLeftBehind } from "./left-behind";
import { mxView } from "./mx";
import type { Operation } from "./operations";
import { arrive } from "./stages";
import type { Move, Pair, SnapshotPart, World } from "./world";

/**
 * Moves accounts to their next stage. Committed before the effects of that stage, and the snapshot before the first
 * change: a crash in between finds the account where it was. Throws before anything is written when the table of stages
 * does not have one of these ways.
 */
export async function advance(world: World, advances: readonly Advance[]): Promise<void> {
  for (const { c, event, to } of advances)
    if (arrive(c.account.stage, event) !== to) throw new Error(`“${event}” does not lead to ${to}`);
  const taken = takeRecords(advances.filter(({ to }) => to === "building" || to === "switching").map(({ c }) => c));
  await countLeftBehind(world, advances);
  const now = new Date(world.clock.now());
  for (const { c, to, until } of advances) {
    const { account } = c;
    if ("snapshots" in c) onDomain(c, to, now, world.store.pair);
    account.stage = to;
    account.stageSince = now;
    account.stageUntil = until === null ? null : new Date(until);
    account.stageTimes =
      to === "building" ? { building: now.toISOString() } : { ...account.stageTimes, [to]: now.toISOString() };
    account.counted = to !== "closed";
    account.waiting = null;
    c.dirty = true;
  }
  await world.store.move({
    ...taken,
    accounts: advances.map(({ c }) => c.account),
    closed: advances.filter(({ to, c }) => to === "closed" && "snapshots" in c).map(({ c }) => c.account.id),
  });
}

/**
 * Brings the record of domains whose MX is about to be changed to what is there, as far as nothing was changed yet: a look
 * that was cut short may have recorded less. From then on anybody may have been told of the mail server.
 */
export async function recordFirst(
  world: World,
  planned: readonly { c: ClientCase | DomainCase; operation: Operation }[],
): Promise<void> {
  const { mxHost } = world.store.pair.central;
  const moving = new Set<DomainCase>();
  const telling = new Set<DomainCase>();
  for (const { c, operation } of planned) {
    if (operation.kind !== "add-mx" || !("snapshots" in c)) continue;
    moving.add(c);
    if (operation.mx.host === mxHost && !c.written.named) telling.add(c);
  }
  for (const c of telling) {
    c.written.named = true;
    c.account.written = { ...c.written };
  }
  const taken = takeRecords([...moving]);
  if (taken.records.length > 0 || telling.size > 0)
    await world.store.move({ ...taken, accounts: [...telling].map(({ account }) => account), closed: [] });
}

function onDomain(c: DomainCase, to: Stage, now: Date, pair: Pair): void {
  if (to === "draining" && c.account.stage === "switching" && c.source)
    c.written.elsewhere = mailZones(c.source).flatMap((zone) => (mxView(c, zone, pair).published ? [] : [zone.part]));
  if (to === "proving" && c.account.solution === "take") c.written.taken = true;
  // What was true a stage ago is asked again before anything disruptive.
  c.publicMx = null;
  c.leads = null;
  if (to === "draining" && !c.written.switchedAt) c.written.switchedAt = now.toISOString();
  if (to === "assigned" && c.account.stage === "closing" && mailSnapshot(c)?.mailService) c.written.homeMailOff = true;
  if (to === "closed") {
    // Also when the run that switched it off ended before it could say so.
    c.written.mailService = false;
    c.written.homeMailOff = false;
    c.written.switchedAt = null;
    c.written.named = false;
    c.written.taken = false;
    c.written.elsewhere = [];
    c.written.proven = null;
  }
  c.account.written = { ...c.written };
}

function takeRecords(cases: readonly (ClientCase | DomainCase)[]): Pick<Move, "superseded" | "records"> {
  const records: Move["records"][number][] = [];
  const superseded: number[] = [];
  for (const c of cases) {
    if (!("snapshots" in c) || !c.source) continue;
    const present = record(c);
    // Until our first change at home the record follows what is there: it may have waited here for days.
    const ours = mailZones(c.source).some((zone) => zone.mx.some((mx) => mx.target === "central"));
    const untouched = c.written.switchedAt === null && !c.written.homeMailOff && !ours;
    const differs = [...present].some(([part, data]) => c.snapshots.has(part) && !same(c.snapshots.get(part), data));
    if (untouched && differs) {
      superseded.push(c.account.id);
      c.snapshots.clear();
    }
    for (const [part, data] of present) {
      if (c.snapshots.has(part)) continue;
      c.snapshots.set(part, data);
      records.push({ accountId: c.account.id, part, data });
    }
  }
  return { superseded, records };
}

/** What is recorded of a domain: its mail service, and the MX of each zone that will be changed. */
function record(c: DomainCase): Map<string, SnapshotPart["data"]> {
  const parts = new Map<string, SnapshotPart["data"]>();
  if (!c.source) return parts;
  const mail: MailSnapshot = {
    mailService: c.source.mail.service,
    catchAll: c.source.mail.catchAll,
    addresses: c.source.addresses.map((address) => address.name),
  };
  parts.set("mail", { ...mail });
  for (const zone of mailZones(c.source)) {
    const data = recordOf(zone);
    if (data) parts.set(zone.part, data);
  }
  return parts;
}

/** What a zone's MX is; null where ours is in it already, so that what was before cannot be told. */
function recordOf(zone: SeenZone): SnapshotPart["data"] | null {
  if (zone.mx.some((mx) => mx.target === "central")) return null;
  const mx = zone.mx.map(({ host, preference, id }) => ({ host, preference, id }));
  const snapshot: ZoneSnapshot = { zone: zone.ascii, ttl: zone.ttl, mx };
  return { ...snapshot };
}
