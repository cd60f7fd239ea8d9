import { createHash } from "node:crypto";
import type { Call, CallKind } from "./call";
import { PleskError, type PleskErrorKind } from "./errors";
import { exchange, type Heard, type Line, type Packet, type Room, Uneven } from "./exchange";
import { createLanes } from "./lanes";
import { protocols } from "./server";
import { type Outcome, Tally, unsent } from "./tally";
import type { Transport } from "./transport";
import { UnwritableText, write } from "./xml";

export type { Outcome } from "./tally";

/** How we prove who we are: an administrator's login, or a secret key of ours. */
export type Credential = { login: string; password: string } | { key: string };

/** Calls whose results have the types in T, place by place: a tuple, or a list of one type. */
type Calls<T extends readonly unknown[], K extends CallKind> = { readonly [I in keyof T]: Call<T[I], K> };
/** Their outcomes, each in its call's place. */
type Outcomes<T extends readonly unknown[]> = { -readonly [I in keyof T]: Outcome<T[I]> };

/** One panel, spoken to in calls. Nothing here throws for a remote trouble but `ask`: outcomes carry it. */
export interface Panel {
  /** host:port, for messages. */
  readonly server: string;
  /** Many reads, 50 operations a packet, 4 packets at once. Outcomes come in the order of the calls. */
  read<T extends readonly unknown[] | []>(calls: Calls<T, "read">): Promise<Outcomes<T>>;
  /**
   * The same reads, but the answers are held as they came, up to 8 MB: who knows their print already need not have them
   * understood. Whatever went wrong is told by the outcomes.
   */
  look<T extends readonly unknown[] | []>(calls: Calls<T, "read">): Promise<Look<T>>;
  /**
   * Changes, in order, 50 operations a packet, one packet at a time for this panel. After a packet that failed as a
   * whole nothing more is sent: the rest fails with `sent` false.
   */
  change<T extends readonly unknown[] | []>(calls: Calls<T, "change">): Promise<Outcomes<T>>;
  /** One read. Throws its PleskError. */
  ask<T>(call: Call<T, "read">): Promise<T>;
  close(): Promise<void>;
}

/** Reads that were answered. */
export interface Look<T extends readonly unknown[]> {
  /**
   * Equal for two looks that asked the same and were answered the same, byte for byte. Null when an answer did not come
   * whole, and once `outcomes` had to ask something again: what was answered then is not in it.
   */
  readonly print: string | null;
  /** Exactly what `read` would have given. */
  outcomes(): Promise<Outcomes<T>>;
}

export interface PanelOptions {
  transport: Transport;
  credential: Credential;
  /** As `negotiate` returned it; null sends no version. */
  protocol?: string | null;
}

const operationsAPacket = 50;
const readingAtOnce = 4;
/** Bytes of answers that one look holds; more than that is understood while it streams in. */
const heldALook = 8 * 1024 * 1024;

/** The grammar that this client writes. */
const spoken = "1.6.9.1";
/** Since 1.6.6.0 mail, event log and secret keys have the form used here. */
const oldest = "1.6.6.0";

/** Troubles that the next packet would meet as well; a repeated wrong password gets an address locked out. */
const serverWide: ReadonlySet<PleskErrorKind> = new Set([
  "unreachable",
  "certificate",
  "credentials",
  "denied",
  "busy",
  "unsupported",
]);

export function createPanel({ transport, credential, protocol = spoken }: PanelOptions): Panel {
  const { server } = transport;
  const line: Line = { transport, headers: headersOf(credential, server), protocol };
  const changing = createLanes(1);
  const reading = createLanes(readingAtOnce);

  /** Sends packets until one fails in a way that ends it. */
  function sender(kind: CallKind, room: Room) {
    let stop: PleskError | undefined;
    return async (packet: Packet): Promise<Heard | null> => {
      if (stop) {
        for (const { tally } of packet.parts) tally.fail(unsent(server, stop));
        return null;
      }
      const heard = await exchange(line, kind, packet, room);
      const fault = heard.held ? undefined : heard.understand();
      if (fault && (kind === "change" || serverWide.has(fault.kind))) stop ??= fault;
      return heard;
    };
  }

  async function lookAt(calls: readonly Call<unknown, "read">[], each: number, room: Room): Promise<Look<unknown[]>> {
    const tallies = calls.map((call) => new Tally(call, server));
    const send = sender("read", room);
    const heard = await Promise.all(packetsOf(tallies, server, each).map((packet) => reading(() => send(packet))));
    let print = printOf(heard);
    return {
      get print() {
        return print;
      },
      async outcomes() {
        for (const packet of heard) packet?.understand();
        const outcomes = tallies.map((tally) => tally.outcome());
        if (each === 1 || !outcomes.some(isUneven)) return outcomes;
        print = null;
        // A panel may stop a packet at the first operation it refuses: alone in its packet, none keeps another from running.
        const again = await readAll(
          calls.filter((_call, index) => isUneven(outcomes[index])),
          1,
        );
        return outcomes.map((outcome) => (isUneven(outcome) ? (again.shift() ?? outcome) : outcome));
      },
    };
  }

  const readAll = async (calls: readonly Call<unknown, "read">[], each = operationsAPacket) =>
    (await lookAt(calls, each, { bytes: 0 })).outcomes();

  async function changeAll(calls: readonly Call<unknown, "change">[]): Promise<Outcome<unknown>[]> {
    const tallies = calls.map((call) => new Tally(call, server));
    const send = sender("change", { bytes: 0 });
    await changing(async () => {
      for (const packet of packetsOf(tallies, server, operationsAPacket)) await send(packet);
    });
    return tallies.map((tally) => tally.outcome());
  }

  return {
    server,
    read: async <T extends readonly unknown[] | []>(calls: Calls<T, "read">) =>
      (await readAll(calls as readonly Call<unknown, "read">[])) as Outcomes<T>,
    look: async <T extends readonly unknown[] | []>(calls: Calls<T, "read">) =>
      (await lookAt(calls as readonly Call<unknown, "read">[], operationsAPacket, { bytes: heldALook })) as Look<T>,
    change: async <T extends readonly unknown[] | []>(calls: Calls<T, "change">) =>
      (await changeAll(calls as readonly Call<unknown, "change">[])) as Outcomes<T>,
    async ask<T>(call: Call<T, "read">) {
      const [outcome] = (await readAll([call])) as [Outcome<T>];
      if (!outcome.ok) throw outcome.error;
      return outcome.value;
    },
    close: () => transport.close(),
  };
}

