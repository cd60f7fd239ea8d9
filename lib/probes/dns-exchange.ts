import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { type Answer, type DecodedPacket, decode, encode, RECURSION_DESIRED, type StringAnswer } from "dns-packet";
import { refusal } from "@/lib/reach";
import { address, reason } from "./words";

/** Where a DNS question goes: an IP address and a port. */
export interface DnsServer {
  host: string;
  port: number;
}

export interface DnsQuestion {
  /** Without a dot at the end. */
  name: string;
  type: "A" | "AAAA" | "MX" | "NS" | "TXT";
  /** Ask a resolver to find out (true), or a name server for what it knows by itself (false). */
  recursive: boolean;
}

/**
 * What a server said. `no-data`: the name exists without such a record; `no-name`: it does not exist. Their `ttl` is
 * how long that may be remembered. `failure` is everything that is no answer; nothing may be concluded from it.
 */
export type DnsAnswer =
  | { kind: "records"; records: Answer[]; authoritative: boolean }
  | { kind: "no-data" | "no-name"; ttl: number; authoritative: boolean }
  | { kind: "failure"; reason: "timeout" | "unreachable" | "servfail" | "refused" | "malformed"; cause: string };

export interface Patience {
  /** Milliseconds for each try. */
  timeout: number;
  tries: number;
}

/** Response codes of RFC 1035. */
const [noError, servfail, noName, refused] = [0, 2, 3, 5];

type Failure = Extract<DnsAnswer, { kind: "failure" }>;

const failure = (reason: Failure["reason"], cause: string): Failure => ({ kind: "failure", reason, cause });

/** Asks one server by UDP, by TCP when the answer was cut; a lost datagram is sent again. Never throws. */
export async function exchange(server: DnsServer, question: DnsQuestion, patience: Patience): Promise<DnsAnswer> {
  const where = address(server.host, server.port);
  // Whom a domain's owner names is asked only where it is public; the resolver is the operator's own choice.
  const why = question.recursive ? null : refusal(server.host);
  if (why !== null) return failure("unreachable", `${why}: no name server is asked there (ALLOWED_NETWORKS)`);
  let last: DnsAnswer = failure("timeout", `${where} does not answer`);
  for (let tries = 0; tries < patience.tries; tries++) {
    const id = randomInt(65_536);
    const query = encode({
      type: "query",
      id,
      flags: question.recursive ? RECURSION_DESIRED : 0,
      questions: [{ name: question.name, type: question.type, class: "IN" }],
      // Without EDNS an answer beyond 512 bytes is cut; 1232 passes every network unfragmented.
      additionals: [
        {
          name: ".",
          type: "OPT",
          udpPayloadSize: 1232,
          extendedRcode: 0,
          ednsVersion: 0,
          flags: 0,
          flag_do: false,
          options: [],
        },
      ],
    });
    try {
      const isOurs = (reply: DecodedPacket) => reply.type === "response" && reply.id === id && asks(reply, question);
      const reply = await byUdp(server, query, patience.timeout, isOurs);
      const whole = reply?.flag_tc ? await byTcp(server, query, patience.timeout, isOurs) : reply;
      if (whole) last = understood(whole, question, where);
      // A server that says it failed may do better next time; silence may be a lost datagram.
      if (last.kind !== "failure" || last.reason === "refused") return last;
    } catch (error) {
      last = failure("unreachable", `${where}: ${error instanceof Error ? reason(error) : String(error)}`);
    }
  }
  return last;
}

function asks(reply: DecodedPacket, { name, type }: DnsQuestion): boolean {
  const [asked] = reply.questions ?? [];
  return asked?.type === type && asked.name.toLowerCase() === name.toLowerCase();
}

function understood(reply: DecodedPacket, question: DnsQuestion, where: string): DnsAnswer {
  const authoritative = reply.flag_aa;
  const code = (reply.flags ?? 0) & 0xf;
  if (code === servfail) return failure("servfail", `${where} failed to answer (SERVFAIL)`);
  if (code === refused) return failure("refused", `${where} refuses to answer`);
  if (code !== noError && code !== noName) return failure("malformed", `${where} answers with error ${code}`);
  const records = chain(reply.answers ?? [], question);
  if (records.length > 0) return { kind: "records", records, authoritative };
  const soa = reply.authorities?.find((record) => record.type === "SOA");
  const ttl = soa?.type === "SOA" ? Math.min(soa.ttl ?? 0, soa.data.minimum ?? 0) : 0;
  return { kind: code === noName ? "no-name" : "no-data", ttl, authoritative };
}

/** The records of the type asked for, at the name asked for or where its aliases lead. */
function chain(answers: readonly Answer[], { name, type }: DnsQuestion): Answer[] {
  const aliases = new Map(
    answers
      .filter((record): record is StringAnswer => record.type === "CNAME")
      .map((record) => [record.name.toLowerCase(), record.data.toLowerCase()]),
  );
  let owner = name.toLowerCase();
  for (let hops = 0; hops < 10; hops++) owner = aliases.get(owner) ?? owner;
  return answers.filter((record) => record.type === type && record.name.toLowerCase() === owner);
}

/** Undefined when nothing that answers this question came in time. Throws the socket's error. */
function byUdp(
  server: DnsServer,
  query: Buffer,
  timeout: number,
  isOurs: (reply: DecodedPacket) => boolean,
): Promise<DecodedPacket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(server.host) ? "udp6" : "udp4");
    const settle = (done: () => void) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      // A late datagram must not become an uncaught error while the socket closes.
      socket.on("error", () => {});
      socket.close();
      done();
    };
    const timer = setTimeout(() => settle(() => resolve(undefined)), timeout);
    socket.on("error", (error) => settle(() => reject(error)));
    socket.on("message", (message) => {
      const reply = decoded(message);
      // Anything else is a forgery or a late answer to an earlier try.
      if (reply && isOurs(reply)) settle(() => resolve(reply));
    });
    // A connected socket takes datagrams from this server only, and learns that its port is closed.
    socket.connect(server.port, server.host, () => socket.send(query));
  });
}

function byTcp(
  server: DnsServer,
  query: Buffer,
  timeout: number,
  isOurs: (reply: DecodedPacket) => boolean,
): Promise<DecodedPacket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: server.host, port: server.port });
    let bytes = Buffer.alloc(0);
    const timer = setTimeout(() => settle(() => resolve(undefined)), timeout);
    function settle(done: () => void): void {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on("error", () => {});
      socket.destroy();
      done();
    }
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    socket.once("connect", () => socket.write(Buffer.concat([length, query])));
    socket.on("error", (error) => settle(() => reject(error)));
    socket.on("close", () => settle(() => resolve(undefined)));
    socket.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0)) return;
      const reply = decoded(bytes.subarray(2));
      settle(() => resolve(reply && isOurs(reply) ? reply : undefined));
    });
  });
}

function decoded(message: Buffer): DecodedPacket | undefined {
  try {
    return decode(message);
  } catch {
    return undefined;
  }
}
