import { clientsByLogin } from "@/lib/plesk/clients";
import { type ClientCase, type DomainCase, externalId } from "./cases";
import { askNameServers } from "./checks";
import { compareDomain } from "./compare";
import { compareClient } from "./compare-client";
import { decideDomain } from "./decide";
import { heldBack } from "./decide-away";
import { switchMx } from "./decide-switch";
import { drainSeconds, wasNamed } from "./drain";
import { mailZones, type SeenDomain, showMx } from "./facts";
import { type Cases, gather } from "./gather";
import { worstOf } from "./leads";
import { namesThere } from "./names";
import { type Outline, observeOutline, readAll } from "./observe";
import { summary } from "./operations";
import { wayBack } from "./preview-back";
import { PACKETS, type Preview, summed } from "./preview-shape";
import { suspicious } from "./radius";
import type { Context } from "./steps";
import type { World } from "./world";

/** Looks at both sides, reads only. Throws PleskError or Untrusted, as `reconcile` would fail. */
export async function preview(world: World, say: (step: string) => Promise<void>): Promise<Preview> {
  const { pair } = world.store;
  await say(`Looking at ${pair.source.name}`);
  const outline = await observeOutline(world);
  await say(`Looking at ${pair.central.name}`);
  const cases = await gather(world, outline);
  const base = await count(world, outline, cases);
  if (pair.assignment.wish === "deassigned") return { ...base, ...wayBack(cases, world) };
  await say("Asking the name servers");
  const fresh = cases.domains.filter((c) => c.source);
  await askNameServers(
    world,
    fresh.filter((c) => c.source?.mail.service && c.account.stage !== "assigned"),
  );
  base.problems.push(...unasked(fresh));
  await say("Looking for names that are taken");
  const taken = await takenNames(world, cases);
  const context: Context = {
    pair,
    now: world.clock.now(),
    doubt: world.clock.doubt,
    leaps: world.clock.leaps,
    limits: world.limits,
    centralAddress: cases.centralAddress,
    mayChange: true,
    homeLosesMail: null,
  };
  return { ...base, ...wayOut(cases, fresh, taken, context) };
}

type Base = Omit<Preview, keyof ReturnType<typeof wayBack>>;

async function count(world: World, outline: Outline, cases: Cases): Promise<Base> {
  const { pair } = world.store;
  const seen = cases.domains.flatMap((c) => c.source ?? []);
  const ttl = Math.max(0, ...seen.flatMap((domain) => mailZones(domain).map((zone) => zone.ttl)));
  const used = cases.centralIdentity.counts.domains;
  const limit = cases.centralIdentity.limits.domains;
  const more = cases.domains.filter((c) => c.source && !c.central).length;
  const problems: string[] = [];
  if (limit !== null && used + more > limit)
    problems.push(
      `${pair.central.name}'s licence has room for ${Math.max(0, limit - used)} more domains; ${more} would be created.`,
    );
  const drop = suspicious(
    pair.assignment,
    { clients: outline.clients.size, domains: outline.domains.size },
    pair.source.name,
  );
  if (drop) problems.push(drop);
  return {
    serverId: pair.source.id,
    name: pair.source.name,
    clients: outline.clients.size,
    domains: outline.domains.size,
    aliases: [...outline.aliases.values()].flat().filter((alias) => alias.mail).length,
    addresses:
      seen.reduce((sum, domain) => sum + domain.addresses.length, 0) +
      cases.atRest.reduce((sum, account) => sum + account.addressCount, 0),
    licence: limit === null ? null : { used, limit },
    ttl,
    problems,
  };
}

/** What could not be found out now is told: a preview without it would promise too much. */
function unasked(domains: readonly DomainCase[]): string[] {
  const failed = domains
    .flatMap((c) => [...(c.publicMx?.entries() ?? [])])
    .flatMap(([zone, answer]) => ("failed" in answer && answer.again ? [{ zone, why: answer.failed }] : []));
  const [first] = failed;
  if (!first) return [];
  const more = failed.length > 1 ? ` and ${failed.length - 1} more` : "";
  return [
    `Where the DNS of ${first.zone}${more} is cannot be found out now: ${first.why}. Their move waits until it is.`,
  ];
}

interface Taken {
  logins: Set<string>;
  /** By punycode name. */
  domains: Set<string>;
  /** Names that another assigned server has, by its name. */
  held: Map<string, string>;
}

async function takenNames(world: World, cases: Cases): Promise<Taken> {
  const logins = cases.clients.filter((c) => c.source && !c.central).map((c) => c.source?.login ?? "");
  const names = cases.domains.filter((c) => c.source && !c.central).map((c) => c.source?.ascii ?? "");
  const [clients] = await readAll(world.central, [clientsByLogin(logins)]);
  const there = await namesThere(world, names);
  const ours = new Set(cases.domains.map((c) => externalId(world.store.pair, c.account)));
  const held = await world.store.claim(names.map((ascii) => ({ ascii, accountId: 0 })));
  return {
    logins: new Set(clients.keys()),
    domains: new Set([...there].filter(([, domain]) => !ours.has(domain.externalId)).map(([name]) => name)),
    held: new Map([...held].map(([ascii, holder]) => [ascii, holder.server])),
  };
}

