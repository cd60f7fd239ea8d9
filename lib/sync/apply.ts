import type { PleskError } from "@/lib/plesk/errors";
import type { Outcome } from "@/lib/plesk/panel";
import { guid } from "@/lib/plesk/server";
import type { Problem } from "./cases";
import { deed } from "./deeds";
import { checkGuid } from "./observe";
import { disruptive, type Operation, summary } from "./operations";
import type { Deed, Found, Verdict } from "./verdict";
import { type Closed, type Intent, LeaseLost, type Settlement, type World } from "./world";

/** What became of one operation. */
export type Applied =
  /** `proven`: it was sent, the panel said ok, and reading back shows the effect. */
  | { operation: Operation; result: "settled"; found: Found; changed: boolean; proven: boolean }
  /** `told`: what the panel said that it had done, where reading back does not show it. */
  | { operation: Operation; result: "problem"; problem: Problem; error: PleskError | null; told?: unknown }
  | { operation: Operation; result: "unknown"; error: PleskError | null }
  /** Not begun: what it was decided from has changed meanwhile, or is doubtful until then (milliseconds since 1970). */
  | { operation: Operation; result: "overtaken"; why: string; until?: number }
  /** Not begun: the change budget is used up until then, in milliseconds since 1970. */
  | { operation: Operation; result: "later"; until: number; why: string };

/** The gate closed between two changes: what was not begun stays undone. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor(readonly why: Closed) {
    super(`The run stops here: ${why}.`);
  }
}

/** Independent operations travel together, at most this many in a packet. */
const PACKET = 50;

/**
 * How long after a look a change of mail flow, or any at home, may follow it, in milliseconds: a process that stood still
 * knows nothing of what happened meanwhile. What only adds may wait longer for the mail server's turn.
 */
const FRESH = 120_000;
const STALE = "Not begun: it was looked at too long before. It is looked at again.";

/** Trouble with a whole panel: nothing more is tried there in this run. */
const FATAL = new Set([
  "unreachable",
  "timeout",
  "certificate",
  "credentials",
  "denied",
  "busy",
  "unsupported",
  "malformed",
]);

/** Of these what may be about one thing alone: a panel can have no mail for subdomains, or lack a component. */
const OF_ONE = new Set(["denied", "unsupported"]);

const endsRun = ({ kind, ownResult }: PleskError): boolean => FATAL.has(kind) && !(ownResult && OF_ONE.has(kind));

/**
 * Carries out independent operations of one kind of order: per packet, read → already as wanted? → gate → intents
 * committed → change → read back → settled. A lost reply is settled by the reading; what the reading cannot settle is
 * `unknown` and left to the next run. Nobody is asked about what is too old to be followed. Throws Interrupted when the
 * gate closes and PleskError when a panel as a whole cannot be worked with.
 */
export async function apply(world: World, operations: readonly Operation[]): Promise<Applied[]> {
  const results: Applied[] = [];
  for (const side of ["central", "source"] as const) {
    const mine = operations.filter((operation) => operation.side === side);
    for (let start = 0; start < mine.length; start += PACKET) {
      const now = world.clock.now();
      const packet: Operation[] = [];
      for (const operation of mine.slice(start, start + PACKET))
        if (isStale(operation, now)) results.push({ operation, result: "overtaken", why: STALE });
        else packet.push(operation);
      if (packet.length > 0) results.push(...(await applyPacket(world, side, packet)));
    }
  }
  return results;
}

async function applyPacket(
  world: World,
  side: "source" | "central",
  operations: readonly Operation[],
): Promise<Applied[]> {
  const panel = world[side];
  const deeds = operations.map((operation) => deed(operation, world));
  const looked = world.clock.now();
  const [who, ...before] = await panel.read([guid(), ...deeds.flatMap((each) => each.looks)]);
  // A server may be replaced while a run is under way: what was looked at then says nothing of what is there now.
  if (who?.ok) checkGuid(who.value as string, world.store.pair[side]);
  else if (who) throw who.error;
  const results: Applied[] = [];
  const already: Intent[] = [];
  const due: {
    operation: Operation;
    deed: Deed;
    call: ReturnType<Extract<ReturnType<Deed["judge"]>, { is: "due" }>["change"]>;
  }[] = [];
  const seenBefore = judged(deeds, before);
  operations.forEach((operation, index) => {
    const outcome = seenBefore[index];
    const each = deeds[index];
    if (!outcome || !each) throw new Error("one outcome for each operation");
    if (!outcome.ok) {
      if (endsRun(outcome.error)) throw outcome.error;
      results.push(failed(operation, outcome.error));
      return;
    }
    const verdict = outcome.value;
    if (verdict.is === "due") due.push({ operation, deed: each, call: verdict.change() });
    else if (verdict.is === "conflict")
      results.push({ operation, result: "problem", problem: verdict.problem, error: null });
    else if (verdict.is === "overtaken") results.push({ operation, result: "overtaken", why: verdict.why });
    else {
      already.push({ ...intent(operation), disruptive: false });
      results.push({ operation, result: "settled", found: verdict.found, changed: false, proven: false });
    }
  });
  if (already.length > 0) {
    const recorded = await world.store.intend(already);
    await world.store.settle(recorded.flatMap((r) => ("id" in r ? [{ id: r.id, state: "already", error: null }] : [])));
  }
  if (due.length > 0) results.push(...(await changePacket(world, side, due, looked)));
  return results;
}

