import { createServer, type Server, type Socket } from "node:net";

/** A listening address that follows a service of the model: open while it runs, closed while it does not. */
export interface Door {
  host: string;
  port: number;
  /** Opens or closes, so that it agrees with the model. Cheap when nothing changed. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface Listening {
  server: Server;
  /** Ends what is connected and stops listening. */
  close(): Promise<void>;
}

/**
 * Keeps one port for the whole life of the door, also while it is shut: a stopped service refuses connections at the
 * address where it was, and comes back there.
 */
export async function openDoor(
  address: { host: string; port: number },
  wanted: () => boolean,
  listen: (address: { host: string; port: number }) => Promise<Listening>,
): Promise<Door> {
  const host = address.host;
  const [port = 0] = address.port ? [address.port] : await freePorts(host, 1);
  let open: Listening | undefined;
  let turn: Promise<void> = Promise.resolve();
  let closed = false;

  async function agree(): Promise<void> {
    const want = wanted() && !closed;
    if (want && !open) open = await listen({ host, port });
    if (!want && open) {
      const shut = open;
      open = undefined;
      await shut.close();
    }
  }
  const sync = () => {
    const next = turn.then(agree);
    turn = next.catch(() => undefined);
    return next;
  };
  const close = () => {
    closed = true;
    return sync();
  };
  await sync();
  return { host, port, sync, close };
}

/** Serves a line protocol (IMAP, POP3) on a plain socket. */
export function listenLines(
  address: { host: string; port: number },
  talk: (socket: Socket) => { greeting: string; line(text: string): void },
): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A probe that hangs up early is ordinary here.
    socket.on("error", () => undefined);
    socket.setEncoding("utf8");
    const conversation = talk(socket);
    socket.write(`${conversation.greeting}\r\n`);
    let rest = "";
    socket.on("data", (chunk) => {
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) if (!socket.writableEnded) conversation.line(line);
      if (rest.length > 8192) socket.destroy();
    });
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return listening(server, address).then(() => ({ server, close }));
}

/** Resolves when the server listens; rejects with a sentence that names the address. */
export function listening(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error) =>
      reject(new Error(`Cannot listen on ${host}:${port}: ${cause.message}. Choose other ports.`, { cause }));
    server.once("error", failed);
    server.listen(port, host, () => {
      server.removeListener("error", failed);
      resolve();
    });
  });
}

/** Ports that nobody uses at this moment, all different. */
export async function freePorts(host: string, count: number): Promise<number[]> {
  const probes = await Promise.all(
    Array.from({ length: count }, async () => {
      const probe = createServer();
      await listening(probe, { host, port: 0 });
      return probe;
    }),
  );
  const ports = probes.map(portOf);
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen on a port.");
  return address.port;
}
