import { connect, createServer, type Socket } from "node:net";
import { listening, portOf } from "@/e2e/fleet/door";
import { doneIn, type Message, messageReader, statementReader } from "./messages";

/** Called in turn for each connection: while one is awaited nothing more passes in that direction. */
export interface Watch {
  /** A statement is about to reach the database. False ends the connection instead. */
  before(sql: string, client: Socket): Promise<boolean>;
  /** The database has done it and the client does not know yet. False keeps the answer, and all later ones, back. */
  after(tag: string, client: Socket): Promise<boolean>;
}

/** The way of some processes to PostgreSQL, with somebody at it who can hold, lose and cut what passes. */
export interface Wire {
  port: number;
  /** Cuts the connections of some clients, of all when left out. Returns how many. */
  cut(which?: (client: Socket) => boolean): number;
  close(): Promise<void>;
}

/** Milliseconds for which a client may wait for an answer that was lost before its connection ends. */
const SILENCE = 200;

export async function openWire(database: () => number, watch: Watch): Promise<Wire> {
  const ways = new Map<Socket, Socket>();
  const end = (client: Socket) => {
    client.destroy();
    ways.get(client)?.destroy();
    ways.delete(client);
  };

  function join(client: Socket): void {
    const server = connect(database(), "127.0.0.1");
    ways.set(client, server);
    const sqlOf = statementReader();
    let silent = false;
    pump(client, messageReader(true), async (message) => {
      const sql = sqlOf(message);
      if (sql !== null && !(await watch.before(sql, client))) end(client);
      else server.write(message.bytes);
    });
    pump(server, messageReader(false), async (message) => {
      const tag = silent ? null : doneIn(message);
      if (tag !== null && !(await watch.after(tag, client))) {
        silent = true;
        setTimeout(() => end(client), SILENCE);
      }
      if (!silent) client.write(message.bytes);
    });
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      // Ends are ordinary here, and one is the other's.
      socket.on("error", () => undefined);
      socket.once("close", () => end(client));
    }
  }

  function pump(from: Socket, read: (chunk: Buffer) => Message[], pass: (message: Message) => Promise<void>): void {
    let turn = Promise.resolve();
    from.on("data", (chunk) => {
      for (const message of read(chunk)) turn = turn.then(() => pass(message));
    });
  }

  const proxy = createServer(join);
  await listening(proxy, { host: "127.0.0.1", port: 0 });
  return {
    port: portOf(proxy),
    cut(which = () => true) {
      const cut = [...ways.keys()].filter(which);
      cut.forEach(end);
      return cut.length;
    },
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        for (const client of ways.keys()) end(client);
      }),
  };
}
