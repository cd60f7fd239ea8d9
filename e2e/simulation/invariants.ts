import type { PleskServer, Zone } from "@/e2e/fleet/model";
import { violations as forbidden } from "@/e2e/fleet/panel";
import { accepts, findRecord, shelf, zoneOf } from "@/e2e/fleet/world";
import { recordedMx } from "@/lib/sync/cases";
import type { ZoneSnapshot } from "@/lib/sync/facts";
import type { Move } from "@/lib/sync/world";
import type { PublicDns } from "./dns";
import type { Ledger } from "./ledger";
import type { Change } from "./packets";
import { GRACE, type Population } from "./population";
import type { Served } from "./served";

export interface Ground {
  central: PleskServer;
  homes: readonly PleskServer[];
  ids: ReadonlyMap<PleskServer, number>;
  guids: ReadonlyMap<PleskServer, string>;
  ledger: Ledger;
  population: Population;
  served: Served;
  dns: PublicDns;
  now(): number;
  /** The database's clock was moved: its leases ended when they should not. */
  jumped: boolean;
  /** When somebody last changed something in a panel by hand, in milliseconds. */
  editedAt: number;
  /**
   * How many changes of mail flow each server was sent, those before the simulation counted as they were recorded; null
   * where the ledger does not have all that were recorded.
   */
  disrupted: Map<PleskServer, number> | null;
  report(invariant: string, what: string): void;
}

/** What must hold after everything that happened. */
export function checkWorld(ground: Ground): void {
  const { population, served, dns, central, now, report } = ground;
  population.refresh(now());
  const names = new Set([...population.living.values()].map(({ name }) => name));
  const fresh = served.look(names, now());
  const server = new Map<string, PleskServer | null>();
  const serverAt = (host: string) => {
    if (!server.has(host)) server.set(host, dns.serverAt(host));
    return server.get(host) ?? null;
  };
  for (const name of names) if (served.empty(name)) report("S2", `${name} has no MX`);
  for (const { address, name, home, since, taken } of population.living.values()) {
    const local = address.slice(0, address.indexOf("@"));
    for (const host of served.hosts(name, now())) {
      const at = serverAt(host);
      if (at !== home && at !== central) continue;
      const arrived = fresh.some((f) => f.name === name && f.host === host);
      const due = taken.has(at) || (arrived && since < now() - GRACE);
      if (!due) continue;
      const reception = accepts(at, name, local);
      if (reception === "accepted" || (reception === "suspended" && at === home)) continue;
      report(taken.has(at) ? "S1" : "S3", `${address} at ${at.key}: ${reception}, while MX ${host} may be used`);
    }
  }
  for (const each of [central, ...ground.homes]) for (const zone of each.zones) checkDoubles(each, zone, report);
}

/** Deeds that the servers themselves call forbidden, whether or not they were carried out. */
export function checkForbidden({ central, homes, report }: Ground): void {
  for (const each of [central, ...homes]) for (const what of forbidden(each).splice(0)) report("S6/S7", what);
}

function checkDoubles(server: PleskServer, zone: Zone, report: Ground["report"]): void {
  const seen = new Set<string>();
  for (const { type, host, value, opt } of zone.records) {
    if (type !== "MX") continue;
    const key = `${host} ${value} ${opt}`;
    if (seen.has(key)) report("S17", `${server.key}: ${zone.asciiName} has MX ${key} twice`);
    seen.add(key);
  }
}