function wayOut(cases: Cases, fresh: readonly DomainCase[], taken: Taken, context: Context) {
  const { pair, limits } = context;
  const needsYou: Preview["needsYou"] = [];
  const operations: Preview["operations"] = [];
  for (const c of cases.clients) {
    for (const finding of compareClient(c, pair)) note(operations, needsYou, c, finding);
  }
  for (const c of fresh) {
    const trouble = foreseen(c, taken, context);
    if (trouble) needsYou.push({ account: c.account.name, kind: "domain", ...trouble });
    for (const finding of compareDomain(c, pair, context.centralAddress)) {
      if (finding.difference.field !== "account") note(operations, needsYou, c, finding);
      else
        operations.push({
          account: c.account.name,
          reason: finding.difference.reason,
          summary: trouble && trouble.code !== "third-place" ? trouble.detail : plan(c.source, trouble !== null),
        });
    }
  }
  const moved = fresh.find(
    (c) =>
      c.source?.mail.service &&
      c.source.zones.some((z) => z.served) &&
      !needsYou.some((n) => n.account === c.account.name),
  );
  const changed = fresh.reduce((sum, c) => sum + (c.central ? 1 : 4 + (c.source?.addresses.length ?? 0)), 0);
  const ttl = Math.max(0, ...fresh.flatMap((c) => c.source?.zones.map((zone) => zone.ttl) ?? []));
  const seconds = drainSeconds(ttl, limits);
  return {
    ...summed({ needsYou, operations }),
    derivedLogins: taken.logins.size,
    drainSeconds: seconds,
    buildSeconds: Math.ceil((changed * 3) / 50 / PACKETS),
    changes: { source: moved?.source ? homeChanges(moved.source, context, seconds) : [], central: [] },
  };
}

function note(
  operations: Preview["operations"],
  needsYou: Preview["needsYou"],
  c: ClientCase | DomainCase,
  finding: ReturnType<typeof compareClient>[number],
): void {
  const { name, kind } = c.account;
  if (finding.problem) needsYou.push({ account: name, kind, ...finding.problem });
  else {
    const { reason, source } = finding.difference;
    // Only a new owner has no operation yet: it is created by one of its own first.
    const deed = finding.operation
      ? summary(finding.operation)
      : `give ${name} to client ${source}, once that is there`;
    operations.push({ account: name, reason, summary: deed });
  }
}

/** The problem that this domain's move would meet, as far as looking can tell. */
function foreseen(c: DomainCase, taken: Taken, context: Context): { code: string; detail: string } | null {
  const { source } = c;
  if (!source) return null;
  const holder = taken.held.get(source.ascii);
  if (holder) return { code: "domain-assigned-elsewhere", detail: `also on ${holder}, which is assigned already` };
  if (!c.central && taken.domains.has(source.ascii))
    return { code: "domain-taken", detail: `already exists on ${context.pair.central.name}, created by someone else` };
  if (!source.mail.service && c.account.stage !== "assigned") return null;
  const leads = wasNamed(c) || !c.leads ? null : worstOf(c.leads);
  const step =
    leads?.to === "elsewhere"
      ? heldBack(leads, context)
      : c.publicMx
        ? switchMx(c, context)
        : decideDomain({ ...c, holder: null }, context);
  return step.do === "problem" ? step.problem : null;
}

function plan(source: SeenDomain | null, away: boolean): string {
  const addresses = source?.addresses.length ?? 0;
  const count = addresses === 1 ? "1 address" : `${addresses} addresses`;
  const build = addresses === 0 ? "create domain" : `create domain and ${count}`;
  if (away) return `${build}, with its mail off; its MX is left as it is`;
  return source?.mail.service
    ? `${build}, prove they are accepted, then move MX`
    : `${build}; mail is off, so there is nothing to move`;
}

function homeChanges(domain: SeenDomain, { pair }: Context, seconds: number): string[] {
  const [zone] = mailZones(domain);
  const old = zone?.mx.filter((mx) => mx.target !== "central") ?? [];
  const preference = Math.min(10, ...old.map((mx) => mx.preference));
  return [
    ...old.map((mx) => `− ${showMx(mx)}`),
    `+ ${showMx({ host: pair.central.mxHost, preference })}`,
    "− mail service on",
    `+ mail service off for incoming, after the old MX has run out of every cache (${duration(seconds)})`,
    "+ Mail button in the panel",
  ];
}

const duration = (seconds: number): string =>
  seconds >= 7200
    ? `${Math.round(seconds / 3600)} h`
    : seconds >= 120
      ? `${Math.round(seconds / 60)} min`
      : `${seconds} s`;
