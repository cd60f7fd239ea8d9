import type { PleskServer } from "@/e2e/fleet/model";
import { isChanging } from "@/e2e/fleet/panel";
import { readRequest, readSteps, type Step } from "@/e2e/fleet/panel/steps";
import type { Packet } from "@/lib/plesk/transport";
import type { Line } from "./line";

/** One changing packet as it is about to be executed. */
export interface Change {
  line: Pick<Line, "late" | "canaries">;
  side: "home" | "central";
  server: PleskServer;
  /** The gate was asked for this packet and said yes. */
  gated: boolean;
  steps: readonly Step[];
  /** The GUID that its sender had last read there when it was sent. */
  met?: string | undefined;
  /** When it was sent, in milliseconds; what is executed late was right or wrong then. */
  sentAt?: number;
}

/** Follows each packet to its execution. */
export interface Packets {
  announce(line: Line, side: "home" | "central", server: PleskServer, packet: Packet): Announced;
  /** The server as it was before the last change to it. */
  earlier(server: PleskServer): PleskServer;
  /** Those copies, to go on from in another simulation. */
  past: Map<PleskServer, PleskServer>;
}

export interface Announced {
  executed<T>(work: () => T): T;
  /** Its answer arrived, whatever it says. */
  answered(): void;
}

export function createPackets(options: {
  now(): number;
  /** Asked before a changing packet is executed. */
  before(change: Change): void;
  /** Told when something was executed. */
  after(change: Change): void;
  /** Told when its answer arrived. */
  answered(change: Change): void;
  /** Keep what servers were before the last change: costs a copy for each. */
  remember: boolean;
  past?: Map<PleskServer, PleskServer> | undefined;
}): Packets {
  const { past: earlier = new Map<PleskServer, PleskServer>() } = options;
  return {
    announce(line, side, server, packet) {
      if (packet.kind === "read" || !isChanging(packet.body))
        return {
          executed(work) {
            line.met.set(server, server.guid);
            return work();
          },
          answered() {},
        };
      const change = {
        line,
        side,
        server,
        gated: line.takeGate(),
        steps: readSteps(readRequest(packet.body)),
        met: line.met.get(server),
        sentAt: options.now(),
      };
      return {
        executed(work) {
          options.before(change);
          if (options.remember) earlier.set(server, structuredClone(server));
          const result = work();
          options.after(change);
          return result;
        },
        answered: () => options.answered(change),
      };
    },
    earlier: (server) => earlier.get(server) ?? server,
    past: earlier,
  };
}
