import { getServers } from "node:dns";
import { isIP } from "node:net";
import { type DnsAnswer, type DnsQuestion, type DnsServer, exchange, type Patience } from "./dns-exchange";

export interface Mx {
  /** Lower case, without a dot at the end. */
  host: string;
  preference: number;
}

export interface NameServer {
  name: string;
  address: string;
}

/** `ttl` in seconds: how long what was answered may be remembered by others. */
export type MxAnswer =
  | { ok: true; mx: Mx[]; ttl: number }
  /** `absent`: it says that it has no such name or zone. Else nothing may be concluded. */
  | { ok: false; absent: boolean; cause: string };

/** The strings of each record are joined, as SPF has it. */
export type TextAnswer = { ok: true; texts: string[] } | { ok: false; cause: string };

export interface DnsOptions {
  /** Default: the system's resolvers, in their order. */
  resolver?: DnsServer | undefined;
  /** Port of authoritative name servers. */
  port?: number;
  patience?: Patience;
}

export interface Dns {
  /**
   * The name servers that a zone is delegated to, each with each of its addresses; the nearest zone above, where
   * `zone` is no zone of its own. Empty when it is delegated to none. Throws an Error whose message is a sentence when
   * that cannot be found out.
   */
  nameServers(zone: string): Promise<NameServer[]>;
  /** What one name server itself answers for the MX of a name right now; a server that is not responsible is a fault. */
  mxAt(server: NameServer, name: string): Promise<MxAnswer>;
  /** MX as a resolver tells it to senders, from its cache as the case may be. */
  mx(name: string): Promise<MxAnswer>;
  /** The texts of a name, as a resolver tells them. */
  texts(name: string): Promise<TextAnswer>;
  /** IP addresses of a host, itself if it is one; empty when it has none. Throws when nobody can tell now. */
  addresses(host: string): Promise<string[]>;
}

export function createDns({ resolver, port = 53, patience = { timeout: 2000, tries: 3 } }: DnsOptions = {}): Dns {
  /** The first resolver that answers; its fault when none does. */
  async function resolve(name: string, type: DnsQuestion["type"]): Promise<DnsAnswer> {
    let answer: DnsAnswer | undefined;
    for (const server of resolver ? [resolver] : getServers().map(parseServer)) {
      answer = await exchange(server, { name: plain(name), type, recursive: true }, patience);
      if (answer.kind !== "failure") return answer;
    }
    return answer ?? { kind: "failure", reason: "unreachable", cause: "no resolver is configured" };
  }

  /** What the resolver said of hosts: a provider's few name servers serve thousands of zones. */
  const remembered = new Map<string, Promise<{ addresses: string[]; until: number }>>();

  async function lookUp(host: string): Promise<string[]> {
    if (isIP(host)) return [host];
    const known = await remembered.get(host);
    if (known && performance.now() < known.until) return known.addresses;
    const asking = ask(host);
    remembered.set(host, asking);
    asking.catch(() => remembered.delete(host));
    return (await asking).addresses;
  }

  async function ask(host: string) {
    const addresses: string[] = [];
    let ttl = Number.POSITIVE_INFINITY;
    for (const type of ["A", "AAAA"] as const) {
      const answer = await resolve(host, type);
      if (answer.kind === "failure") throw new Error(`The address of ${host} cannot be looked up: ${answer.cause}.`);
      if (answer.kind !== "records") ttl = Math.min(ttl, answer.ttl);
      else
        for (const record of answer.records)
          if (record.type === "A" || record.type === "AAAA") {
            addresses.push(record.data);
            ttl = Math.min(ttl, record.ttl ?? 0);
          }
    }
    return { addresses, until: performance.now() + ttl * 1000 };
  }

  async function delegation(zone: string): Promise<string[]> {
    const labels = plain(zone).split(".");
    // The root and a public suffix are not asked: they would name servers that know nothing of the domain.
    for (let skipped = 0; skipped < labels.length - 1; skipped++) {
      const answer = await resolve(labels.slice(skipped).join("."), "NS");
      if (answer.kind === "failure") throw new Error(`The name servers of ${zone} cannot be found: ${answer.cause}.`);
      if (answer.kind === "records")
        return answer.records.flatMap((record) => (record.type === "NS" ? [plain(record.data)] : []));
    }
    return [];
  }

  return {
    addresses: lookUp,
    async nameServers(zone) {
      const names = (await delegation(zone)).sort();
      const found: NameServer[] = [];
      for (const name of names) {
        const all = await lookUp(name);
        if (all.length === 0) throw new Error(`The name server ${name} of ${zone} has no address.`);
        // One with both kinds is asked by IPv4: a console without IPv6 would call it silent.
        const v4 = all.filter((each) => isIP(each) === 4);
        for (const address of v4.length > 0 ? v4 : all) found.push({ name, address });
      }
      return found;
    },
    async mxAt({ name: server, address }, name) {
      const question: DnsQuestion = { name: plain(name), type: "MX", recursive: false };
      const answer = await exchange({ host: address, port }, question, patience);
      if (answer.kind !== "failure" && !answer.authoritative)
        return { ok: false, absent: answer.kind !== "records", cause: `${server} is not responsible for ${name}` };
      return mxIn(answer, name);
    },
    mx: async (name) => mxIn(await resolve(name, "MX"), name),
    texts: async (name) => textsIn(await resolve(name, "TXT")),
  };
}

function mxIn(answer: DnsAnswer, name: string): MxAnswer {
  switch (answer.kind) {
    case "failure":
      // A name server refuses to answer for a zone that it does not have.
      return { ok: false, absent: answer.reason === "refused", cause: answer.cause };
    case "no-name":
      return { ok: false, absent: true, cause: `${name} does not exist in DNS` };
    case "no-data":
      return { ok: true, mx: [], ttl: answer.ttl };
    case "records": {
      const mx: Mx[] = [];
      let ttl = 0;
      for (const record of answer.records)
        if (record.type === "MX") {
          mx.push({ host: plain(record.data.exchange), preference: record.data.preference ?? 0 });
          ttl = Math.max(ttl, record.ttl ?? 0);
        }
      mx.sort((a, b) => a.preference - b.preference || a.host.localeCompare(b.host));
      return { ok: true, mx, ttl };
    }
  }
}

function textsIn(answer: DnsAnswer): TextAnswer {
  if (answer.kind === "failure") return { ok: false, cause: answer.cause };
  if (answer.kind !== "records") return { ok: true, texts: [] };
  const texts = answer.records.flatMap((record) => (record.type === "TXT" ? [[record.data].flat().join("")] : []));
  return { ok: true, texts };
}

/** Lower case, without a dot at the end; the null MX "." becomes empty. */
const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** As node:dns lists them: an address, or [address]:port. */
function parseServer(text: string): DnsServer {
  const [, host = text, port = "53"] = /^\[?([^\]]+?)\]?(?::(\d+))?$/.exec(isIP(text) ? `[${text}]` : text) ?? [];
  return { host, port: Number(port) };
}
