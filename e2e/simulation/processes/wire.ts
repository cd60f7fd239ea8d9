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
    pump(client, server, messageReader(true), (message) => {
      const sql = sqlOf(message);
      return sql === null ? null : () => watch.before(sql, client);
    }).then(() => end(client));
    pump(server, client, messageReader(false), (message) => {
      const tag = doneIn(message);
      return tag === null ? null : () => watch.after(tag, client);
    }).then(() => setTimeout(() => end(client), SILENCE));
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      // Ends are ordinary here, and one is the other's.
      socket.on("error", () => undefined);
      socket.once("close", () => end(client));
    }
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

/**
 * Sends on what comes, as much at a time as comes at a time, once whoever looks at it on its way has done so. Resolves when
 * one look keeps a message, and so all later ones, from arriving.
 */
function pump(
  from: Socket,
  to: Socket,
  read: (chunk: Buffer) => Message[],
  lookAt: (message: Message) => (() => Promise<boolean>) | null,
): Promise<void> {
  return new Promise((resolve) => {
    let turn = Promise.resolve();
    let kept = false;
    const pass = async (messages: readonly Message[]): Promise<void> => {
      let together: Buffer[] = [];
      const send = () => {
        if (together.length > 0) to.write(Buffer.concat(together));
        together = [];
      };
      for (const message of messages) {
        const look = lookAt(message);
        if (look && !(await look())) {
          kept = true;
          send();
          return resolve();
        }
        together.push(message.bytes);
      }
      send();
    };
    from.on("data", (chunk) => {
      const messages = read(chunk);
      turn = turn.then(() => (kept ? undefined : pass(messages)));
    });
  });
}
