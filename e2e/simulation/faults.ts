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
}

const reads = ["home.read", "central.read"] as const;
const changes = ["home.change", "central.change"] as const;
const panels = [...reads, ...changes] as const;
const database = ["database.read", "database.write", "database.note"] as const;
/** Whatever happens around a call that changes nothing might as well happen around the next one that does. */
const effects: readonly CallKind[] = [...changes, "database.write"];

const fault = (on: readonly CallKind[], words: string, kin?: string): Fault => ({ on, words, ...(kin && { kin }) });

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
  "dns-silent": fault(["dns"], "the name server does not answer"),
  "dns-refused": fault(["dns"], "the name server says that it has no such zone"),
  "dns-stale": fault(["dns"], "the name server answers as an hour ago"),
  "resolver-down": fault(["dns"], "delegation cannot be found out"),
  "smtp-refused": fault(["smtp"], "SMTP refuses the connection"),
  "smtp-later": fault(["smtp"], "every recipient gets 451"),
  "smtp-refuses-all": fault(["smtp"], "every recipient gets 550"),
  "smtp-accepts-all": fault(["smtp"], "every recipient gets 250, also one that does not exist"),
  "smtp-cut": fault(["smtp"], "the conversation breaks in the middle"),
  "database-gone": fault(database, "the connection is lost before the statement runs", "not written"),
  "commit-unknown": fault(["database.write"], "committed, and the acknowledgement lost"),
  "serialization-failure": fault(["database.write"], "rolled back by the database", "not written"),
  "disk-full": fault(["database.write"], "refused by the database, nothing written", "not written"),
  "killed-before": fault(effects, "SIGKILL before the call"),
  "killed-after": fault(effects, "SIGKILL after the call had its effect"),
  paused: fault(effects, "SIGSTOP for longer than the lease, then it goes on"),
  "clock-ahead": fault(effects, "the worker's clock jumps an hour ahead, for ten minutes"),
  "clock-behind": fault(effects, "the worker's clock jumps a day back, for ten minutes"),
  "database-clock-ahead": fault(effects, "the database's clock jumps an hour ahead, for ten minutes"),
  "database-clock-behind": fault(effects, "the database's clock jumps a day back, for ten minutes"),
  "stop-switch": fault(effects, "a person sets the stop switch at this moment, and releases it later"),
  "wish-turned": fault(effects, "a person wishes the opposite at this moment"),
  maintenance: fault(effects, "a person sets maintenance at this moment, and ends it later"),
  "second-worker": fault(effects, "another worker takes the same server up at this moment"),
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export const faultNames = Object.keys(FAULTS) as FaultName[];

/**
 * What is tried with a call: every fault that changes something; for a call that changes nothing, of each kin one, in
 * turn.
 */
export function faultsFor(call: Outside): FaultName[] {
  const possible = faultNames.filter((name) => happensTo(name, call));
  if (call.kind.endsWith(".change")) return possible;
  const kins = new Map<string, FaultName[]>();
  for (const name of possible) {
    const { kin = name } = FAULTS[name] as Fault;
    kins.set(kin, [...(kins.get(kin) ?? []), name]);
  }
  return [...kins.values()].flatMap((names) => names[call.number % names.length] ?? []);
}

export const happensTo = (name: FaultName, { kind }: Outside): boolean => (FAULTS[name] as Fault).on.includes(kind);
