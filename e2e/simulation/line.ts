import type { PleskServer } from "@/e2e/fleet/model";
import type { Random } from "@/e2e/fleet/random";
import type { FaultName } from "./faults";
import type { Time } from "./time";

/** What a worker reaches out to. Every call of every port is one of these. */
export type CallKind =
  | "home.read"
  | "home.change"
  | "central.read"
  | "central.change"
  /** Who the name servers of a zone are, and where a host is. */
  | "resolver"
  /** What one of a zone's name servers answers. */
  | "name-server"
  | "smtp"
  | "database.read"
  | "database.write"
  /** What people see of a run under way: nothing is decided by it. */
  | "database.note";

export interface Outside {
  kind: CallKind;
  /** The operation, for people who read a failing case. */
  what: string;
  /** Counted from 1 within the line's own run. */
  number: number;
  /** Whether this fault makes another answer of the one that would come now; left out where every fault does. */
  matters?: ((fault: FaultName) => boolean) | undefined;
}

/** One run's way to the outside. Whoever simulates decides for each call what goes wrong with it. */
export interface Line {
  /** Announces a call, waits as long as it takes to get there, and says what shall go wrong with it. */
  begin(kind: CallKind, what: string, matters?: Outside["matters"]): Promise<FaultName | null>;
  /** The way back. */
  end(): Promise<void>;
  pass(milliseconds: number): Promise<void>;
  /** Its process is killed: whatever it waits for never comes. */
  kill(): void;
  readonly dead: boolean;
  readonly calls: number;
  /** It stood still, or gave a call up that goes on without it: it may not know that its lease has passed. */
  late: boolean;
  /** Some answer to it was not true, or a change of its was doubled: what it then says of done may be wrong. */
  lied: boolean;
  /** Its disruptive packets that were answered. */
  canaries: number;
  /** Who each server was when this line last read from it, by its guid. */
  met: Map<PleskServer, string>;
  /** The gate said yes: one packet may follow. */
  openGate(): void;
  /** Takes that yes; false when there is none. */
  takeGate(): boolean;
}

export interface LineOptions {
  time: Time;
  random: Random;
  /** What goes wrong with this call; null for nothing. */
  plan(call: Outside, line: Line): FaultName | null;
}

/** Nothing comes back to a process that is gone. A promise of its own, since one for all would keep all that ever waited. */
const never = () => new Promise<never>(() => {});

export function createLine({ time, random, plan }: LineOptions): Line {
  let dead = false;
  let calls = 0;
  let standstill = 0;
  let gates = 0;
  const pass = async (milliseconds: number): Promise<void> => {
    const still = standstill;
    standstill = 0;
    await time.pass(milliseconds + still);
    if (dead) await never();
  };
  const line: Line = {
    late: false,
    lied: false,
    canaries: 0,
    met: new Map(),
    openGate: () => {
      gates = 1;
    },
    takeGate: () => {
      const open = gates > 0;
      gates = 0;
      return open;
    },
    get dead() {
      return dead;
    },
    get calls() {
      return calls;
    },
    async begin(kind, what, matters) {
      calls += 1;
      const fault = plan({ kind, what, number: calls, matters }, line);
      if (fault === "killed-before") dead = true;
      if (fault && LIES.has(fault)) line.lied = true;
      const paused = fault === "paused";
      if (paused) line.late = true;
      // A packet whose deadline is over before it is written is not written: where one is sent, it was sent before.
      const sends = kind.endsWith(".change");
      if (paused && !sends) standstill = PAUSE;
      await pass(kind.startsWith("database") ? random.below(4) : 1 + random.below(40));
      if (paused && sends) standstill = PAUSE;
      return fault;
    },
    async end() {
      await pass(random.below(20));
    },
    pass,
    kill: () => {
      dead = true;
    },
  };
  return line;
}

const LIES: ReadonlySet<FaultName> = new Set([
  "stale-read",
  "empty-lists",
  "half-lists",
  "answers-swapped",
  "other-id",
]);

/** Longer than the lease: whoever stood still for so long has lost it. */
export const PAUSE = 400_000;