async function changePacket(
  world: World,
  side: "source" | "central",
  planned: readonly { operation: Operation; deed: Deed; call: Parameters<World["source"]["change"]>[0][number] }[],
  looked: number,
): Promise<Applied[]> {
  const panel = world[side];
  const recorded = await world.store.intend(planned.map(({ operation }) => intent(operation)));
  const due: (typeof planned)[number][] = [];
  const ids: number[] = [];
  const put: Applied[] = [];
  planned.forEach((each, index) => {
    const answer = recorded[index];
    if (!answer) throw new Error("one answer for each intent");
    if ("later" in answer)
      put.push({ operation: each.operation, result: "later", until: answer.later.getTime(), why: answer.why });
    else {
      due.push(each);
      ids.push(answer.id);
    }
  });
  if (due.length === 0) return put;
  const send = async () => {
    const gate = await world.store.gate();
    const stale = world.clock.now() - oldest(due, looked) > FRESH;
    if (gate.open && !stale) return panel.change(due.map(({ call }) => call));
    const why = gate.open ? STALE : `Not begun: ${gate.why}.`;
    await world.store.settle(ids.map((id) => ({ id, state: "not-begun", error: why })));
    if (gate.open) return null;
    if (gate.why === "lease-lost") throw new LeaseLost("another worker holds this server");
    throw new Interrupted(gate.why);
  };
  const changed = await (side === "central" ? world.store.withTurn(send) : send());
  if (changed === null)
    return [...due.map(({ operation }): Applied => ({ operation, result: "overtaken", why: STALE })), ...put];
  const after = judged(
    due.map((each) => each.deed),
    await panel.read(due.flatMap((each) => each.deed.looks)),
  );
  const settlements: Settlement[] = [];
  const ends: PleskError[] = shutOut(due, changed);
  const results = due.map(({ operation }, index): Applied => {
    const id = ids[index] ?? 0;
    const told = changed[index];
    const seen = after[index];
    if (!told || !seen) throw new Error("one outcome for each operation");
    const verdict = seen.ok ? seen.value : null;
    if (verdict?.is === "settled") {
      settlements.push({ id, state: "done", error: null });
      return { operation, result: "settled", found: verdict.found, changed: true, proven: told.ok };
    }
    const error = told.ok ? (seen.ok ? null : seen.error) : told.error;
    const known = !told.ok && told.error.kind !== "unknown-outcome" && seen.ok;
    const words = error?.message ?? `The panel said ok, but reading back shows no effect: ${summary(operation)}.`;
    settlements.push({ id, state: known ? "failed" : "unknown", error: words });
    if (told.ok && seen.ok)
      return {
        operation,
        result: "problem",
        problem: { code: "refused", detail: words },
        error: null,
        told: told.value,
      };
    if (!known || !error) return { operation, result: "unknown", error };
    if (endsRun(error)) ends.push(error);
    return failed(operation, error);
  });
  // Also where the run ends here: what is known of this packet must not count as unknown.
  await world.store.settle(settlements);
  if (ends[0]) throw ends[0];
  return [...results, ...put];
}

/** Whoever is denied every change, for more than one account, may change nothing there at all. */
function shutOut(due: readonly { operation: Operation }[], changed: readonly Outcome<unknown>[]): PleskError[] {
  const denials = changed.flatMap((told) => (!told.ok && told.error.kind === "denied" ? [told.error] : []));
  const accounts = new Set(due.map(({ operation }) => operation.accountId));
  return denials.length === due.length && accounts.size > 1 ? denials : [];
}

/** It was decided from what was heard too long ago: others must be asked again before it is begun. */
export const isStale = (operation: Operation, now: number): boolean => now - oldest([{ operation }], now) > FRESH;

/** When that was seen which these must follow soon; Infinity where they may follow late. */
function oldest(due: readonly { operation: Operation }[], looked: number): number {
  const ages = due.flatMap(({ operation: each }) =>
    each.side === "source" || disruptive(each)
      ? [looked, (each.kind === "mail-service" && each.heardAt) || looked]
      : [],
  );
  return Math.min(...ages);
}

/** What each deed says of all that its looks have read; the first look that failed speaks for it. */
function judged(deeds: readonly Deed[], outcomes: readonly Outcome<unknown>[]): Outcome<Verdict>[] {
  let place = 0;
  return deeds.map((each) => {
    const own = outcomes.slice(place, place + each.looks.length);
    place += each.looks.length;
    if (own.length < each.looks.length) throw new Error("one outcome for each look");
    const refused = own.find((outcome) => !outcome.ok);
    if (refused && !refused.ok) return refused;
    return { ok: true, value: each.judge(own.map((outcome) => (outcome.ok ? outcome.value : null))) };
  });
}

/** One item's refusal is that account's problem. */
function failed(operation: Operation, error: PleskError): Applied {
  if (error.kind === "unknown-outcome") return { operation, result: "unknown", error };
  const code = error.kind === "limit" ? "licence-full" : error.kind === "exists" ? "domain-taken" : "refused";
  const detail = code === "refused" ? `Could not ${summary(operation)}. ${error.message}` : error.message;
  return { operation, result: "problem", problem: { code, detail }, error };
}

const intent = (operation: Operation): Intent => ({
  accountId: operation.accountId,
  side: operation.side,
  kind: operation.kind,
  disruptive: disruptive(operation),
  summary: summary(operation),
  reason: operation.reason,
});
