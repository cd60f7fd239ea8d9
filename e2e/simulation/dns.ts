import { answerQuestion } from "@/e2e/fleet/dns/answers";
import type { NameServers, ZoneSource } from "@/e2e/fleet/dns/delegation";
import type { PleskServer, Zone } from "@/e2e/fleet/model";
import type { Random } from "@/e2e/fleet/random";
import { shelf } from "@/e2e/fleet/world";
import type { MxAnswer } from "@/lib/sync/world";
import { copyOf } from "./copy";
import type { Time } from "./time";

/** Answers by question, found out since anything changed that DNS could tell. */
interface Known {
  revision: string;
  mx: Map<string, MxAnswer>;
  addresses: Map<string, string[]>;
  nameServers: Map<string, { name: string; address: string }[]>;
}

/** The public's DNS: every zone at two name servers, of which the second learns of a change some time later. */
export interface PublicDns {
  /** What the name servers say about MX, the one that lags behind included; `null`: no answer. */
  mx(name: string, at: "primary" | "secondary"): { hosts: { host: string; preference: number }[]; ttl: number } | null;
  /** Where a host's address leads. */
  serverAt(host: string): PleskServer | null;
  /** Grows when a second name server learns of something. */
  version(): number;
  /** What a worker can ask. */
  ask: {
    /** Throws when the resolver does not know. */
    delegation(zone: string): { name: string; address: string }[];
    mxAt(name: string, address: string): MxAnswer;
    /** As the second name server answered before its last change. */
    stale(name: string): MxAnswer;
    addresses(host: string): string[];
  };
  /** Lets the second name servers know of what changed, later. To be called whenever a model may have changed. */
  spread(): void;
  /** To go on from in another simulation. */
  past: DnsPast;
}

type Zones = Map<string, Zone>;

export interface DnsPast {
  /** What the second name servers answer. */
  copies: Map<PleskServer, Zones>;
  /** What they answered before. */
  older: Map<PleskServer, Zones>;
  serials: Map<PleskServer, number>;
  /** What is known of each server's last change. */
  seen: Map<PleskServer, number>;
  /** What they are to learn yet, and when. */
  coming: Set<News>;
}

interface News {
  server: PleskServer;
  zones: Zones;
  serial: number;
  at: number;
  /** One that is far behind transfers the zone as it then is: it never hears of what was in between. */
  whole: boolean;
}

function noPast(servers: readonly PleskServer[]): DnsPast {
  const copies = new Map(servers.map((server) => [server, zonesOf(server)]));
  return {
    copies,
    older: new Map(copies),
    serials: new Map(),
    seen: new Map(servers.map((server) => [server, server.next.event])),
    coming: new Set(),
  };
}

const names: NameServers = { primary: "198.18.0.1", secondary: "198.18.0.2" };
/** How much later a second name server may know, in milliseconds. */
const LAG = 20_000;

