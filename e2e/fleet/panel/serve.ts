import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { PleskServer } from "../model";
import { wireLogFromEnvironment } from "../wire-log";
import { type Certificate, fingerprintOf, makeCertificate } from "./certificate";
import { handlePacket, type PacketAnswer } from "./packet";
import { loginPage, notFoundPage } from "./pages";
import { openSession } from "./rsession";
import { isChanging } from "./steps";
import { beginChange } from "./violations";

export interface PanelAddress {
  host: string;
  /** 0 takes a free one. */
  port: number;
  tls: Certificate;
  hooks?: PanelHooks;
}

/** A request to agent.php before it is executed, and the connection it came by. */
export interface Arrival {
  server: PleskServer;
  body: string;
  changing: boolean;
  socket: Socket;
}

/** Stands around each execution: it may wait, act before and after, or throw, which ends the connection. */
export type Around = (arrival: Arrival, execute: () => PacketAnswer) => Promise<PacketAnswer>;

export interface PanelHooks {
  around?: Around | undefined;
  /** After each request to agent.php was executed, with the exact bodies, whether or not the answer is sent. */
  onPacket?(request: string, response: string, wire: PacketAnswer["wire"]): void;
  /** After a one-time session was used. */
  onSession?(): void;
  /** Milliseconds; the real clock when left out. */
  now?(): number;
}

export interface Panel {
  port: number;
  /** Of the certificate that is served now. */
  readonly fingerprint256: string;
  close(): Promise<void>;
}

/** Larger requests than this end the connection, as a web server in front of a panel does. */
const LARGEST_REQUEST = 16 * 1024 * 1024;

/** Serves a simulated Plesk's panel: agent.php, rsession_init.php and a login page. */
export async function startPanel(server: PleskServer, { host, port, tls, ...address }: PanelAddress): Promise<Panel> {
  const log = wireLogFromEnvironment();
  const hooks: PanelHooks = {
    ...address.hooks,
    onPacket(...packet) {
      log?.(...packet);
      address.hooks?.onPacket?.(...packet);
    },
  };
  const other = await makeCertificate(server.name);
  const current = () => (server.faults.otherCertificate ? other : tls);
  let served = current();
  const panel = createServer(served, (request, response) => {
    if (server.faults.refuse || served !== current()) return void request.socket.destroy();
    answer(server, request, response, hooks).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  // Before the listener that begins the handshake, which takes the certificate that is set by then.
  panel.prependListener("connection", (socket) => {
    if (server.faults.refuse) socket.destroy();
    if (served === current()) return;
    served = current();
    panel.setSecureContext(served);
  });
  panel.on("tlsClientError", () => undefined);
  await listen(panel, host, port);
  return {
    port: (panel.address() as AddressInfo).port,
    get fingerprint256() {
      return fingerprintOf(current());
    },
    close: () =>
      new Promise((resolve) => {
        panel.close(() => resolve());
        panel.closeAllConnections();
      }),
  };
}

async function answer(server: PleskServer, request: IncomingMessage, response: ServerResponse, hooks: PanelHooks) {
  const url = new URL(request.url ?? "/", "https://panel.invalid");
  const remoteAddress = request.socket.remoteAddress ?? "";
  const now = hooks.now ?? Date.now;
  const body = await read(request);
  if (url.pathname === "/enterprise/rsession_init.php") {
    const fields = new URLSearchParams(request.method === "POST" ? `${url.search.slice(1)}&${body}` : url.search);
    const page = openSession(server, fields, { address: remoteAddress, now: now() });
    hooks.onSession?.();
    response.writeHead(page.status, { "content-type": "text/html; charset=utf-8", ...page.headers });
    return void response.end(page.body);
  }
  if (url.pathname !== "/enterprise/control/agent.php" || request.method !== "POST") {
    const known = url.pathname === "/" || url.pathname === "/login_up.php";
    response.writeHead(known ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    return void response.end(known ? loginPage(server) : notFoundPage(server));
  }

  // The faults count as they are when the request comes, also if it is answered late.
  const { latencyMs, hangAfter, endless } = server.faults;
  const changing = isChanging(body);
  const done = changing ? beginChange(server) : () => undefined;
  response.on("close", done);
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
  const execute = () => handlePacket(server, { headers: request.headers, body, remoteAddress, now: now() });
  const arrival = { server, body, changing, socket: request.socket };
  const packet = hooks.around ? await hooks.around(arrival, execute) : execute();
  hooks.onPacket?.(body, packet.body, endless ? "broken" : packet.wire);
  if (hangAfter) return;
  response.writeHead(packet.status, { "content-type": packet.contentType });
  if (endless) return flood(response);
  response.end(packet.body);
}

/** Writes a packet without an end until the client gives up. */
function flood(response: ServerResponse): void {
  const piece = "<webspace><get><result><status>ok</status></result></get></webspace>".repeat(500);
  const more = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", more);
  response.write('<?xml version="1.0" encoding="UTF-8"?><packet version="1.6.9.1">');
  more();
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_REQUEST) throw new Error(`A request is larger than ${LARGEST_REQUEST} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function listen(panel: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    panel.once("error", (cause) =>
      reject(new Error(`Cannot listen on ${host}:${port}: ${cause.message}. Choose another port.`, { cause })),
    );
    panel.listen(port, host, () => resolve());
  });
}
