import type { CallKind } from "./call";
import { type Element, Malformed, text } from "./element";
import { PleskError, quote } from "./errors";
import { NoPacket, type PacketSink, readPacket } from "./parse";
import { malformed, refusalIn, type Tally, unknownOutcome } from "./tally";
import type { Transport } from "./transport";

/** A whole packet that answers fewer operations than were sent: nobody can say which answer belongs to which. */
export class Uneven extends Malformed {}

/** One operation of a packet: as XML, and the call it belongs to. */
export interface Part {
  readonly tally: Tally;
  readonly operator: string;
  readonly operation: string;
  readonly xml: string;
}

export interface Line {
  readonly transport: Transport;
  readonly headers: Readonly<Record<string, string>>;
  /** Null sends no version: the panel then uses its newest. */
  readonly protocol: string | null;
}

/**
 * Sends one packet and gives each result to its call. Returns what went wrong with the packet as a whole, which then
 * is the outcome of its calls; undefined when the packet came back whole and well-formed.
 *
 * A change counts only when the whole packet is well-formed: after a cut, even results that were read are unknown,
 * except refusals.
 */
export async function exchange(line: Line, kind: CallKind, parts: readonly Part[]): Promise<PleskError | undefined> {
  const fault = await talk(line, kind, parts);
  if (!fault) return undefined;
  // A refusal of the whole packet has a code, and comes before anything is executed.
  const unknown = kind === "change" && fault.sent && fault.code === undefined;
  const error = unknown ? unknownOutcome(line.transport.server, fault) : fault;
  for (const { tally } of parts) tally.fail(error);
  return error;
}

async function talk({ transport, headers, protocol }: Line, kind: CallKind, parts: readonly Part[]) {
  const { server } = transport;
  let status = 0;
  try {
    const reading = match(parts, server);
    const reader = readPacket(reading.sink);
    const answer = await transport.send({ kind, headers, body: packetText(protocol, parts) });
    status = answer.status;
    for await (const chunk of answer.body) reader.write(chunk);
    reader.end();
    return reading.end();
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

/** Neighbours with the same operator share its node, so that there is nothing for a panel to merge. */
function packetText(protocol: string | null, parts: readonly Part[]): string {
  let xml = `<?xml version="1.0" encoding="UTF-8"?><packet${protocol === null ? "" : ` version="${protocol}"`}>`;
  let open = "";
  for (const { operator, xml: operation } of parts) {
    if (operator !== open) xml += `${open && `</${open}>`}<${operator}>`;
    xml += operation;
    open = operator;
  }
  return `${xml}</${open}></packet>`;
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
