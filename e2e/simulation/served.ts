import type { PublicDns } from "./dns";

/** Resolvers may keep an answer a fifth longer than they were told. */
export const OVERSTAY = 1.2;

/**
 * Every MX host that any resolver may still use for a name: what a name server answers now, and what one answered
 * within the last TTL, overstaying included.
 */
export interface Served {
  /** Looks at the name servers, also for every name of before. Returns hosts that were not served a moment ago. */
  look(names: Iterable<string>, now: number): { name: string; host: string }[];
  hosts(name: string, now: number): string[];
  /** No name server that answers names any host. */
  empty(name: string): boolean;
  /** To go on from in another simulation. */
  past: ServedPast;
}

interface Heard {
  /** The TTL that it is answered with now, in seconds; null: it is answered no more. */
  ttl: number | null;
  /** Until when what was answered before may be used. */
  until: number;
  /** It was no longer in what a name server answered. While none answers at all, nobody has taken it away. */
  gone: boolean;
}

export interface ServedPast {
  /** By name and host. */
  known: Map<string, Map<string, Heard>>;
  blank: Set<string>;
}

const isUsed = ({ ttl, until }: Heard, now: number): boolean => ttl !== null || until > now;

const noPast = (): ServedPast => ({ known: new Map(), blank: new Set() });

export function createServed(dns: PublicDns, past = noPast()): Served {
  const { known, blank } = past;
  return {
    look(names, now) {
      const fresh: { name: string; host: string }[] = [];
      for (const name of new Set([...names, ...known.keys()])) {
        const hosts = known.get(name) ?? new Map<string, Heard>();
        known.set(name, hosts);
        const present = new Map<string, number>();
        const answers = [dns.mx(name, "primary"), dns.mx(name, "secondary")];
        for (const answer of answers)
          for (const { host } of answer?.hosts ?? [])
            present.set(host, Math.max(present.get(host) ?? 0, answer?.ttl ?? 0));
        for (const host of present.keys()) {
          const before = hosts.get(host);
          if (!before || (before.gone && !isUsed(before, now))) fresh.push({ name, host });
          hosts.set(host, before ?? { ttl: null, until: 0, gone: false });
        }
        for (const [host, heard] of hosts) {
          // As it was until this moment: another zone may answer with another TTL from now on.
          if (heard.ttl !== null) heard.until = Math.max(heard.until, now + heard.ttl * 1000 * OVERSTAY);
          heard.ttl = present.get(host) ?? null;
          if (answers.some((answer) => answer !== null)) heard.gone = heard.ttl === null;
        }
        if (answers.some((answer) => answer && answer.hosts.length === 0)) blank.add(name);
        else blank.delete(name);
      }
      return fresh;
    },
    hosts(name, now) {
      return [...(known.get(name) ?? [])].filter(([, heard]) => isUsed(heard, now)).map(([host]) => host);
    },
    empty: (name) => blank.has(name),
    past,
  };
}
