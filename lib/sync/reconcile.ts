import type { RunKind, RunOutcome } from "@/db/schema";
import { PleskError } from "@/lib/plesk/errors";
import { advance } from "./advance";
import { Interrupted } from "./apply";
import { assess } from "./assess";
import { buttonMayAppear, removeButtons, setButtons } from "./button";
import type { ClientCase, DomainCase } from "./cases";
import { save } from "./change";
import { wasHeld } from "./decide";
import { lostMail } from "./decide-close";
import { mailNames } from "./facts";
import { type Cases, gather } from "./gather";
import { type Outline, observeOutline } from "./observe";
import { suspicious } from "./radius";
import { rounds } from "./rounds";
import { turn } from "./stages";
import { isClosing, type RunContext, underWay } from "./steps";
import type { Tally } from "./tally";
import { type Closed, LeaseLost, type Pair, Untrusted, type World } from "./world";

export interface Reconciled {
  outcome: RunOutcome;
  /** When to look again because something waits for time; null when nothing does. Milliseconds since 1970. */
  nextAt: number | null;
}

/**
 * Brings one assigned server and its accounts on the mail server together, as far as is wished and allowed now: looks at
 * both sides completely, goes through the accounts' stages, writes what was seen. The caller holds the server's lease.
 * Whatever happens is told in the run's record; only a bug or a lost database is thrown.
 */
export async function reconcile(world: World): Promise<Reconciled> {
  try {
    return await run(world);
  } catch (error) {
    // Whoever has the server now goes on; this run may not even say how far it came.
    if (error instanceof LeaseLost) return { outcome: "stopped", nextAt: null };
    throw error;
  }
}

async function run(world: World): Promise<Reconciled> {
  const { store } = world;
  const { pair } = store;
  const mayChange = permitted(pair);
  await store.startRun(kindOf(pair, mayChange), startedBy(pair, mayChange));
  const state: { looked: number; tally: Tally } = {
    looked: 0,
    tally: { changed: 0, failed: 0, nextAt: null, held: null },
  };
  const finish = async (outcome: RunOutcome, error: string | null, nextAt: number | null): Promise<Reconciled> => {
    const { changed, failed } = state.tally;
    await store.finishRun({ outcome, looked: state.looked, changed, failed, error });
    return { outcome, nextAt };
  };
  try {
    await store.progress({ step: `looking at ${pair.source.name}`, done: 0, total: 0 });
    const outline = await observeOutline(world);
    const quarantine = await checkRadius(world, outline);
    await store.progress({ step: `looking at ${pair.central.name}`, done: 0, total: 0 });
    const cases = await gather(world, outline);
    state.looked = cases.clients.length + cases.domains.length + cases.atRest.length;
    const gate = await store.gate();
    const canChange = gate.open && !quarantine;
    let interrupted: Interrupted | null = null;
    if (canChange) interrupted = await work(world, cases, mayChange, state);
    await record(world, cases, outline, { mayChange, worked: canChange && !interrupted });
    if (interrupted)
      return finish("stopped", words(interrupted), goesOn.has(interrupted.why) ? world.clock.now() : null);
    if (!gate.open)
      return finish("stopped", words(new Interrupted(gate.why)), goesOn.has(gate.why) ? world.clock.now() : null);
    if (await finishedDeassign(world, cases, canChange, state.tally)) return finish("done", null, null);
    const { failed, held, nextAt } = state.tally;
    const waits = held !== null || cases.domains.some((c) => underWay(c.account.stage));
    return finish(failed > 0 ? "failed" : waits ? "waiting" : "done", quarantine ?? held, nextAt);
  } catch (error) {
    if (error instanceof Interrupted)
      return finish("stopped", words(error), goesOn.has(error.why) ? world.clock.now() : null);
    if (!(error instanceof PleskError || error instanceof Untrusted)) throw error;
    await store.observed({ looked: false, error: error.message });
    return finish("failed", error.message, null);
  }
}

/** A wish that came since it was last followed. */
const wanted = (at: Date | null, since: Date | null): boolean => at !== null && (since === null || at > since);

/** Nobody's wish is needed for what is under way; new and outdated accounts wait for one, or for the automatic. */
function permitted({ assignment, central }: Pair): boolean {
  if (assignment.wish === "deassigned") return true;
  if (wanted(assignment.synchronizeWantedAt, assignment.synchronizedAt) || assignment.synchronizedAt === null)
    return true;
  return central.automatic && !wanted(assignment.refreshWantedAt, assignment.lookedAt);
}

function kindOf({ assignment, aloneBy }: Pair, mayChange: boolean): RunKind {
  if (assignment.wish === "deassigned") return "deassign";
  if (assignment.synchronizedAt === null) return "assign";
  if (mayChange) return "synchronize";
  return aloneBy === null ? "refresh" : "synchronize-accounts";
}

function startedBy({ assignment, aloneBy }: Pair, mayChange: boolean): string {
  if (assignment.wish === "deassigned" || assignment.synchronizedAt === null) return assignment.wishedBy;
  const { synchronizeWantedAt, synchronizedAt, refreshWantedAt, lookedAt } = assignment;
  const person = mayChange
    ? wanted(synchronizeWantedAt, synchronizedAt) && assignment.synchronizeWantedBy
    : aloneBy === null && wanted(refreshWantedAt, lookedAt) && assignment.refreshWantedBy;
  return person || aloneBy || "schedule";
}