/** What must hold when a changing packet reaches its server. */
export function checkChange(ground: Ground, change: Change): void {
  const { ledger, ids, guids, report } = ground;
  const { side, server, steps, line } = change;
  const say = (invariant: string, what: string) =>
    report(
      invariant,
      `${what}: ${steps.map(({ operator, node }) => `${operator} ${node.name}`).join(", ")} on ${server.key}`,
    );
  const row = ledger.servers.get(ids.get(server) ?? 0);
  if (row && row.holder !== line && !line.late && !ground.jumped) say("S12", "changed without its lease");
  if (!change.gated) say("S22", "changed without asking the gate for this packet");
  // What takes effect late was sent before; who answers is read right before, and may be another one a moment later.
  const elsewhere = server.faults.otherCertificate && !line.late;
  const known = [server.guid, change.met].includes(guids.get(server));
  if (!known || elsewhere) say("S23", "changed on another server");
  const disruptive = steps.filter(({ operator, node }) => isDisruptive(operator, node.name)).length;
  if (disruptive > 1 && line.canaries === 0) say("S21", "several disruptive changes without a canary");
  checkBudget(ground, server, disruptive, say);
  for (const { operator, node } of steps) {
    const target = Number(node.first("filter")?.children[0]?.content ?? node.children[0]?.content ?? 0);
    if (side === "central") checkOurs(ground, operator, node.name, Number.isNaN(target) ? 0 : target, say);
    else checkRecorded(ground, change, operator, node, say);
  }
}

/** A change of mail flow that was answered: more than one at a time may follow it. */
export function checkAnswered({ line, steps }: Change): void {
  const disruptive = steps.filter(({ operator, node }) => isDisruptive(operator, node.name)).length;
  const [alone] = steps;
  if (disruptive > 0 || (steps.length === 1 && alone && movesMail(alone.operator, alone.node.name))) line.canaries += 1;
}

/** What changes mail flow was recorded before, within the budget: never more is sent than was granted. */
function checkBudget(
  { ledger, ids, disrupted }: Ground,
  server: PleskServer,
  more: number,
  say: (invariant: string, what: string) => void,
): void {
  if (more === 0 || !disrupted) return;
  const sent = (disrupted.get(server) ?? 0) + more;
  disrupted.set(server, sent);
  const granted = ledger.operations.filter(({ on, disruptive }) => disruptive && on === ids.get(server)).length;
  if (sent > granted) say("S21", "changed mail flow beyond the budget");
}

const isDisruptive = (operator: string, verb: string): boolean =>
  (operator === "dns" && verb === "del_rec") || (operator === "mail" && verb === "disable");

/** It adds, but mail may go another way because of it: a canary as well, where it goes alone. */
const movesMail = (operator: string, verb: string): boolean =>
  (operator === "dns" && verb === "add_rec") || (operator === "mail" && verb === "enable");

/** On the mail server only what carries our link, or stands in a subscription that does, is changed. */
function checkOurs(
  { central }: Ground,
  operator: string,
  verb: string,
  target: number,
  say: (invariant: string, what: string) => void,
): void {
  if (verb === "add" || verb === "create") return;
  if (!["webspace", "site", "mail"].includes(operator)) return;
  const domain = shelf(central).domains.one("id", target);
  const subscription = domain && shelf(central).domains.one("id", domain.webspaceId);
  if (subscription && !subscription.externalId.startsWith("cmail:"))
    say("S8", `${domain?.name} was not made from here`);
}

/** At home nothing is changed that was not recorded, and no MX removed but what was recorded or is ours. */
function checkRecorded(
  ground: Ground,
  { server: home, line, sentAt = Number.POSITIVE_INFINITY }: Change,
  operator: string,
  node: Change["steps"][number]["node"],
  say: (invariant: string, what: string) => void,
): void {
  const { ledger, ids, central } = ground;
  const serverId = ids.get(home) ?? 0;
  const open = (domainId: number, part: string) => {
    const account = [...ledger.accounts.values()].find(
      (a) => a.serverId === serverId && a.kind === "domain" && a.sourceId === domainId,
    );
    return ledger.snapshots.find((kept) => kept.accountId === account?.id && kept.part === part && !kept.restored);
  };
  if (operator === "mail" && (node.name === "disable" || node.name === "enable")) {
    const domain = Number(node.children[0]?.content ?? 0);
    if (!open(domain, "mail")) say("S9", `mail of domain ${domain} was not recorded before`);
    // Nobody can call a packet back because a person has moved MX since.
    const overtaken = line.late && ground.editedAt >= sentAt;
    if (node.name === "disable" && !overtaken) checkAuthority(ground, home, domain, say);
  }
  if (operator !== "dns" || node.name !== "del_rec") return;
  const found = findRecord(home, Number(node.first("filter")?.children[0]?.content ?? 0));
  if (!found) return;
  const { zone, record } = found;
  const owner = zone.domainId ?? shelf(home).aliases.one("id", zone.aliasId ?? 0)?.domainId ?? 0;
  const kept = open(owner, zone.domainId ? "zone:domain" : `zone:alias:${zone.aliasId}`);
  const host = record.value.replace(/\.$/, "");
  if (host === central.name) return;
  const recorded = kept ? recordedMx(kept.data as unknown as ZoneSnapshot, zone.asciiName) : null;
  if (!recorded) say("S9", `MX of ${zone.asciiName} was not recorded before`);
  else if (!recorded.some((mx) => mx.host === host)) say("S8", `MX ${host} of ${zone.asciiName} is somebody else's`);
}

