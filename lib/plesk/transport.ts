import { Agent, type Dispatcher } from "undici";
import type { CallKind } from "./call";
import { address, reasonOf, type Trust, trustingConnector, unreachable } from "./certificate";
import { PleskError } from "./errors";
import { defaultLimits } from "./parse";

/** One packet on its way: the XML, and the headers that say who calls. */
export interface Packet {
  readonly kind: CallKind;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Hears a panel's answer while it arrives. What it throws ends the connection. The HTTP status is for messages only: the
 * truth is in the body.
 */
export interface Listener {
  begin(status: number): void;
  piece(chunk: Uint8Array): void;
}

/** The way to one panel. */
export interface Transport {
  /** host:port, for messages. */
  readonly server: string;
  /** Resolves when the whole answer was heard. Throws PleskError, or what the listener threw. */
  send(packet: Packet, listener: Listener): Promise<void>;
  close(): Promise<void>;
}

export interface TransportOptions extends Trust {
  host: string;
  port: number;
  /** Total time of one packet, connection and whole answer included. */
  timeoutMs?: { read: number; change: number };
  limits?: { bytes: number };
}

/** Panels keep idle connections for a minute or more; ours end well before, so that none dies under a change. */
const keepAliveMs = 10_000;
const path = "/enterprise/control/agent.php";

/** HTTPS to one panel, to a certificate of its that is trusted. Deadlines default to 60 s for reads and 120 s for changes. */
export function createTransport(options: TransportOptions): Transport {
  const { host, port, timeoutMs, limits = defaultLimits, ...trust } = options;
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
    connect: trustingConnector(server, trust, Math.min(deadlines.read, deadlines.change)),
  });

  // undici's `request` makes a stream of each answer, which costs about as much as the bytes in it.
  function send({ kind, headers, body }: Packet, listener: Listener): Promise<void> {
    const deadline = deadlines[kind];
    return new Promise((resolve, reject) => {
      let controller: Dispatcher.DispatchController | undefined;
      let late: Error | undefined;
      let thrown: { error: unknown } | undefined;
      const fail = (cause: Error) => {
        clearTimeout(timer);
        reject(thrown ? thrown.error : explained(server, cause, { sent: controller !== undefined, deadline, late }));
      };
      const timer = setTimeout(() => {
        late = new Error("the deadline has passed");
        controller?.abort(late);
        fail(late);
      }, deadline);
      agent.dispatch(
        {
          origin: `https://${server}`,
          path,
          method: "POST",
          headers: { ...headers, "Content-Type": "text/xml" },
          body,
        },
        {
          // undici has a connection now, which is one whose certificate was accepted, and is about to write.
          onRequestStart(started) {
            if (late) started.abort(late);
            else controller = started;
          },
          onResponseStart: (_controller, status) => listener.begin(status),
          onResponseData(_controller, chunk) {
            try {
              listener.piece(chunk);
            } catch (error) {
              thrown = { error };
              throw error;
            }
          },
          onResponseEnd() {
            clearTimeout(timer);
            resolve();
          },
          onResponseError: (_controller, error) => fail(error),
        },
      );
    });
  }

  return { server, send, close: () => agent.destroy() };
}

interface Circumstances {
  sent: boolean;
  deadline: number;
  late: Error | undefined;
}

function explained(server: string, cause: Error, { sent, deadline, late }: Circumstances): PleskError {
  if (cause instanceof PleskError) return cause;
  const reason = reasonOf(cause);
  if (late || reason === "UND_ERR_CONNECT_TIMEOUT") {
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