async function checkRadius(world: World, outline: Outline): Promise<string | null> {
  const { assignment, source } = world.store.pair;
  const released =
    assignment.releaseWantedAt && (!assignment.quarantinedAt || assignment.releaseWantedAt > assignment.quarantinedAt);
  if (released && assignment.quarantinedAt) return null;
  return suspicious(assignment, { clients: outline.clients.size, domains: outline.domains.size }, source.name);
}

async function work(
  world: World,
  cases: Cases,
  mayChange: boolean,
  state: { tally: Tally },
): Promise<Interrupted | null> {
  const { pair } = world.store;
  const context: RunContext = {
    pair,
    limits: world.limits,
    centralAddress: cases.centralAddress,
    mayChange,
    homeLosesMail: losesMail(cases, pair),
  };
  try {
    await turnRound(world, cases);
    await claimNames(world, cases, mayChange);
    if (pair.assignment.wish === "assigned" && mayChange) await setButtons(world);
    state.tally = await rounds(world, cases, context);
    return null;
  } catch (error) {
    if (error instanceof Interrupted) return error;
    if (error instanceof PleskError) {
      // What was seen so far is still worth recording; the run itself ends here.
      await save(
        world,
        [...cases.clients, ...cases.domains].filter((c) => c.dirty),
      );
    }
    throw error;
  }
}

function losesMail(cases: Cases, pair: Pair): string | null {
  const lost = cases.domains.find((c) => lostMail(c.account));
  return lost
    ? `${pair.source.name} removed mailboxes when mail of ${lost.account.name} was switched off: local mail stays on.`
    : null;
}

/** Accounts that were on the way to the other end when the wish changed go on from where they are. */
async function turnRound(world: World, cases: Cases): Promise<void> {
  const { wish } = world.store.pair.assignment;
  const turning = cases.domains.flatMap((c) => {
    const stage = c.account.stage;
    const to = stage && stage !== "closed" && !isClosing(c) ? turn(stage, wish) : null;
    return to ? [{ c, event: wish, to, until: null }] : [];
  });
  if (turning.length === 0) return;
  await advance(world, turning);
}

/** A name is handled for one source only: the first to claim it, across all mail servers. */
async function claimNames(world: World, cases: Cases, mayChange: boolean): Promise<void> {
  if (world.store.pair.assignment.wish === "deassigned") return;
  const claiming = cases.domains.filter(
    (c) => c.source && (mayChange || cases.alone.has(c) || underWay(c.account.stage) || wasHeld(c)),
  );
  const names = claiming.flatMap(({ account, source }) =>
    source ? mailNames(source).map((ascii) => ({ ascii, accountId: account.id })) : [],
  );
  if (names.length === 0) return;
  const held = await world.store.claim(names);
  for (const c of claiming) {
    const byOthers = (c.source ? mailNames(c.source) : []).flatMap((ascii) => {
      const holder = held.get(ascii);
      return holder && holder.accountId !== c.account.id ? [{ ascii, holder }] : [];
    });
    c.holder = byOthers.find(({ ascii }) => ascii === c.source?.ascii)?.holder ?? null;
    c.heldAliases = new Map(byOthers.map(({ ascii, holder }) => [ascii, holder.server]));
  }
}

async function record(
  world: World,
  cases: Cases,
  outline: Outline,
  { mayChange, worked }: { mayChange: boolean; worked: boolean },
): Promise<void> {
  const { store } = world;
  const now = world.clock.now();
  const seen = [...cases.clients, ...cases.domains];
  for (const c of seen) {
    assess(c, store.pair, cases.centralAddress, now);
    c.account.followed = worked && c.account.synchronizeWanted !== null;
  }
  await save(world, seen);
  await store.savePrints(cases.prints);
  const quarantine = await checkRadius(world, outline);
  const size = quarantine ? {} : { clients: outline.clients.size, domains: outline.domains.size };
  await store.observed({ looked: true, error: null, synchronized: mayChange && worked, quarantine, ...size });
}

async function finishedDeassign(world: World, cases: Cases, canChange: boolean, tally: Tally): Promise<boolean> {
  if (world.store.pair.assignment.wish !== "deassigned" || !canChange) return false;
  const open = (c: ClientCase | DomainCase) => c.account.stage !== "closed";
  if (cases.atRest.length > 0 || cases.domains.some(open)) return false;
  const clients = cases.clients
    .filter(open)
    .map((c) => ({ c, event: "let-go" as const, to: "closed" as const, until: null }));
  if (!(await removeButtons(world))) return false;
  const late = await buttonMayAppear(world);
  if (late) {
    Object.assign(tally, { held: late.why, nextAt: late.until });
    return false;
  }
  if (clients.length > 0) await advance(world, clients);
  await world.store.finishDeassign();
  return true;
}

/** Nobody holds these up: another run goes on at once, as it is wished now or by another worker. */
const goesOn = new Set<Closed>(["wish-changed", "stopping"]);

const words = ({ why }: Interrupted): string =>
  ({
    restored: "The database was restored: nothing is changed until a person has looked and allows it.",
    stopped: "The stop switch is set: nothing is changed until it is released.",
    breaker: "A breaker is open because changes failed again and again: nothing is changed until a person closes it.",
    certificate:
      "Another certificate than the confirmed one was shown: nothing is changed until a person has compared and confirmed one.",
    maintenance: "The server is in maintenance: nothing is changed until that ends.",
    "wish-changed": "The wish changed while this ran; the next run follows the new one.",
    "lease-lost": "Another worker took over this server.",
    stopping: "The worker was told to end; the next one goes on from here.",
  })[why];