const isUneven = (outcome: Outcome<unknown> | undefined): boolean =>
  outcome?.ok === false && outcome.error.cause instanceof Uneven;

/** Over all packets in order; null when one of them did not come whole. */
function printOf(packets: readonly (Heard | null)[]): string | null {
  const hash = createHash("sha256");
  for (const packet of packets) {
    if (!packet?.print) return null;
    hash.update(packet.print);
  }
  return hash.digest("base64url");
}

/** All operations in order, cut into packets. A call that cannot be written fails alone and is not sent. */
function packetsOf(tallies: readonly Tally[], server: string, each: number): Packet[] {
  const written = tallies.flatMap((tally) => {
    try {
      return tally.call.operations.map(({ operator, node }) => {
        return { tally, operator, operation: node.name, xml: write(node) };
      });
    } catch (error) {
      if (!(error instanceof UnwritableText)) throw error;
      const message = `Nothing was sent to ${server}: ${error.message}.`;
      tally.fail(new PleskError(message, { kind: "rejected", sent: false, cause: error }));
      return [];
    }
  });
  const packets: Packet[] = [];
  for (let start = 0; start < written.length; start += each) {
    const some = written.slice(start, start + each);
    const pieces = some.map(({ operator, xml }, index) => {
      const [before, after] = [some[index - 1]?.operator, some[index + 1]?.operator];
      return `${before === operator ? "" : `<${operator}>`}${xml}${after === operator ? "" : `</${operator}>`}`;
    });
    const parts = some.map(({ tally, operator, operation }) => ({ tally, operator, operation }));
    packets.push({ parts, xml: pieces.join("") });
  }
  return packets;
}

/** Never both kinds at once: which of them a panel would believe is not documented. */
function headersOf(credential: Credential, server: string): Record<string, string> {
  const headers: Record<string, string> =
    "key" in credential
      ? { KEY: credential.key }
      : { HTTP_AUTH_LOGIN: credential.login, HTTP_AUTH_PASSWD: credential.password };
  for (const [name, value] of Object.entries(headers)) {
    if (value === "" || /\p{Cc}/u.test(value)) {
      const message = `The credential stored for ${server} is empty or holds control characters. Enter it again.`;
      throw new PleskError(message, { kind: "credentials", sent: false });
    }
    // Header values travel as bytes; this carries UTF-8 through.
    headers[name] = Buffer.from(value, "utf8").toString("latin1");
  }
  return headers;
}

/**
 * The protocol version to name in every packet, so that a panel's upgrade does not change the grammar under us:
 * 1.6.9.1, or else the newest that the panel lists from 1.6.6.0 up to it. Throws PleskError, `unsupported` when there
 * is none.
 */
export async function negotiate(transport: Transport, credential: Credential): Promise<string> {
  const listed = await createPanel({ transport, credential, protocol: null }).ask(protocols());
  const usable = listed.filter((version) => within(version, oldest, spoken)).sort(compareVersions);
  const newest = usable.at(-1);
  if (newest) return newest;
  const message = `${transport.server} speaks no protocol from ${oldest} to ${spoken}. Update its Plesk.`;
  throw new PleskError(message, { kind: "unsupported", sent: true });
}

const within = (version: string, low: string, high: string): boolean =>
  /^\d+(\.\d+){1,3}$/.test(version) && compareVersions(version, low) >= 0 && compareVersions(version, high) <= 0;

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split("."), b.split(".")];
  for (let place = 0; place < 4; place += 1) {
    const difference = Number(left[place] ?? 0) - Number(right[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
