import { answerQuestion } from "@/e2e/fleet/dns/answers";
import type { NameServers, ZoneSource } from "@/e2e/fleet/dns/delegation";
import type { PleskServer, Zone } from "@/e2e/fleet/model";
import type { Random } from "@/e2e/fleet/random";
import { shelf } from "@/e2e/fleet/world";
import type { MxAnswer } from "@/lib/sync/world";
import type { Time } from "./time";

interface Known {
  revision: string;
  hosts: Map<string, PleskServer | null>;
  answers: Map<string, { hosts: { host: string; preference: number }[]; ttl: number } | null>;
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
  const copies = new Map(servers.map((server) => [server, copyOf(server)]));
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
  let version = 0;
  let known: Known = { revision: "", hosts: new Map(), answers: new Map() };
  const sources = { primary: live, secondary: lagging };

  function ask(name: string, type: "MX" | "NS" | "A", zoneOf: ZoneSource = live) {
    return answerQuestion(servers, { name, type, class: "IN" }, names, zoneOf);
  }

  function mxIn(name: string, zoneOf: ZoneSource): MxAnswer {
    const { rcode, answers, authorities } = ask(name, "MX", zoneOf);
    if (rcode === "NXDOMAIN" || rcode === "REFUSED") return { ok: false, absent: true, cause: `it says ${rcode}` };
    if (rcode !== "NOERROR") return { ok: false, absent: false, cause: `it says ${rcode}` };
    const mx = answers.flatMap((a) =>
      a.type === "MX" ? [{ host: plain(a.data.exchange), preference: a.data.preference ?? 0 }] : [],
    );
    const [first] = [...answers, ...authorities];
    return { ok: true, mx, ttl: first && "ttl" in first ? (first.ttl ?? 0) : 0 };
  }

  function addressesOf(host: string): string[] {
    return ask(host, "A").answers.flatMap((a) => (a.type === "A" ? [a.data] : []));
  }

  /** What was found out since anything changed that DNS could tell. */
  function current(): Known {
    const revision = servers.map(({ next, services }) => `${next.event} ${services.dns}`).join() + version;
    if (revision !== known.revision) known = { revision, hosts: new Map(), answers: new Map() };
    return known;
  }

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
      copies.set(server, news.whole ? copyOf(server) : news.zones);
      version += 1;
    });
  }
  for (const news of coming) learn(news);

  return {
    mx(name, at) {
      const { answers } = current();
      const key = `${at} ${name}`;
      let answer = answers.get(key);
      if (answer === undefined) {
        const fresh = mxIn(name, sources[at]);
        answer = fresh.ok ? { hosts: fresh.mx, ttl: fresh.ttl } : null;
        answers.set(key, answer);
      }
      return answer;
    },
    serverAt(host) {
      const { hosts } = current();
      let server = hosts.get(host);
      if (server === undefined) {
        const [address] = addressesOf(host);
        server = servers.find(({ ipAddress }) => ipAddress === address) ?? null;
        hosts.set(host, server);
      }
      return server;
    },
    spread() {
      for (const server of servers) {
        if (seen.get(server) === server.next.event) continue;
        seen.set(server, server.next.event);
        older.set(server, copies.get(server) ?? new Map());
        const zones = copyOf(server);
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
      delegation,
      mxAt: (name, address) => mxIn(name, address === names.secondary ? lagging : live),
      stale: (name) => mxIn(name, stale),
      addresses: addressesOf,
    },
  };
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");

const copyOf = (server: PleskServer): Zones =>
  new Map(structuredClone(server.zones).map((zone) => [zone.asciiName, zone]));
