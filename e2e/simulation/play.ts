import { isThirdPlace } from "@/e2e/fleet/dns/delegation";
import { homeOf } from "@/e2e/fleet/home";
import { seededRandom } from "@/e2e/fleet/random";
import { shelf } from "@/e2e/fleet/world";
import type { WrittenDomain } from "@/lib/sync/facts";
import { STAGES } from "@/lib/sync/stages";
import { createDeeds } from "./deeds";
import { EDITS } from "./edits";
import { type FaultName, happensTo } from "./faults";
import { drawFleet } from "./fleet";
import { wish } from "./ledger";
import type { Outside } from "./line";
import { startSenders } from "./senders";
import { createSimulation, type Simulation } from "./simulation";
import { type Happening, type Story, trouble } from "./story";
import { restless, unended } from "./unrest";
import { createWorkers, type Workers } from "./workers";

/** What a story came to. */
export interface Played {
  sim: Simulation;
  figures: Workers["figures"];
}

/**
 * Plays a story: the first server is assigned, then things happen while workers sweep and senders send; then everything
 * that was broken is mended, and the world must come to rest where the newest wishes want it.
 */
export async function play(story: Story, tell = false): Promise<Played> {
  const { seed, homes, happenings } = story;
  const stale = happenings.some(({ what }) => what === "fault stale-read");
  const sim = createSimulation({ seed, fleet: drawFleet(seededRandom(seed), homes), remember: stale, tell });
  const waiting: { name: FaultName; after: number }[] = [];
  const workers = createWorkers(sim, (call) => nextFault(waiting, call));
  const happen = createDeeds(sim, workers);
  const before = sim.homes.map(homeOf);
  wish(sim.ledger, 2, "assigned", "anna");
  startSenders(sim);
  workers.sweep();
  for (const happening of happenings) {
    await sim.time.run(sim.time.now() + happening.after * 1000);
    if (happening.what.startsWith("fault "))
      waiting.push({ name: happening.what.slice(6) as FaultName, after: happening.b % 40 });
    else happen(happening);
  }
  await sim.time.run(sim.time.now() + 300_000);
  waiting.splice(0);
  workers.mend();
  await workers.rest();
  const troubles = happenings.filter(({ what }) => trouble.includes(what)).length;
  judge(sim, workers.figures.faults, troubles);
  if (!happenings.some(isByHand)) for (const [index, home] of sim.homes.entries()) checkHome(sim, home, before[index]);
  return { sim, figures: workers.figures };
}

/** A fault meets one of the next calls that it can happen to, not always the very next. */
function nextFault(waiting: { name: FaultName; after: number }[], call: Outside): FaultName | null {
  const place = waiting.findIndex(({ name }) => happensTo(name, call));
  const next = waiting[place];
  if (!next || next.after-- > 0) return null;
  waiting.splice(place, 1);
  return next.name;
}

const isByHand = ({ what }: Happening): boolean => what in EDITS || what === "enforce" || what === "close";

/** What must hold once the world is at rest after so many calls that failed and so many troubles of longer. */
export function judge(sim: Simulation, faults: number, troubles = 0): void {
  const { oracle, ledger } = sim;
  const { report } = sim.ground;
  oracle.audit();
  for (const what of oracle.fates.bounced) report("bounced", what);
  for (const what of oracle.fates.lost) report("lost", what);
  for (const what of oracle.fates.doubled) report("doubled", what);
  if (oracle.waiting() > 0) report("queued", `${oracle.waiting()} messages are still on their way`);
  // A panel that could not be asked in that moment holds nothing up.
  for (const { name, kind, stage, problem, written } of faults + troubles === 0 ? ledger.accounts.values() : []) {
    if (kind !== "domain" || stage !== "assigned" || problem || !written?.homeMailOff) continue;
    const left = written.leftBehind as WrittenDomain["leftBehind"];
    if (left === null || left.closed === null) report("S4", `nobody counted what ${name} left at home`);
  }
  for (const name of faults === 0 ? takenFromThirdPlace(sim) : [])
    report("S1", `${name} is taken at the mail server, while its mail goes to a third place`);
  for (const { kind, name, stage, waiting } of restless(ledger))
    report("S16", `${kind} ${name} rests in ${stage}: ${waiting}`);
  for (const id of unended(ledger)) report("S16", `server ${id} is home, and its assignment does not end`);
}

/** Domains on their way out of which nobody was told of the mail server, and whose MX names another provider's. */
function takenFromThirdPlace({ ledger, central, dns }: Simulation): string[] {
  const away = (name: string) =>
    (["primary", "secondary"] as const).every((at) => {
      const hosts = dns.mx(name, at)?.hosts ?? [];
      return hosts.length > 0 && hosts.every(({ host }) => isThirdPlace(host));
    });
  return [...ledger.accounts.values()].flatMap(({ kind, ascii, stage, serverId, centralId, written }) => {
    const named = written?.named || written?.switchedAt;
    if (kind !== "domain" || !stage || STAGES[stage].way === "back" || named) return [];
    if (ledger.assignments.get(serverId)?.quarantinedAt) return [];
    const there = shelf(central).domains.one("id", centralId ?? 0);
    return there?.asciiName === ascii && there.mail.service === "on" && away(ascii) ? [ascii] : [];
  });
}

/** Nobody else acted: a server that went home is exactly as it was. */
export function checkHome(sim: Simulation, home: Simulation["homes"][number], before: unknown): void {
  if (sim.ledger.assignments.has(sim.ids.get(home) ?? 0)) return;
  if (JSON.stringify(homeOf(home)) !== JSON.stringify(before)) sim.ground.report("S11", `${home.key} is not as it was`);
}
