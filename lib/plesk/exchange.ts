import { createHash } from "node:crypto";
import type { CallKind } from "./call";
import { type Element, Malformed, text } from "./element";
import { PleskError, quote } from "./errors";
import { NoPacket, type PacketReader, type PacketSink, readPacket } from "./parse";
import { malformed, refusalIn, type Tally, unknownOutcome } from "./tally";
import type { Transport } from "./transport";

/** A whole packet that answers fewer operations than were sent: nobody can say which answer belongs to which. */
export class Uneven extends Malformed {}

/** One operation of a packet, and the call it belongs to. */
export interface Part {
  readonly tally: Tally;
  readonly operator: string;
  readonly operation: string;
}

/** What travels together. */
export interface Packet {
  readonly parts: readonly Part[];
  /** Operations as XML, neighbours with the same operator in its one node: there is nothing for a panel to merge. */
  readonly xml: string;
}

export interface Line {
  readonly transport: Transport;
  readonly headers: Readonly<Record<string, string>>;
  /** Null sends no version: the panel then uses its newest. */
  readonly protocol: string | null;
}

/** Bytes that answers may still fill in memory before they are understood; shared by packets that are held together. */
export interface Room {
  bytes: number;
}

/** One packet's answer as it came. */
export interface Heard {
  /** A digest of the question and the answer, byte for byte; null when the answer did not come whole. */
  readonly print: string | null;
  /** The answer waits as it is: nobody knows yet what it says. */
  readonly held: boolean;
  /**
   * Gives each result to its call. Returns what went wrong with the packet as a whole, which then is the outcome of its
   * calls; undefined when the packet came back whole and well-formed.
   *
   * A change counts only when the whole packet is well-formed: after a cut, even results that were read are unknown,
   * except refusals.
   */
  understand(): PleskError | undefined;
}

/** Sends one packet. As much of its answer as there is room for is held; the rest is understood while it streams in. */
export async function exchange(line: Line, kind: CallKind, { parts, xml }: Packet, room: Room): Promise<Heard> {
  const { server } = line.transport;
  const reading = match(parts, server);
  const held: Uint8Array[] = [];
  let reader: PacketReader | undefined;
  const readHeld = (): PacketReader => {
    reader ??= readPacket(reading.sink);
    for (const chunk of held.splice(0)) reader.write(chunk);
    return reader;
  };
  let status = 0;
  let length = 0;
  let print: string | null = null;
  let broken: unknown;
  try {
    const version = line.protocol === null ? "" : ` version="${line.protocol}"`;
    const body = `<?xml version="1.0" encoding="UTF-8"?><packet${version}>${xml}</packet>`;
    const hash = createHash("sha256").update(body);
    await line.transport.send(
      { kind, headers: line.headers, body },
      {
        begin(code) {
          status = code;
        },
        piece(chunk) {
          hash.update(chunk);
          held.push(chunk);
          length += chunk.byteLength;
          room.bytes -= chunk.byteLength;
          if (room.bytes < 0) readHeld();
        },
      },
    );
    print = hash.digest("base64url");
  } catch (error) {
    broken = error;
  }
  const conclude = () => {
    const fault = faultOf(server, status, () => {
      const whole = readHeld();
      if (broken) throw broken;
      whole.end();
      return reading.end();
    });
    if (!fault) return undefined;
    // A refusal of the whole packet has a code, and comes before anything is executed.
    const unknown = kind === "change" && fault.sent && fault.code === undefined;
    const error = unknown ? unknownOutcome(server, fault) : fault;
    for (const { tally } of parts) tally.fail(error);
    return error;
  };
  let concluded: { fault: PleskError | undefined } | undefined;
  return {
    print,
    held: !broken && room.bytes >= 0 && length > longestRefusal,
    understand() {
      concluded ??= { fault: conclude() };
      return concluded.fault;
    },
  };
}

/** A packet that is refused as a whole has a short answer, which is never held: the next packet may depend on it. */
const longestRefusal = 4096;

function faultOf(server: string, status: number, work: () => PleskError | undefined): PleskError | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof PleskError) return error;
    if (error instanceof NoPacket) return noPacket(server, status, error);
    if (error instanceof Malformed) return malformed(server, error);
    throw error;
  }
}

/**
 * Matches what comes back to what was sent, in document order: whether a panel repeats an operator's node or merges
 * equal neighbours changes nothing, while an operation that is missing, doubled or in another place is Malformed.
 */
function match(parts: readonly Part[], server: string): { sink: PacketSink; end(): PleskError | undefined } {
  let answered = 0;
  let current: Part | undefined;
  let refused: PleskError | undefined;
  return {
    sink: {
      operation(operator, operation) {
        current = parts[answered];
        answered += 1;
        if (current?.operator !== operator || current.operation !== operation)
          throw new Malformed(`operation ${answered} is answered by “${quote(`${operator} ${operation}`)}”`);
      },
      result: (result) => current?.tally.take(result),
      system(system: Element) {
        if (text(system, "status") !== "error") throw new Malformed("<system> reports no error");
        refused = refusalIn(system, server);
      },
    },
    end() {
      if (!refused && answered !== parts.length)
        throw new Uneven(`${parts.length} operations were sent, ${answered} were answered`);
      return refused;
    },
  };
}

function noPacket(server: string, status: number, cause: NoPacket): PleskError {
  const what = {
    empty: "with nothing",
    "a web page": "with a web page, not with the Plesk API",
    other: "with something that is not the Plesk API",
  }[cause.looks];
  const message = `${server} answered ${what} (HTTP ${status}). Check the port, and that the panel's API is switched on.`;
  return new PleskError(message, { kind: "malformed", sent: true, cause });
}
