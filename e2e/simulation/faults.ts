import type { CallKind, Outside } from "./line";

/**
 * Everything that goes wrong with a call, and with which calls it can. `before` has no effect on the other side, the
 * effect of `after` has happened, `lie` is an answer that looks like any other.
 */
export interface Fault {
  on: readonly CallKind[];
  words: string;
  /** For a reading the ones of a kin come to the same: no answer, and one of the reasons for it. */
  kin?: string;
  /** At any later call of a run it comes to the same as at the first, or as another fault at the call before. */
  first?: true;
  /** The database's statements that look at what it changes: before any other it comes to the same as before the next of them. */
  seenBy?: readonly string[];
}

const reads = ["home.read", "central.read"] as const;
const changes = ["home.change", "central.change"] as const;
const panels = [...reads, ...changes] as const;
const database = ["database.read", "database.write", "database.note"] as const;
/** Whatever happens around a call that changes nothing might as well happen around the next one that does. */
const effects: readonly CallKind[] = [...changes, "database.write"];

/** What of the database a run looks at to know what people and other workers have done since … */
const wishes = ["start run", "gate", "take turn", "end turn", "finish run", "finish deassign"];
/** … and what looks at the database's clock. */
const clock = [...wishes, "save prints", "intend", "settle"];

const fault = (on: readonly CallKind[], words: string, kin?: string): Fault => ({ on, words, ...(kin && { kin }) });
const first = (words: string): Fault => ({ on: effects, words, first: true });
const seenBy = (statements: readonly string[], words: string): Fault => ({ on: effects, words, seenBy: statements });

export const FAULTS = {
  refused: fault(panels, "the panel refuses the connection", "unreachable"),
  "connect-timeout": fault(panels, "the panel's host does not answer", "timeout"),
  // Of no kin: it holds until a person has looked.
  "certificate-changed": fault(panels, "another certificate than the confirmed one"),
  "key-revoked": fault(panels, "11003, the key is unknown", "shut out"),
  "login-locked": fault(panels, "1012, the login is locked", "shut out"),
  "permission-denied": fault(panels, "1006 for the packet", "shut out"),
  "panel-busy": fault(panels, "1008 for the packet", "shut out"),
  "licence-expired": fault(panels, "1030 for the packet", "shut out"),
  "reset-before-effect": fault(panels, "the connection breaks before anything is executed", "unreachable"),
  "reply-lost": fault(panels, "the connection breaks after everything is executed", "unreachable"),
  hang: fault(panels, "no answer within the deadline, nothing executed", "timeout"),
  "late-effect": fault(changes, "no answer within the deadline, executed minutes later"),
  "cut-in-half": fault(panels, "half of the answer, after everything is executed", "unreadable"),
  "cut-early": fault(panels, "the first hundred bytes of the answer", "unreadable"),
  "empty-body": fault(panels, "an answer of no bytes", "unreadable"),
  "web-page": fault(panels, "a web page with status 200", "unreadable"),
  "error-page": fault(panels, "a web page with status 500", "unreadable"),
  "doctype-bomb": fault(panels, "an answer that begins with a DOCTYPE of entities", "unreadable"),
  "wrong-charset": fault(panels, "bytes that are no UTF-8", "unreadable"),
  "doubled-element": fault(panels, "the first result's status stands there twice", "unreadable"),
  endless: fault(panels, "an answer that is larger than is accepted", "unreadable"),
  "one-refused": fault(panels, "1023 for the first operation of the packet", "refused"),
  "limit-reached": fault(changes, "1024 for the first operation of the packet"),
  "unknown-code": fault(panels, "a code that nobody documented, for the first operation", "refused"),
  "ok-without-effect": fault(changes, "ok for everything, nothing executed"),
  "effect-twice": fault(changes, "the panel executes the packet twice and answers the first time's answer"),
  "stale-read": fault(reads, "an answer from before the last change"),
  "empty-lists": fault(reads, "every list of objects is empty"),
  "half-lists": fault(reads, "every second result is missing"),
  "answer-missing": fault(panels, "the last operation has no answer"),
  "answers-swapped": fault(panels, "the first two results have changed places"),
  "other-id": fault(panels, "another id in the first result that has one"),
  "dns-silent": fault(["name-server"], "the name server does not answer"),
  "dns-refused": fault(["name-server"], "the name server says that it has no such zone"),
  "dns-stale": fault(["name-server"], "the name server answers as an hour ago"),
  "resolver-down": fault(["resolver"], "neither delegation nor an address can be found out"),
  "smtp-refused": fault(["smtp"], "SMTP refuses the connection"),
  "smtp-later": fault(["smtp"], "every recipient gets 451"),
  "smtp-refuses-all": fault(["smtp"], "every recipient gets 550"),
  "smtp-accepts-all": fault(["smtp"], "every recipient gets 250, also one that does not exist"),
  "smtp-cut": fault(["smtp"], "the conversation breaks in the middle"),
  "database-gone": fault(database, "the connection is lost before the statement runs", "not written"),
  "commit-unknown": fault(["database.write"], "committed, and the acknowledgement lost"),
  "serialization-failure": fault(["database.write"], "rolled back by the database", "not written"),
  "disk-full": fault(["database.write"], "refused by the database, nothing written", "not written"),
  // Before a call is after the effect before it.
  "killed-before": first("SIGKILL before the call"),
  "killed-after": fault(effects, "SIGKILL after the call had its effect"),
  paused: fault(effects, "SIGSTOP for longer than the lease, then it goes on"),
  // A run looks at the worker's clock once, when it begins: one that jumps during a run is wrong for the next.
  "clock-ahead": first("the worker's clock jumps an hour ahead, for nine minutes"),
  "clock-behind": first("the worker's clock jumps a day back, for nine minutes"),
  "database-clock-ahead": seenBy(clock, "the database's clock jumps an hour ahead, for nine minutes"),
  "database-clock-behind": seenBy(clock, "the database's clock jumps a day back, for nine minutes"),
  "stop-switch": seenBy(wishes, "a person sets the stop switch at this moment, and releases it later"),
  "wish-turned": seenBy(wishes, "a person wishes the opposite at this moment"),
  maintenance: seenBy(wishes, "a person sets maintenance at this moment, and ends it later"),
  "second-worker": seenBy(wishes, "another worker takes the same server up at this moment"),
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export const faultNames = Object.keys(FAULTS) as FaultName[];

/**
 * What is tried with a call after others of its run: every fault that changes something, once where it comes to the same
 * elsewhere; for a call that changes nothing, of each kin one, in turn.
 */
export function faultsFor(call: Outside, before: readonly Outside[]): FaultName[] {
  const possible = faultNames.filter((name) => happensTo(name, call) && isItsOwn(name, call, before));
  if (call.kind.endsWith(".change")) return possible;
  const kins = new Map<string, FaultName[]>();
  for (const name of possible) {
    const { kin = name } = FAULTS[name] as Fault;
    kins.set(kin, [...(kins.get(kin) ?? []), name]);
  }
  return [...kins.values()].flatMap((names) => names[call.number % names.length] ?? []);
}

/** It differs from no fault at all, and from what is tried at another call. */
function isItsOwn(name: FaultName, call: Outside, before: readonly Outside[]): boolean {
  const { first, seenBy }: Fault = FAULTS[name];
  if (first && before.some((other) => happensTo(name, other))) return false;
  if (seenBy && call.kind === "database.write" && !seenBy.includes(call.what)) return false;
  return call.matters?.(name) ?? true;
}

export const happensTo = (name: FaultName, { kind }: Outside): boolean => (FAULTS[name] as Fault).on.includes(kind);
