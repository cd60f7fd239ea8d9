import { Readable } from "node:stream";
import { Agent, request } from "undici";
import type { CallKind } from "./call";
import { address, pinnedConnector, reasonOf, unreachable } from "./certificate";
import { PleskError } from "./errors";
import { defaultLimits } from "./parse";

/** One packet on its way: the XML, and the headers that say who calls. */
export interface Packet {
  readonly kind: CallKind;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A panel's answer while it arrives. The HTTP status is for messages only: the truth is in the body. */
export interface Answer {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** The way to one panel. `send` and the iteration of the answer's body throw PleskError. */
export interface Transport {
  /** host:port, for messages. */
  readonly server: string;
  send(packet: Packet): Promise<Answer>;
  close(): Promise<void>;
}

export interface TransportOptions {
  host: string;
  port: number;
  /** SHA-256 fingerprint of the certificate that was confirmed, hex with or without colons. */
  pin: string;
  /** Total time of one packet, connection and whole answer included. */
  timeoutMs?: { read: number; change: number };
  limits?: { bytes: number };
}

/** Panels keep idle connections for a minute or more; ours end well before, so that none dies under a change. */
const keepAliveMs = 10_000;
const path = "/enterprise/control/agent.php";

/** HTTPS to one panel, pinned to its certificate. Deadlines default to 60 s for reads and 120 s for changes. */
export function createTransport({ host, port, pin, timeoutMs, limits = defaultLimits }: TransportOptions): Transport {
  const server = address(host, port);
  const deadlines = timeoutMs ?? { read: 60_000, change: 120_000 };
  const agent = new Agent({
    connections: 5,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    // The total deadline rules: undici's own timers start anew with each byte, and end a drip of bytes never.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: limits.bytes,
    connect: pinnedConnector(server, pin, Math.min(deadlines.read, deadlines.change)),
  });

  async function send(packet: Packet): Promise<Answer> {
    const bytes = Buffer.from(packet.body);
    let sent = false;
    // Read only when undici writes to a connection, which is one whose certificate was accepted.
    function* content() {
      sent = true;
      yield bytes;
    }
    const deadline = deadlines[packet.kind];
    const signal = AbortSignal.timeout(deadline);
    const explain = (cause: unknown) => explained(server, cause, { sent, deadline, signal });
    try {
      const { statusCode, body } = await request(`https://${server}${path}`, {
        dispatcher: agent,
        method: "POST",
        headers: { ...packet.headers, "Content-Type": "text/xml", "Content-Length": String(bytes.length) },
        body: Readable.from(content(), { objectMode: false }),
        signal,
      });
      return { status: statusCode, body: explaining(body, explain) };
    } catch (error) {
      throw explain(error);
    }
  }

  return { server, send, close: () => agent.destroy() };
}

async function* explaining(body: AsyncIterable<Uint8Array>, explain: (cause: unknown) => PleskError) {
  try {
    yield* body;
  } catch (error) {
    throw explain(error);
  }
}

interface Circumstances {
  sent: boolean;
  deadline: number;
  signal: AbortSignal;
}

function explained(server: string, cause: unknown, { sent, deadline, signal }: Circumstances): PleskError {
  if (cause instanceof PleskError) return cause;
  if (!(cause instanceof Error)) throw cause;
  const reason = reasonOf(cause);
  if (signal.aborted || reason === "UND_ERR_CONNECT_TIMEOUT") {
    const message = `${server} did not answer in full within ${Math.round(deadline / 1000)} s. It is tried again later.`;
    return new PleskError(message, { kind: "timeout", sent, cause });
  }
  if (reason === "UND_ERR_RES_EXCEEDED_MAX_SIZE") {
    const message = `${server} answered with more than is accepted in one answer. Look at what answers there.`;
    return new PleskError(message, { kind: "malformed", sent, cause });
  }
  if (!sent) return unreachable(server, cause);
  const message = `${server} ended the connection before its answer was complete (${reason}). It is tried again later.`;
  return new PleskError(message, { kind: "unreachable", sent, cause });
}
