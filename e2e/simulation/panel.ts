import { isDeepStrictEqual } from "node:util";
import type { PleskServer } from "@/e2e/fleet/model";
import { handlePacket } from "@/e2e/fleet/panel/packet";
import { PleskError, type PleskErrorKind } from "@/lib/plesk/errors";
import { createPanel, type Panel } from "@/lib/plesk/panel";
import type { Packet, Transport } from "@/lib/plesk/transport";
import { createAnswers, isAnswer } from "./answers";
import type { FaultName } from "./faults";
import { serverOf } from "./ledger";
import { type Scene, spoilt } from "./lies";
import type { Line } from "./line";
import type { Simulation } from "./simulation";

/** Longest time of one packet, as the real transport has it. */
const DEADLINE = { read: 60_000, change: 120_000 } as const;
/** A panel ends what it began within this time after the caller gave up. */
const LATE = 200_000;

/** How long until a person looks at another certificate. */
const LOOKED_AT = 900_000;

/** What the caller is told when the network or TLS fails, by fault; `after`: everything was executed. */
const broken: Partial<Record<FaultName, { kind: PleskErrorKind; sent: boolean; wait?: boolean; after?: boolean }>> = {
  refused: { kind: "unreachable", sent: false },
  "connect-timeout": { kind: "timeout", sent: false, wait: true },
  "reset-before-effect": { kind: "unreachable", sent: true },
  hang: { kind: "timeout", sent: true, wait: true },
  "reply-lost": { kind: "unreachable", sent: true, after: true },
  endless: { kind: "malformed", sent: true, after: true },
};

/** The real Plesk client over a wire that ends in the model of one server, in process. */
export function panelOver(sim: Simulation, line: Line, side: "home" | "central", server: PleskServer): Panel {
  const execute = (packet: Packet, on: PleskServer = server): string => {
    const headers = Object.fromEntries(
      Object.entries(packet.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    return handlePacket(on, {
      headers: { ...headers, "content-type": "text/xml" },
      body: packet.body,
      remoteAddress: "198.51.100.7",
      now: sim.time.now(),
      bytes: sim.random.bytes,
    }).body;
  };
  const answers = createAnswers((what) => sim.ground.report("S18", `${server.key}: ${what}`));
  const transport: Transport = {
    server: `${server.name}:8443`,
    close: async () => {},
    async send(packet, listener) {
      const { kind } = packet;
      const seen = sim.packets.announce(line, side, server, packet);
      const earlier = () => sim.packets.earlier(server);
      const matters = kind === "read" ? spoiling({ packet, server, execute, earlier }) : undefined;
      const fault = await line.begin(`${side}.${kind}`, firstOf(packet.body), matters);
      if (server.faults.otherCertificate || fault === "certificate-changed") throw otherCertificate(sim, server);
      const how = fault ? broken[fault] : undefined;
      if (how?.wait) await line.pass(DEADLINE[kind]);
      if (how && !how.after) throw trouble(server, how.kind, how.sent);
      if (fault === "late-effect") {
        line.late = true;
        sim.time.after(DEADLINE.change + sim.random.below(LATE), () => seen.executed(() => execute(packet)));
        await line.pass(DEADLINE.change);
        throw trouble(server, "timeout", true);
      }
      answers.answered(packet.body, fault);
      const said = spoilt(fault, { packet, server, execute, earlier, seen });
      if (fault === "killed-after") line.kill();
      await line.end();
      if (how) throw trouble(server, how.kind, how.sent);
      if (isAnswer(fault)) seen.answered();
      listener.begin(said.status);
      listener.piece(said.body);
    },
  };
  return answers.follow(createPanel({ transport, credential: { key: keyOf(server) }, protocol: "1.6.9.1" }));
}

/** Whether a fault makes another answer of the one that this server would give now. Asked of a copy. */
function spoiling({ packet, server, execute, earlier }: Omit<Scene, "seen">): (fault: FaultName) => boolean {
  let scene: Scene | undefined;
  const aside = (): Scene => {
    const copy = structuredClone(server);
    const executed = <T>(work: () => T) => work();
    return { packet, server: copy, execute: (packet, on = copy) => execute(packet, on), earlier, seen: { executed } };
  };
  return (fault) => {
    if (fault in broken || fault === "certificate-changed") return true;
    scene ??= aside();
    return !isDeepStrictEqual(spoilt(fault, scene), spoilt(null, scene));
  };
}

const trouble = (server: PleskServer, kind: PleskErrorKind, sent: boolean): PleskError =>
  new PleskError(`${server.name}:8443 was made to fail (${kind}).`, { kind, sent });

/** The worker writes it down; a person looks some time later and confirms the old one, once that is there again. */
function otherCertificate({ ledger, ids, time }: Simulation, server: PleskServer): PleskError {
  const row = serverOf(ledger, ids.get(server) ?? 0);
  const look = (): void => {
    row.otherCertificate = server.faults.otherCertificate;
    if (row.otherCertificate) time.after(LOOKED_AT, look);
  };
  if (!row.otherCertificate) time.after(LOOKED_AT, look);
  row.otherCertificate = true;
  return trouble(server, "certificate", false);
}

export function keyOf(server: PleskServer): string {
  const key = server.keys[0]?.key;
  if (!key) throw new Error(`${server.key} has no key`);
  return key;
}

/** The packet's first operation, for people who read a failing case. */
const firstOf = (body: string): string => /<packet[^>]*><([\w-]+)><([\w-]+)/.exec(body)?.slice(1).join(" ") ?? "";
