import fc from "fast-check";
import type { Stage, Wish } from "@/db/schema";
import type { DomainCase, NotAsked, PublicMx } from "./cases";
import { provenDigest } from "./facts";
import type { Leads } from "./leads";
import { STAGES, turn } from "./stages";
import { address, CENTRAL, domain, HOME, keptMx, mailOff, mx, NOW, proof, seen, seenMx, zone } from "./testing";

/** Any state a domain may be found in, possible or not: whatever is seen, some things are never planned. */

const hosts = [`10 ${HOME}`, `5 ${HOME}`, `10 ${CENTRAL}`, "20 mail2.acme.example", "10 mx.filter.example"];
/** Mostly what is met on an ordinary way, so that every stage is left often enough to mean something. */
const records = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom([`10 ${CENTRAL}`], [`10 ${HOME}`], [`10 ${CENTRAL}`, `10 ${HOME}`]) },
  { weight: 1, arbitrary: fc.subarray(hosts, { maxLength: 3 }) },
);
const server = (name: string) =>
  fc.oneof(
    { weight: 4, arbitrary: records.map((list) => ({ name, mx: mx(...list), cause: null, absent: false })) },
    { weight: 1, arbitrary: fc.boolean().map((absent) => ({ name, mx: null, cause: "no answer", absent })) },
  );
const alike = records.map((list) =>
  ["ns1.web1", "ns2.web1"].map((name) => ({ name, mx: mx(...list), cause: null, absent: false })),
);
const servers = fc.oneof(alike, fc.tuple(server("ns1.web1"), server("ns2.web1")));
const answer = fc.oneof(
  { weight: 5, arbitrary: servers.map((each): PublicMx => ({ servers: [...each], ttl: 60 })) },
  { weight: 1, arbitrary: fc.boolean().map((again) => ({ failed: "why", again })) },
);
const names = fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>(["info"]) }, fc.subarray(["info", "sales"]));
const side = fc.record({ on: fc.boolean(), names });
const recorded = fc.option(fc.record({ on: fc.boolean(), mx: fc.option(records) }));
const moment = fc.option(fc.constantFrom(NOW - 1, NOW + 1));

/** Everything that a decision is made from, drawn. */
export const state = fc.record({
  stage: fc.constantFrom<Stage | null>(null, ...(Object.keys(STAGES) as Stage[])),
  wish: fc.constantFrom<Wish>("assigned", "deassigned"),
  solution: fc.constantFrom(null, "enforce" as const, "close" as const),
  until: moment,
  home: fc.option(fc.record({ side, records, served: fc.boolean(), ours: fc.boolean(), suspended: fc.boolean() }), {
    freq: 8,
  }),
  central: fc.option(side, { freq: 8 }),
  publicMx: fc.option(answer, { freq: 8 }),
  recorded,
  switched: fc.boolean(),
  homeMailOff: fc.boolean(),
  proven: fc.constantFrom("never", "now", "another"),
  asked: fc.option(fc.constantFrom("accepted", "refused", "later", "unasked")),
  mayChange: fc.boolean(),
  leads: fc.constantFrom<Leads["to"] | null>("us", "us", "elsewhere", "unknown", null),
  told: fc.constantFrom<Partial<DomainCase["written"]>>({}, {}, { named: true }, { taken: true }),
});
export type State = typeof state extends fc.Arbitrary<infer S> ? S : never;

export const asked = {
  accepted: proof(),
  refused: proof({ refused: [{ recipient: "info@acme.example", text: "550" }] }),
  later: proof({ later: [{ recipient: "info@acme.example", text: "451" }] }),
  unasked: proof({ unasked: "no route" }),
};

/** As drawn, as far as the name servers say so: a mail server that is named, or a silent one, leads nowhere else. */
function leadsOf(answer: PublicMx | NotAsked, to: Leads["to"]): Leads {
  if ("failed" in answer || to === "us") return { to: "us" };
  const unheard = answer.servers.some(({ mx }) => mx === null || mx.some(({ host }) => host === CENTRAL));
  if (to === "unknown") return { to, why: "why", again: true };
  return unheard ? { to: "us" } : { to, why: "why" };
}

/** The case of such a state. */
export function build(s: State): DomainCase {
  const mailOf = (each: { on: boolean }) => (each.on ? seen().mail : mailOff);
  const addresses = (each: { names: string[] }) => each.names.map((name) => address(name));
  const source =
    s.home &&
    seen({
      mail: mailOf(s.home.side),
      addresses: addresses(s.home.side),
      suspended: s.home.suspended,
      zones: [
        zone({
          mx: seenMx(...s.home.records),
          served: s.home.served,
          unserved: s.home.served ? null : "the zone is a slave",
          ns: s.home.ours ? ["ns1.web1", "ns2.web1"] : ["ns.dns.example"],
        }),
      ],
    });
  const central = s.central && seen({ mail: mailOf(s.central), addresses: addresses(s.central), zones: [] });
  const turned = s.stage && s.stage !== "closed" && !(s.solution === "close" && !source) ? turn(s.stage, s.wish) : null;
  const c = domain(turned ?? s.stage, {
    source,
    central,
    publicMx: s.publicMx && new Map([["acme.example", s.publicMx]]),
    leads: s.publicMx && s.leads && new Map([["acme.example", leadsOf(s.publicMx, s.leads)]]),
    proof: s.asked && asked[s.asked],
    proofHome: s.asked && asked[s.asked],
    of: { solution: s.solution, stageUntil: s.until === null ? null : new Date(s.until) },
    written: {
      ...domain(null).written,
      switchedAt: s.switched ? "2026-05-01T00:00:00Z" : null,
      homeMailOff: s.homeMailOff,
      ...s.told,
      proven: s.proven === "never" ? null : s.proven === "now" ? provenDigest(source) : "other",
    },
  });
  c.snapshots.clear();
  if (s.recorded)
    c.snapshots.set("mail", { mailService: s.recorded.on, catchAll: { kind: "reject" }, addresses: ["info"] });
  if (s.recorded?.mx) c.snapshots.set("zone:domain", { zone: "acme.example", ttl: 300, mx: keptMx(...s.recorded.mx) });
  return c;
}
