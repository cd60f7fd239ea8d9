import { advance } from "./advance";
import { type Applied, apply } from "./apply";
import type { Advance, ClientCase, DomainCase, Problem } from "./cases";
import { askNameServers, askRecipients } from "./checks";
import { decideClient, decideDomain } from "./decide";
import { decideDomainBack } from "./decide-back";
import { provenDigest } from "./facts";
import { type Cases, noteAddresses } from "./gather";
import { learn, type ToRead } from "./learn";
import { takenByOthers } from "./names";
import { lookOnCentral } from "./observe-group";
import { push } from "./observe-zones";
import { disruptive, type Operation, rank, summary } from "./operations";
import { recheckHome } from "./recheck";
import { STAGES } from "./stages";
import { type Context, isClosing, lacking, type Step } from "./steps";
import type { World } from "./world";

type Case = ClientCase | DomainCase;

export interface Tally {
  changed: number;
  failed: number;
  /** When something that waits can go on, milliseconds since 1970; null when nothing waits for time. */
  nextAt: number | null;
}

/** No account needs more decisions than this in one run; a planner that never rests is stopped, not followed. */
const ROUNDS = 400;

/**
 * Goes round until every account rests: decide the next thing for each, carry out what is independent together, decide
 * again from what is then seen.
 */
export async function rounds(world: World, cases: Cases, context: Omit<Context, "now">): Promise<Tally> {
  const tally: Tally = { changed: 0, failed: 0, nextAt: null };
  const active = new Set<Case>([...cases.clients, ...cases.domains]);
  const total = active.size;
  for (let round = 0; active.size > 0; round++) {
    if (round === ROUNDS) throw new Error(`${active.size} accounts did not come to rest`);
    const now = world.clock.now();
    const steps = [...active].map((c) => ({ c, step: decide(c, { ...context, now }) }));
    const advances: Advance[] = [];
    const checks = new Map<string, DomainCase[]>();
    const operations: { c: Case; operation: Operation }[] = [];
    for (const { c, step } of steps) {
      if (step.do === "advance") advances.push({ c, to: step.to, until: step.until });
      else if (step.do === "check") push(checks, step.check, c as DomainCase);
      else if (step.do === "operations") operations.push(...step.operations.map((operation) => ({ c, operation })));
      else if (step.do !== "hold") rest(c, step, active, tally);
      else if (!active.has(step.for)) rest(c, { do: "wait", waiting: step.waiting, until: null }, active, tally);
    }
    if (advances.length > 0) await advance(world, advances);
    for (const [check, list] of checks) await carryOut(world, check, list);
    // Stages and checks first, so that as many operations as possible travel together.
    if (operations.length > 0 && advances.length === 0 && checks.size === 0) {
      await world.store.progress({ step: words(operations, context), done: total - active.size, total });
      await change(world, operations, active, tally);
    } else if (advances.length > 0) {
      await world.store.progress({ step: advanceWords(advances), done: total - active.size, total });
    }
  }
  return tally;
}

/** The next thing for one account. Pure. */
export function decide(c: Case, context: Context): Step {
  if (!("snapshots" in c)) return decideClient(c, context);
  const back = context.pair.assignment.wish === "deassigned" || isClosing(c);
  return back ? decideDomainBack(c, context) : decideDomain(c, context);
}

function rest(
  c: Case,
  step: Extract<Step, { do: "wait" | "problem" | "rest" | "leave" }>,
  active: Set<Case>,
  tally: Tally,
): void {
  active.delete(c);
  if (step.do === "leave") return;
  c.decided = true;
  const waiting = step.do === "wait" ? step.waiting : null;
  if (waiting !== c.account.waiting) c.dirty = true;
  c.account.waiting = waiting;
  if (step.do === "problem") c.problem = step.problem;
  if (step.do === "wait" && step.until !== null) tally.nextAt = Math.min(tally.nextAt ?? Infinity, step.until);
}

async function carryOut(world: World, check: string, cases: readonly DomainCase[]): Promise<void> {
  if (check === "name-servers") return askNameServers(world, cases);
  await askRecipients(world, check === "accepts" ? "central" : "home", cases);
  if (check !== "accepts") return;
  for (const c of cases) {
    if (!c.proof || lacking(c.proof, world.store.pair.central.name, 0)) continue;
    c.written.proven = provenDigest(c.source);
    c.dirty = true;
  }
}

