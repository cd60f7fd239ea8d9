import { readFile, writeFile } from "node:fs/promises";
import { SaxesParser } from "saxes";
import { releaseLease, takeLease } from "@/db/lease";
import { getPair } from "@/db/pair";
import { operations } from "@/db/schema";
import type { Described } from "@/e2e/fleet/running";
import { db } from "@/lib/database";
import { createPanel, type Panel } from "@/lib/plesk/panel";
import { createTransport, type Transport } from "@/lib/plesk/transport";
import { reconcile } from "@/lib/sync/reconcile";
import { openKey } from "@/lib/worker/keys";
import { register } from "@/lib/worker/register";
import { createWorld } from "@/lib/worker/world";

/**
 * The worker's side of the benchmarks, in a process of its own so that its CPU time and memory are its own. Each deed
 * prints one line of JSON.
 */

const deeds: Record<string, (...args: string[]) => Promise<unknown>> = {
  register: async (servers = "[]") => {
    const ids: number[] = [];
    for (const { host, port, fingerprint, login, password, smtpPort, imapPort, pop3Port } of JSON.parse(
      servers,
    ) as Described[]) {
      const payload = { host, port, fingerprint, login, smtpPort, imapPort, pop3Port };
      const asked = {
        db,
        payload,
        by: "bench",
        credential: { password },
        tell: async () => {},
        answerInSecret: () => {},
      };
      ids.push((await register(asked)).serverId);
    }
    return ids;
  },

  /** One run; its wall and CPU time, and the most memory that this process has had so far. */
  run: async (serverId) => (await run(Number(serverId), asIs)).figures,

  /** One run whose answers, as XML, are kept in a file. */
  record: async (serverId, file = "") => {
    const heard: Uint8Array[][] = [];
    await run(Number(serverId), (transport) => recording(transport, heard));
    const packets = heard.map((chunks) => Buffer.concat(chunks));
    await writeFile(
      file,
      packets.flatMap((packet) => [lengthOf(packet), packet]),
    );
    return { packets: packets.length, bytes: packets.reduce((sum, packet) => sum + packet.length, 0) };
  },

  /** The recorded XML through saxes alone. */
  parse: async (_serverId, file = "") => ({ cpu: parseAlone(await readPackets(file)) }),

  /** Both in turn in one process, which by then has compiled everything. */
  warm: async (serverId, file = "", times = "4") => {
    const packets = await readPackets(file);
    const rounds: { run: number; parse: number }[] = [];
    for (let round = 0; round < Number(times); round++)
      rounds.push({ run: (await run(Number(serverId), asIs)).figures.cpu, parse: parseAlone(packets) });
    return rounds;
  },

  /** Runs until nothing waits for time, or only what waits for a person; the time spent in runs, and the most memory. */
  assign: async (serverId, how) => {
    let wall = 0;
    for (;;) {
      const { nextAt, figures } = await run(Number(serverId), asIs, how === "one-by-one" ? single : undefined);
      wall += figures.wall;
      if (nextAt === null || nextAt > Date.now() + 30_000) {
        return { wall, memory: figures.memory, changed: await db.$count(operations) };
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, nextAt - Date.now())));
    }
  },
};

const asIs = (transport: Transport): Transport => transport;

async function run(
  serverId: number,
  wrap: (transport: Transport) => Transport,
  shape: (panel: Panel) => Panel = (p) => p,
) {
  const epoch = await takeLease(db, serverId, "bench", 600);
  const row = await getPair(db, serverId);
  if (epoch === null || !row) throw new Error(`server ${serverId} is not free or not assigned`);
  const world = createWorld(db, row, epoch, "bench");
  const panelOf = (server: typeof row.source): Panel =>
    shape(
      createPanel({
        transport: wrap(createTransport({ host: server.host, port: server.port, pin: server.fingerprint })),
        credential: { key: openKey(server).key },
        protocol: server.protocol,
      }),
    );
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { nextAt, outcome } = await reconcile({ ...world, source: panelOf(row.source), central: panelOf(row.central) });
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  await releaseLease(db, serverId, epoch);
  const memory = process.resourceUsage().maxRSS / 1024;
  return { nextAt, figures: { outcome, wall, cpu: (user + system) / 1000, memory } };
}

/** Keeps what each packet's answer was, chunk by chunk. */
const recording = (transport: Transport, heard: Uint8Array[][]): Transport => ({
  ...transport,
  send(packet, { begin, piece }) {
    const chunks: Uint8Array[] = [];
    heard.push(chunks);
    return transport.send(packet, {
      begin,
      piece(chunk) {
        chunks.push(chunk);
        piece(chunk);
      },
    });
  },
});

/** One call a packet and one packet at a time, whatever could have travelled together. */
function single(panel: Panel): Panel {
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (send: () => Promise<unknown[]>) => {
    const mine = turn.then(send);
    turn = mine;
    return mine;
  };
  const each = async (calls: readonly unknown[], send: (call: never) => Promise<unknown[]>) => {
    const outcomes: unknown[] = [];
    for (const call of calls) outcomes.push(...(await inTurn(() => send(call as never))));
    return outcomes as never;
  };
  return {
    ...panel,
    read: (calls) => each(calls, (call) => panel.read([call]) as Promise<unknown[]>),
    look: async (calls) => {
      const outcomes = await each(calls, (call) => panel.read([call]) as Promise<unknown[]>);
      return { print: null, outcomes: async () => outcomes };
    },
    change: (calls) => each(calls, (call) => panel.change([call]) as Promise<unknown[]>),
  };
}

const lengthOf = (packet: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(packet.length);
  return length;
};

async function readPackets(file: string): Promise<Buffer[]> {
  const bytes = await readFile(file);
  const packets: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = start + 4 + bytes.readUInt32BE(start);
    packets.push(bytes.subarray(start + 4, end));
    start = end;
  }
  return packets;
}

/** As much as a TLS record holds: the pieces in which answers arrive. */
const PIECE = 16_384;

/**
 * CPU milliseconds of saxes reading the packets, set up as the Plesk client sets it up, with the handlers that any
 * reader of elements and text needs, all empty.
 */
function parseAlone(packets: readonly Buffer[]): number {
  const cpu = process.cpuUsage();
  for (const packet of packets) {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const parser = new SaxesParser({ position: false });
    parser.on("opentag", () => {});
    parser.on("text", () => {});
    parser.on("closetag", () => {});
    for (let start = 0; start < packet.length; start += PIECE)
      parser.write(decoder.decode(packet.subarray(start, start + PIECE), { stream: true }));
    parser.write(decoder.decode()).close();
  }
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1000;
}

const [name = "", ...args] = process.argv.slice(2);
const deed = deeds[name];
if (!deed) throw new Error(`no deed ${name}`);
console.log(JSON.stringify(await deed(...args)));
process.exit(0);
