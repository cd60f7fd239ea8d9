import type { PublicDns } from "./dns";

/** Resolvers may keep an answer a fifth longer than they were told. */
export const OVERSTAY = 1.2;

/**
 * Every MX host that any resolver may still use for a name: what a name server answers now, and what one answered
 * within the last TTL, overstaying included.
 */
export interface Served {
  /** Looks at the name servers. Returns hosts that were not served a moment ago. */
  look(names: Iterable<string>, now: number): { name: string; host: string }[];
  hosts(name: string, now: number): string[];
  /** No name server that answers names any host. */
  empty(name: string): boolean;
  /** To go on from in another simulation. */
  past: ServedPast;
}

export interface ServedPast {
  /** By name and host. */
  known: Map<string, Map<string, { until: number; ttl: number }>>;
  blank: Set<string>;
}

const noPast = (): ServedPast => ({ known: new Map(), blank: new Set() });

export function createServed(dns: PublicDns, past = noPast()): Served {
  const { known, blank } = past;
  return {
    look(names, now) {
      const fresh: { name: string; host: string }[] = [];
      for (const name of names) {
        const hosts = known.get(name) ?? new Map<string, { until: number; ttl: number }>();
        known.set(name, hosts);
        const present = new Map<string, number>();
        const answers = [dns.mx(name, "primary"), dns.mx(name, "secondary")];
        for (const answer of answers)
          for (const { host } of answer?.hosts ?? [])
            present.set(host, Math.max(present.get(host) ?? 0, answer?.ttl ?? 0));
        for (const [host, ttl] of present) {
          const before = hosts.get(host);
          if (!before || before.until <= now) fresh.push({ name, host });
          hosts.set(host, { until: Number.POSITIVE_INFINITY, ttl: Math.max(ttl, before?.ttl ?? 0) });
        }
        for (const [host, entry] of hosts)
          if (!present.has(host) && entry.until === Number.POSITIVE_INFINITY)
            entry.until = now + entry.ttl * 1000 * OVERSTAY;
        if (answers.some((answer) => answer && answer.hosts.length === 0)) blank.add(name);
        else blank.delete(name);
      }
      return fresh;
    },
    hosts(name, now) {
      return [...(known.get(name) ?? [])].filter(([, { until }]) => until > now).map(([host]) => host);
    },
    empty: (name) => blank.has(name),
    past,
  };
}
