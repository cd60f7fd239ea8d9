import { recordFirst } from "./advance";
import { type Applied, apply, isStale } from "./apply";
import type { DomainCase, Problem } from "./cases";
import { noteAddresses } from "./gather";
import { learn, type ToRead } from "./learn";
import { takenByOthers } from "./names";
import { lookOnCentral } from "./observe-group";
import { disruptive, isAccepting, type Kind, type Operation, rank, summary } from "./operations";
import { addressesBefore, contradicted, recheckHome } from "./recheck";
import { goesHome } from "./stages";
import { type Case, rest, type Tally } from "./tally";
import type { World } from "./world";

/** A panel whose answers contradict each other is asked again after so many milliseconds: it may always do so. */
const SOON = 30_000;

/**
 * Carries out what was planned: what only adds first, then on each side what changes how mail flows. What waits, failed or
 * is not known leaves the round.
 */
export async function change(
  world: World,
  planned: readonly { c: Case; operation: Operation }[],
  active: Set<Case>,
  tally: Tally,
): Promise<void> {
  const touched = new Set<Case>();
  const toRead: ToRead = { domains: [] };
  const caseOf = new Map(planned.map(({ c, operation }) => [operation, c]));
  const taken = await takenByOthers(world, [...caseOf.keys()]);
  for (const [operation, detail] of taken) {
    const c = caseOf.get(operation);
    if (c) c.problem = { code: "domain-taken", detail };
    leave(c, active);
  }
  const against = await contradicted(world, planned);
  for (const [operation, why] of against) {
    const c = caseOf.get(operation);
    const until = world.clock.now() + SOON;
    if (c) settle({ operation, result: "overtaken", why, until }, c, world, active, tally, toRead);
  }
  await recordFirst(world, planned);
  const ordered = [...caseOf.keys()]
    .filter((operation) => !taken.has(operation) && !against.has(operation))
    .sort((a, b) => rank(a) - rank(b) || heard(b) - heard(a));
  try {
    const settleAll = async (wave: readonly Operation[]) => {
      const results = await apply(world, wave);
      for (const applied of results) {
        const c = caseOf.get(applied.operation);
        if (!c) continue;
        settle(applied, c, world, active, tally, toRead);
        touched.add(c);
      }
      return results;
    };
    /** Without those that were decided from what was heard too long ago. */
    const inTime = async (wave: readonly Operation[]) => {
      const now = world.clock.now();
      await settleAll(wave.filter((operation) => isStale(operation, now)));
      return wave.filter((operation) => !isStale(operation, now));
    };
    await settleAll(ordered.filter((operation) => !disruptive(operation)));
    for (const side of ["central", "source"] as const) {
      const wave = ordered.filter((operation) => disruptive(operation) && operation.side === side);
      let [canary, ...others] = await inTime(wave);
      while (canary) {
        // The first of a batch goes alone: if it is not answered or does not verify, the others are left for the next run.
        const first = caseOf.get(canary);
        const before = await addressesBefore(world, canary, first);
        const [done] = await settleAll([canary]);
        if (first) await recheckHome(world, canary, first, before);
        // What reading shows and no answer confirmed may be somebody else's doing: it proves nothing of this panel.
        const unproven = done?.result === "settled" && done.changed && !done.proven;
        const failed = unproven || !first || first.problem !== null || ("snapshots" in first && first.lostAtHome);
        if (done?.result === "later")
          for (const operation of others) putOff({ ...done, operation }, caseOf.get(operation), active, tally);
        else if (failed) for (const operation of others) leave(caseOf.get(operation), active);
        else if (done?.result === "overtaken" || (done?.result === "settled" && !done.changed)) {
          // Nothing was sent for it, so nothing is proven by it: the next one is the first.
          [canary, ...others] = await inTime(others);
          continue;
        } else await settleAll(others);
        break;
      }
    }
  } finally {
    await readCreated(world, toRead);
    await save(world, [...touched]);
  }
}

/**
 * When the name servers were heard whose answers it was decided from. What was heard last goes first: of thousands, those
 * that were heard first may be too old by the time the last have answered.
 */
const heard = (operation: Operation): number => (operation.kind === "mail-service" && operation.heardAt) || 0;