async function change(
  world: World,
  planned: readonly { c: Case; operation: Operation }[],
  active: Set<Case>,
  tally: Tally,
): Promise<void> {
  const caseOf = new Map(planned.map(({ c, operation }) => [operation, c]));
  const taken = await takenByOthers(world, [...caseOf.keys()]);
  for (const [operation, detail] of taken) {
    const c = caseOf.get(operation);
    if (c) c.problem = { code: "domain-taken", detail };
    leave(c, active);
  }
  const ordered = [...caseOf.keys()].filter((o) => !taken.has(o)).sort((a, b) => rank(a) - rank(b));
  const touched = new Set<Case>();
  const toRead: ToRead = { domains: [] };
  try {
    const settleAll = async (wave: readonly Operation[]) => {
      for (const applied of await apply(world, wave)) {
        const c = caseOf.get(applied.operation);
        if (!c) continue;
        settle(applied, c, world, active, tally, toRead);
        touched.add(c);
      }
    };
    await settleAll(ordered.filter((operation) => !disruptive(operation)));
    const [canary, ...others] = ordered.filter(disruptive);
    if (!canary) return;
    // The first of a batch goes alone: if it does not verify, the others are left for the next run.
    await settleAll([canary]);
    const first = caseOf.get(canary);
    if (first) await recheckHome(world, canary, first);
    const failed = !first || first.problem !== null || ("snapshots" in first && first.lostAtHome);
    if (failed) for (const operation of others) leave(caseOf.get(operation), active);
    else await settleAll(others);
  } finally {
    await readCreated(world, toRead);
    await save(world, [...touched]);
  }
}

function settle(applied: Applied, c: Case, world: World, active: Set<Case>, tally: Tally, toRead: ToRead): void {
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
  // A conflict was found by looking and is a person's to solve; what was tried and did not happen has failed.
  if (applied.error) tally.failed++;
  c.problem = problemOf(applied, taken);
  leave(c, active);
}

function problemOf(applied: Exclude<Applied, { result: "settled" }>, taken: boolean): Problem {
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
    c.account.centralId = id;
    c.account.centralGuid = c.central.guid;
    noteAddresses(c);
  }
}

export async function save(world: World, cases: readonly Case[]): Promise<void> {
  for (const c of cases) c.account.written = { ...c.written };
  await world.store.saveAccounts(cases.map((c) => c.account));
  const domains = cases.filter((c): c is DomainCase => "snapshots" in c && c.rowsDirty);
  if (domains.length > 0)
    await world.store.saveAddresses(domains.map((c) => ({ accountId: c.account.id, rows: [...c.rows.values()] })));
  for (const c of domains) c.rowsDirty = false;
}

function words(operations: readonly { operation: Operation }[], { pair }: Pick<Context, "pair">): string {
  const [first] = operations.map(({ operation }) => operation).sort((a, b) => rank(a) - rank(b));
  if (!first) return "";
  const same = operations.filter(({ operation }) => operation.kind === first.kind).length;
  const where = first.side === "central" ? pair.central.name : pair.source.name;
  return same === 1 ? `${summary(first)} on ${where}` : `${verb(first)} on ${where}`;
}

function verb(operation: Operation): string {
  const names: Record<Operation["kind"], string> = {
    "create-client": "creating clients",
    "update-client": "changing clients",
    "create-domain": "creating domains",
    "create-site": "creating domains",
    "rename-domain": "renaming domains",
    "create-alias": "creating domain aliases",
    "set-alias": "changing domain aliases",
    "mail-service": "switching mail",
    "catch-all": "setting what happens to unknown addresses",
    "create-address": "creating addresses",
    "update-address": "changing addresses",
    "add-mx": "adding MX",
    "remove-mx": "removing MX",
    "create-button": "adding the Mail button",
    "remove-button": "removing the Mail button",
  };
  return names[operation.kind];
}

function advanceWords(advances: readonly Advance[]): string {
  const [first] = advances;
  return first
    ? `${STAGES[first.to].title.toLowerCase()}: ${first.c.account.name}${advances.length > 1 ? ` and ${advances.length - 1} more` : ""}`
    : "";
}
