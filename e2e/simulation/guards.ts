import type { Ledger } from "./ledger";

/** The guards that count, by the rules of `db/budget` and `db/breakers`; both are held to the same tests. */
export interface Guards {
  /** How many changes of mail flow one run may make, and one server and the fleet within an hour. */
  budget: { run: number; server: number; fleet: number };
  /** `serverId` null: the fleet's. Milliseconds since 1970; `closedAt` null while it is open. */
  breakers: { serverId: number | null; openedAt: number; closedAt: number | null }[];
}

const WIDE = { run: 500, server: 2_000, fleet: 10_000 };
const HOUR = 3_600_000;
/** When a breaker opens: so many failures, and such a share of what was tried; and of so many servers the fleet's. */
const HANDFUL = 5;
const SHARE = 0.2;
const SERVERS = 3;

export const noGuards = (): Guards => ({ budget: { ...WIDE }, breakers: [] });

export interface Room {
  left: number;
  later: Date;
  why: string;
}

/** What is left of the budget for one run on one server. */
export function roomFor({ operations, budget }: Ledger, runId: number, on: number, now: number): Room {
  const counted = operations.filter(({ disruptive, state }) => disruptive && state !== "not-begun");
  const recent = counted.filter(({ startedAt }) => startedAt > now - HOUR);
  const made = {
    run: counted.filter((o) => o.runId === runId).length,
    server: recent.filter((o) => o.on === on).length,
    fleet: recent.length,
  };
  const left = (part: keyof typeof budget) => Math.max(0, budget[part] - made[part]);
  const tightest = (["fleet", "server", "run"] as const).reduce((a, b) => (left(b) < left(a) ? b : a));
  const why = `the budget of the ${tightest} is used up`;
  if (tightest === "run") return { left: left("run"), later: new Date(now + 60_000), why };
  const used = tightest === "server" ? recent.filter((o) => o.on === on) : recent;
  const next = used[Math.max(0, made[tightest] - budget[tightest])];
  return { left: left(tightest), later: new Date((next?.startedAt ?? now) + HOUR), why };
}

/** To be called when changes of mail flow on these servers have failed, or nobody knows whether they happened. */
export function tripBreakers(ledger: Ledger, servers: Iterable<number>, now: number): void {
  const { operations, breakers } = ledger;
  const closed = (serverId: number | null) =>
    Math.max(0, ...breakers.flatMap((b) => (b.serverId === serverId || b.serverId === null ? (b.closedAt ?? []) : [])));
  for (const on of servers) {
    const since = Math.max(now - HOUR, closed(on));
    const tried = operations.filter(
      (o) => o.disruptive && o.on === on && o.startedAt > since && ["done", "failed", "unknown"].includes(o.state),
    );
    const failed = tried.filter(({ state }) => state !== "done").length;
    if (failed < HANDFUL || failed <= tried.length * SHARE || !open(ledger, on, now)) continue;
    const recent = Math.max(now - HOUR, closed(null));
    const tripped = new Set(breakers.filter((b) => b.serverId !== null && b.openedAt > recent).map((b) => b.serverId));
    if (tripped.size >= SERVERS) open(ledger, null, now);
  }
}

function open({ breakers }: Ledger, serverId: number | null, now: number): boolean {
  if (breakers.some((b) => b.serverId === serverId && b.closedAt === null)) return false;
  breakers.push({ serverId, openedAt: now, closedAt: null });
  return true;
}

/** A person has read what failed and closes them all. */
export function closeBreakers({ breakers }: Ledger, now: number): void {
  for (const breaker of breakers) breaker.closedAt ??= now;
}

/** Whether a change on one of these servers is held up by a breaker. */
export const isBroken = (ledger: Ledger, servers: readonly number[]): boolean =>
  ledger.breakers.some((b) => b.closedAt === null && (b.serverId === null || servers.includes(b.serverId)));

/** Of settled operations those servers on which a change of mail flow failed, or may have. */
export const failedOn = (settled: readonly Ledger["operations"][number][]): Set<number> =>
  new Set(settled.flatMap((o) => (o.disruptive && (o.state === "failed" || o.state === "unknown") ? [o.on] : [])));