function settle(applied: Applied, c: Case, world: World, active: Set<Case>, tally: Tally, toRead: ToRead): void {
  if (applied.result === "later") {
    putOff(applied, c, active, tally);
    return;
  }
  if (applied.result === "overtaken") {
    const { why, until = world.clock.now() } = applied;
    rest(c, { do: "wait", waiting: why, until }, active, tally);
    return;
  }
  if (applied.result === "settled") {
    learn(applied, c, world.store.pair, toRead);
    if (applied.changed) tally.changed++;
    if (!("snapshots" in c) && c.central) c.account.centralId = c.central.id;
    return;
  }
  const taken = applied.result === "problem" && applied.error?.kind === "exists";
  if (taken && applied.operation.kind === "create-client" && "loginsTaken" in c && c.loginsTaken < 9) {
    c.loginsTaken++;
    return;
  }
  if (needsMailFirst(applied, c)) {
    for (const each of active) if ("snapshots" in each) each.mailFirst = true;
    return;
  }
  if ("snapshots" in c && goesWithout(applied, c)) {
    c.leftWithout = leftWithout(applied, world.store.pair.central.name);
    tally.failed++;
    return;
  }
  // A conflict was found by looking and is a person's to solve; what was tried and did not happen has failed.
  if (applied.error) tally.failed++;
  c.problem = problemOf(applied, taken);
  leave(c, active);
}

const ON_ADDRESSES: ReadonlySet<Kind> = new Set(["create-address", "update-address", "add-mail-aliases"]);

/** A panel that makes or changes no addresses while mail is off is told by its first refusal. */
function needsMailFirst(applied: Exclude<Applied, { result: "settled" | "later" | "overtaken" }>, c: Case): boolean {
  const { operation, result, error } = applied;
  const onAddress = ON_ADDRESSES.has(operation.kind);
  if (!onAddress || !("snapshots" in c) || c.mailFirst) return false;
  return result === "problem" && error?.kind === "rejected" && c[operation.side]?.mail.service === false;
}

/** A domain on its way home does without what the mail server refuses. */
function goesWithout(applied: Applied, c: DomainCase): applied is Extract<Applied, { result: "problem" }> {
  return goesHome(c.account.stage) && applied.result === "problem" && isAccepting(applied.operation);
}

const leftWithout = ({ operation, problem, error }: Extract<Applied, { result: "problem" }>, central: string): string =>
  `${central} refused to ${summary(operation)}: ${error?.message ?? problem.detail} Until the domain is home, mail that still goes to ${central} may come back to its sender because of that; it may be done there by hand.`;

/** The change budget is used up: the account waits where it is, in words, and goes on by itself. */
function putOff(
  later: Extract<Applied, { result: "later" }>,
  c: Case | undefined,
  active: Set<Case>,
  tally: Tally,
): void {
  if (!c) return;
  tally.held = later.why;
  rest(c, { do: "wait", waiting: later.why, until: later.until }, active, tally);
}

function problemOf(applied: Exclude<Applied, { result: "settled" | "later" | "overtaken" }>, taken: boolean): Problem {
  if (applied.result === "unknown")
    return {
      code: "refused",
      detail: `It is not known whether this happened: ${summary(applied.operation)}. ${applied.error?.message ?? ""} The next run looks and settles it.`,
    };
  if (taken)
    return {
      code: "domain-taken",
      detail: `Exists on the mail server already, made by someone else (${summary(applied.operation)}): ${applied.problem.detail}`,
    };
  return applied.problem;
}

function leave(c: Case | undefined, active: Set<Case>): void {
  if (!c) return;
  active.delete(c);
  c.dirty = true;
}

/** What was just made, or found to be ours after a lost reply, is read in full: it may hold more than we think. */
async function readCreated(world: World, toRead: ToRead): Promise<void> {
  if (toRead.domains.length === 0) return;
  const ids = toRead.domains.map(({ id }) => id);
  const { domains } = await (await lookOnCentral(world, [], ids)).understand();
  for (const { id, c } of toRead.domains) {
    c.central = domains.get(id) ?? null;
    if (!c.central) continue;
    noteAddresses(c);
    c.account.centralId = id;
    c.account.centralGuid = c.central.guid;
  }
}

export async function save(world: World, cases: readonly Case[]): Promise<void> {
  for (const c of cases) c.account.written = { ...c.written };
  const domains = cases.filter((c): c is DomainCase => "snapshots" in c && c.rowsDirty);
  // Before the account, which names the domain that they were written to.
  if (domains.length > 0)
    await world.store.saveAddresses(domains.map((c) => ({ accountId: c.account.id, rows: [...c.rows.values()] })));
  await world.store.saveAccounts(cases.map((c) => c.account));
  for (const c of domains) c.rowsDirty = false;
}