/** Local mail goes off only where every name server leads to the mail server alone, be it under another name of its own. */
function checkAuthority(
  { dns, central, population }: Ground,
  home: PleskServer,
  domainId: number,
  say: (invariant: string, what: string) => void,
): void {
  const name = shelf(home).domains.one("id", domainId)?.asciiName;
  if (!name || ![...population.living.values()].some((living) => living.name === name)) return;
  for (const at of ["primary", "secondary"] as const) {
    const other = dns.mx(name, at)?.hosts.find(({ host }) => host !== central.name && dns.serverAt(host) !== central);
    if (other) say("S5", `the ${at} name server still answers ${other.host} for ${name}`);
  }
}

/** What is stored: snapshots are as they were written. */
export function checkLedger({ ledger, report }: Ground): void {
  for (const { accountId, part, data, sealed } of ledger.snapshots)
    if (JSON.stringify(data) !== sealed) report("S9", `the snapshot ${part} of account ${accountId} was altered`);
}

/** A record of MX is given up only while nothing of ours is in its zone: nobody could go home by it any more. */
export function checkMove({ ledger, homes, ids, central, report }: Ground, { superseded }: Move): void {
  for (const accountId of superseded) {
    const account = ledger.accounts.get(accountId);
    const home = homes.find((each) => ids.get(each) === account?.serverId);
    const zone = home && account && zoneOf(home, { domainId: account.sourceId });
    const kept = ledger.snapshots.some((k) => k.accountId === accountId && k.part === "zone:domain" && !k.restored);
    if (kept && zone?.records.some(({ type, value }) => type === "MX" && value === `${central.name}.`))
      report("S10", `the record of ${zone.asciiName} is given up while our MX is in it`);
  }
}

/** "Done" is written so soon after the effect was read that only what a person does right then can come between. */
const BETWEEN = 60_000;

/** "Done" was said after it had its effect. */
export function checkSettled(ground: Ground, operationId: number, state: string): void {
  const { ledger, central, homes, ids, now, editedAt, report } = ground;
  const operation = ledger.operations.find(({ id }) => id === operationId);
  if (!operation || state !== "done" || now() - editedAt < BETWEEN) return;
  const account = ledger.accounts.get(operation.accountId ?? 0);
  const server = operation.side === "central" ? central : homes.find((home) => ids.get(home) === operation.serverId);
  const domain =
    server &&
    shelf(server).domains.one("id", (operation.side === "central" ? account?.centralId : account?.sourceId) ?? 0);
  if (!server || !domain) return;
  const wrong = (what: string) => report("S30", `${operation.summary} is called done, but ${what} (${server.key})`);
  if (operation.kind === "mail-service") {
    const wanted = / mail on /.test(operation.summary) ? "on" : "off";
    if (domain.mail.service !== wanted) wrong(`mail is ${domain.mail.service}`);
  }
  const zone = zoneOf(server, { domainId: domain.id });
  const [, verb, host] = /^(add|remove) MX \d+ (\S+) (?:to|from) /.exec(operation.summary) ?? [];
  if (!verb || !zone || !operation.summary.endsWith(` ${zone.asciiName}`)) return;
  const there = zone.records.some(({ type, value }) => type === "MX" && value === `${host}.`);
  if (there !== (verb === "add")) wrong(`the record is ${there ? "" : "not "}there`);
}
