import { createSocket, type RemoteInfo, type Socket as UdpSocket } from "node:dgram";
import { createServer, type Socket } from "node:net";
import { AUTHORITATIVE_ANSWER, type DecodedPacket, decode, encode, type Packet, TRUNCATED_RESPONSE } from "dns-packet";
import { answerQuestion, rcodes } from "./dns/answers";
import type { NameServers, ZoneSource } from "./dns/delegation";
import { listening, portOf } from "./door";
import type { PleskServer, Zone } from "./model";
import { shelf } from "./world";

export interface Dns {
  host: string;
  port: number;
  /** The second name server's address; equal to `host` where a second loopback address cannot be had. */
  secondaryHost: string;
  /** Takes or drops the copies that stale second name servers answer from. To be called after a fault is switched. */
  sync(): void;
  close(): Promise<void>;
}

/** Answers over plain UDP are cut off at this many bytes unless the question's OPT record allows more. */
const plainUdpLimit = 512;

/**
 * Serves every zone of the given servers, the provider's own zone and two outside providers on UDP and TCP.
 * `ns1.<server>` is `host`, `ns2.<server>` a second loopback address on the same port.
 */
export async function startDns(
  servers: () => readonly PleskServer[],
  { host, port }: { host: string; port: number },
): Promise<Dns> {
  const copies = new Map<PleskServer, Map<string, Zone>>();
  const sync = () => {
    for (const server of servers()) {
      if (!server.faults.staleSecondaryDns) copies.delete(server);
      else if (!copies.has(server)) copies.set(server, copyOf(server));
    }
  };
  const live: ZoneSource = (server, name) => shelf(server).zones.one("name", name);
  const known: ZoneSource = (server, name) => {
    const copy = copies.get(server);
    return copy ? copy.get(name) : live(server, name);
  };

  const names: NameServers = { primary: host, secondary: host };
  const primary = await listen(host, port, (query) => respond(query, servers(), names, live));
  const stale = (query: DecodedPacket) => {
    sync();
    return respond(query, servers(), names, known);
  };
  const secondary =
    host === "127.0.0.1" ? await listen("127.0.0.2", primary.port, stale).catch(() => undefined) : undefined;
  if (secondary) names.secondary = "127.0.0.2";
  sync();

  return {
    host,
    port: primary.port,
    secondaryHost: names.secondary,
    sync,
    close: async () => {
      await Promise.all([primary.close(), secondary?.close()]);
    },
  };
}

function copyOf(server: PleskServer): Map<string, Zone> {
  return new Map(structuredClone(server.zones).map((zone) => [zone.asciiName, zone]));
}

function respond(
  query: DecodedPacket,
  servers: readonly PleskServer[],
  names: NameServers,
  zoneOf: ZoneSource,
): Packet {
  const question = query.questions?.[0];
  const reply = { type: "response", id: query.id ?? 0, questions: query.questions ?? [] } as const;
  const asked = (query.flags ?? 0) & 0x0100;
  if (!question) return { ...reply, flags: asked | rcodes.FORMERR };
  const { rcode, answers, authorities } = answerQuestion(servers, question, names, zoneOf);
  const authoritative = rcode === "NOERROR" || rcode === "NXDOMAIN" ? AUTHORITATIVE_ANSWER : 0;
  return { ...reply, flags: asked | authoritative | rcodes[rcode], answers, authorities };
}

type Responder = (query: DecodedPacket) => Packet;

async function listen(host: string, port: number, responder: Responder) {
  const udp = createSocket("udp4");
  const tcp = createServer((socket) => serveTcp(socket, responder));
  const sockets = new Set<Socket>();
  tcp.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await listening(tcp, { host, port });
  const bound = portOf(tcp);
  udp.on("message", (message, from) => serveUdp(udp, message, from, responder));
  try {
    await new Promise<void>((resolve, reject) => {
      udp.once("error", reject);
      udp.bind(bound, host, resolve);
    });
  } catch (cause) {
    tcp.close();
    throw new Error(`Cannot serve DNS on ${host}:${bound}. Choose another port.`, { cause });
  }
  udp.on("error", () => undefined);
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all([
      new Promise<void>((resolve) => udp.close(() => resolve())),
      new Promise((resolve) => tcp.close(resolve)),
    ]);
  };
  return { port: bound, close };
}

function serveUdp(udp: UdpSocket, message: Buffer, from: RemoteInfo, responder: Responder): void {
  const query = decoded(message);
  if (!query) return;
  const reply = responder(query);
  const opt = query.additionals?.find((record) => record.type === "OPT");
  const limit = Math.max(plainUdpLimit, opt?.type === "OPT" ? opt.udpPayloadSize : 0);
  const whole = encode(reply);
  const cut = { ...reply, answers: [], authorities: [], flags: (reply.flags ?? 0) | TRUNCATED_RESPONSE };
  udp.send(whole.length > limit ? encode(cut) : whole, from.port, from.address);
}

function serveTcp(socket: Socket, responder: Responder): void {
  let pending = Buffer.alloc(0);
  socket.on("error", () => undefined);
  socket.on("data", (chunk) => {
    pending = Buffer.concat([pending, Buffer.from(chunk)]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const query = decoded(pending.subarray(2, end));
      pending = pending.subarray(end);
      if (!query) return socket.destroy();
      const body = encode(responder(query));
      const length = Buffer.alloc(2);
      length.writeUInt16BE(body.length);
      socket.write(Buffer.concat([length, body]));
    }
  });
}

/** What is no DNS question gets no answer, as from any name server. */
function decoded(message: Buffer): DecodedPacket | undefined {
  try {
    const packet = decode(message);
    return packet.type === "query" ? packet : undefined;
  } catch {
    return undefined;
  }
}
