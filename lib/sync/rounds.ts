import { advance } from "./advance";
import { Interrupted } from "./apply";
import type { Advance, DomainCase } from "./cases";
import { change } from "./change";
import { askNameServers, askRecipients } from "./checks";
import { decideClient, decideDomain } from "./decide";
import { decideDomainBack } from "./decide-back";
import { heardTtl } from "./drain";
import { provenDigest } from "./facts";
import type { Cases } from "./gather";
import { isCentralNamed } from "./mx";
import { push } from "./observe-zones";
import type { Operation } from "./operations";
import { advanceWords, words } from "./progress";
import { type Context, isClosing, lacking, lateUntil, type RunContext, type Step } from "./steps";
import { type Case, rest, type Tally } from "./tally";
import type { Pair, World } from "./world";

/** No account needs more decisions than this in one run; a planner that never rests is stopped, not followed. */
const ROUNDS = 400;

/**
 * Goes round until every account rests: decide the next thing for each, carry out what is independent together, decide
 * again from what is then seen.
 */
export async function rounds(world: World, cases: Cases, context: RunContext): Promise<Tally> {
  const tally: Tally = { changed: 0, failed: 0, nextAt: null, held: null };
  const active = new Set<Case>([...cases.clients, ...cases.domains]);
  const total = active.size;
  for (let round = 0; active.size > 0; round++) {
    if (round === ROUNDS) throw new Error(`${active.size} accounts did not come to rest`);
    const now = world.clock.now();
    const steps = [...active].map((c) => ({
      c,
      step: decide(c, {
        ...context,
        now,
        doubt: world.clock.doubt,
        leaps: world.clock.leaps,
        mayChange: context.mayChange || cases.alone.has(c),
      }),
    }));
    const advances: Advance[] = [];
    const checks = new Map<string, DomainCase[]>();
    const operations: { c: Case; operation: Operation }[] = [];
    for (const { c, step } of steps) {
      if (step.do === "advance") advances.push({ c, event: step.event, to: step.to, until: step.until });
      else if (step.do === "check") push(checks, step.check, c as DomainCase);
      else if (step.do === "operations") operations.push(...step.operations.map((operation) => ({ c, operation })));
      else if (step.do !== "hold") rest(c, step, active, tally);
      else if (!active.has(step.for)) rest(c, notHeld(step), active, tally);
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

/** What it was held for rests and is not there: by a problem of this run, of an earlier one, or because it waits itself. */
function notHeld({ waiting, for: { account, decided, problem }, blocked }: Extract<Step, { do: "hold" }>) {
  const earlier = !decided && account.problem ? { detail: account.problemDetail ?? "" } : null;
  const why = problem ?? earlier;
  return why
    ? ({ do: "problem", problem: blocked(why.detail) } as const)
    : ({ do: "wait", waiting, until: null } as const);
}

/** The next thing for one account. Pure. */
export function decide(c: Case, context: Context): Step {
  if (!("snapshots" in c)) return decideClient(c, context);
  const unsettled = mayTakeEffect(c, context);
  if (unsettled) return unsettled;
  const back = context.pair.assignment.wish === "deassigned" || isClosing(c);
  return back ? decideDomainBack(c, context) : decideDomain(c, context);
}

/** Why nothing is done for an account as long as a change of its mail flow may still take effect. */
export const UNSETTLED =
  "A change of its mail flow was not answered and may still take effect; nothing is done until then.";

/** Whatever were decided from what is seen now would be wrong once a change takes effect that was begun before. */
function mayTakeEffect({ unsettledSince }: DomainCase, context: Context): Step | null {
  if (unsettledSince === null) return null;
  const until = lateUntil(unsettledSince, context);
  return context.now < until ? { do: "wait", waiting: UNSETTLED, until } : null;
}

/** Silent name servers take their time: so many domains are asked about between two times that the lease is kept. */
const ASKED_TOGETHER = 32;

/** Throws Interrupted when nothing more may be done. */
async function keepLease({ store }: World): Promise<void> {
  const gate = await store.gate();
  if (!gate.open) throw new Interrupted(gate.why);
}

async function carryOut(world: World, check: string, cases: readonly DomainCase[]): Promise<void> {
  if (check === "name-servers") {
    for (let start = 0; start < cases.length; start += ASKED_TOGETHER) {
      if (start > 0) await keepLease(world);
      const some = cases.slice(start, start + ASKED_TOGETHER);
      await askNameServers(world, some);
      for (const c of some) noteHeard(c, world.store.pair);
    }
    return;
  }
  await askRecipients(world, check === "accepts" ? "central" : "home", cases);
  if (check !== "accepts") return;
  for (const c of cases) {
    if (!c.proof || lacking(c.proof, world.store.pair.central.name, 0)) continue;
    c.written.proven = provenDigest(c.source);
    c.dirty = true;
  }
}

/** Caches may hold from now on what a name server was seen to say, and for as long as it said. */
function noteHeard(c: DomainCase, pair: Pair): void {
  const { written } = c;
  const named = written.named || [...(c.publicMx?.keys() ?? [])].some((zone) => isCentralNamed(c, zone, pair));
  const longestTtl = Math.max(written.longestTtl, heardTtl(c, pair));
  const askedAt = c.heardAt === null ? null : new Date(c.heardAt).toISOString();
  Object.assign(written, { named, longestTtl, askedAt });
  c.dirty = true;
}
