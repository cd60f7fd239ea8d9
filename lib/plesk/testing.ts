import type { PleskServer } from "@/e2e/fleet/model";
import { handlePacket } from "@/e2e/fleet/panel/packet";
import { emptyServer } from "@/e2e/fleet/world/servers";
import { createPanel, type Panel } from "./panel";
import type { Packet, Transport } from "./transport";

/** A fresh simulated server and a panel that speaks to it in process, for tests. */
export function testPanel(key = "web1") {
  const server = emptyServer({ key, name: `${key}.provider.example`, ipAddress: "192.0.2.10" });
  return { server, panel: panelOf(server) };
}

export function panelOf(server: PleskServer, send = directly(server)): Panel {
  return createPanel({ transport: send, credential: { login: "admin", password: "setup" } });
}

/** Packets in, answers out, without a network. */
export function directly(server: PleskServer): Transport {
  return scripted((packet) => {
    const headers = Object.fromEntries(
      Object.entries(packet.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const { body } = handlePacket(server, {
      headers: { ...headers, "content-type": "text/xml" },
      body: packet.body,
      remoteAddress: "198.51.100.7",
      now: Date.UTC(2026, 1, 1),
    });
    return body;
  });
}

/** A transport that answers as told. */
export function scripted(answer: (packet: Packet) => string | Promise<string>): Transport {
  return {
    server: "web1.provider.example:8443",
    async send(packet, listener) {
      const body = await answer(packet);
      listener.begin(200);
      listener.piece(Buffer.from(body));
    },
    close: async () => {},
  };
}