export function createDns(
  servers: readonly PleskServer[],
  time: Time,
  random: Random,
  lag = LAG,
  past = noPast(servers),
): PublicDns {
  const { copies, older, serials, seen, coming } = past;
  const live: ZoneSource = (server, name) => shelf(server).zones.one("name", name);
  const lagging: ZoneSource = (server, name) => copies.get(server)?.get(name);
  const stale: ZoneSource = (server, name) => older.get(server)?.get(name);
  /** Zones as they were when last looked at: most of what happens to a server changes none. */
  const last = new Map<PleskServer, string>();
  let version = 0;
  let known = nothingKnown("");
  const sources = { primary: live, secondary: lagging, stale };

  function ask(name: string, type: "MX" | "NS" | "A", zoneOf: ZoneSource = live) {
    return answerQuestion(servers, { name, type, class: "IN" }, names, zoneOf);
  }

  function mxNow(name: string, zoneOf: ZoneSource): MxAnswer {
    const { rcode, answers, authorities } = ask(name, "MX", zoneOf);
    if (rcode === "NXDOMAIN" || rcode === "REFUSED") return { ok: false, absent: true, cause: `it says ${rcode}` };
    if (rcode !== "NOERROR") return { ok: false, absent: false, cause: `it says ${rcode}` };
    const mx = answers.flatMap((a) =>
      a.type === "MX" ? [{ host: plain(a.data.exchange), preference: a.data.preference ?? 0 }] : [],
    );
    const [first] = [...answers, ...authorities];
    return { ok: true, mx, ttl: first && "ttl" in first ? (first.ttl ?? 0) : 0 };
  }

  function current(): Known {
    const revision = servers.map(({ next, services }) => `${next.event} ${services.dns}`).join() + version;
    if (revision !== known.revision) known = nothingKnown(revision);
    return known;
  }

  const mxIn = (name: string, at: keyof typeof sources): MxAnswer =>
    once(current().mx, `${at} ${name}`, () => mxNow(name, sources[at]));

  const addressesOf = (host: string): string[] =>
    once(current().addresses, host, () => ask(host, "A").answers.flatMap((a) => (a.type === "A" ? [a.data] : [])));

  function delegation(zone: string): { name: string; address: string }[] {
    const labels = zone.split(".");
    for (let skipped = 0; skipped < labels.length - 1; skipped++) {
      const { rcode, answers } = ask(labels.slice(skipped).join("."), "NS");
      if (rcode !== "NOERROR" && rcode !== "NXDOMAIN") throw new Error(`the resolver says ${rcode}`);
      const found = answers.flatMap((a) => (a.type === "NS" ? [plain(String(a.data))] : [])).sort();
      if (found.length > 0) return found.flatMap((name) => addressesOf(name).map((address) => ({ name, address })));
    }
    return [];
  }

  function learn(news: News): void {
    time.after(news.at - time.now(), () => {
      coming.delete(news);
      const { server, serial } = news;
      // A name server never goes back to an older zone.
      if (serial < (serials.get(server) ?? 0)) return;
      serials.set(server, news.whole ? server.next.event : serial);
      copies.set(server, news.whole ? zonesOf(server) : news.zones);
      version += 1;
    });
  }
  for (const news of coming) learn(news);

  return {
    mx(name, at) {
      const answer = mxIn(name, at);
      return answer.ok ? { hosts: answer.mx, ttl: answer.ttl } : null;
    },
    serverAt(host) {
      const [address] = addressesOf(host);
      return servers.find(({ ipAddress }) => ipAddress === address) ?? null;
    },
    spread() {
      for (const server of servers) {
        if (seen.get(server) === server.next.event) continue;
        seen.set(server, server.next.event);
        const told = JSON.stringify(server.zones);
        if (last.get(server) === told) continue;
        last.set(server, told);
        older.set(server, copies.get(server) ?? new Map());
        const zones = zonesOf(server);
        const whole = server.faults.staleSecondaryDns;
        const later = whole ? 40 * lag : random.below(lag);
        const news = { server, zones, serial: server.next.event, at: time.now() + later, whole };
        coming.add(news);
        learn(news);
      }
    },
    version: () => version,
    past,
    ask: {
      delegation: (zone) => once(current().nameServers, zone, () => delegation(zone)),
      mxAt: (name, address) => mxIn(name, address === names.secondary ? "secondary" : "primary"),
      stale: (name) => mxIn(name, "stale"),
      addresses: addressesOf,
    },
  };
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");

const zonesOf = (server: PleskServer): Zones => new Map(copyOf(server.zones).map((zone) => [zone.asciiName, zone]));

const nothingKnown = (revision: string): Known => ({
  revision,
  mx: new Map(),
  addresses: new Map(),
  nameServers: new Map(),
});

/** What is known, or found out now. */
function once<T>(known: Map<string, T>, question: string, find: () => T): T {
  let answer = known.get(question);
  if (answer === undefined) {
    answer = find();
    known.set(question, answer);
  }
  return answer;
}
