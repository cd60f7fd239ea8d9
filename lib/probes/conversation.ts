import { connect, type Socket } from "node:net";
import { judged } from "@/lib/reach";
import { address, reason } from "./words";

/** No line of a greeting or reply needs more; a longer one is no mail service. */
const longestLine = 4096;

/** Nothing came, or no more: there is nobody to talk to. */
export class Silence extends Error {
  override name = "Silence";
}

/** A line-by-line talk with a mail service, ended by its deadline. Faults are Errors whose message is a clause. */
export interface Conversation {
  /** The next line, without its line break. */
  line(): Promise<string>;
  send(lines: string): void;
  close(): void;
}

/** Connects. `deadline` is in milliseconds and covers the whole conversation. */
export function converse(host: string, port: number, deadline: number): Promise<Conversation> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...judged(host), port });
    const lines: string[] = [];
    let waiting: { resolve(line: string): void; reject(error: Error): void } | undefined;
    let ended: Error | undefined;
    let rest = "";

    function end(error: Error): void {
      ended ??= error;
      clearTimeout(timer);
      socket.destroy();
      reject(ended);
      waiting?.reject(ended);
      waiting = undefined;
    }
    const where = address(host, port);
    const timer = setTimeout(() => end(new Silence(`no answer within ${deadline / 1000} s at ${where}`)), deadline);
    socket.setEncoding("latin1");
    socket.on("error", (error) => end(new Silence(`${reason(error)} at ${where}`, { cause: error })));
    socket.on("close", () => end(new Silence(`${where} closed the connection`)));
    socket.on("data", (text: string) => {
      rest += text;
      for (let at = rest.indexOf("\n"); at >= 0; at = rest.indexOf("\n")) {
        const line = rest.slice(0, at).replace(/\r$/, "");
        rest = rest.slice(at + 1);
        if (waiting) waiting.resolve(line);
        else lines.push(line);
        waiting = undefined;
      }
      if (rest.length > longestLine || lines.length > 1000) end(new Error(`${where} talks without end`));
    });
    socket.once("connect", () => resolve(conversation(socket)));

    function conversation(socket: Socket): Conversation {
      return {
        line() {
          const next = lines.shift();
          if (next !== undefined) return Promise.resolve(next);
          if (ended) return Promise.reject(ended);
          return new Promise((resolve, reject) => {
            waiting = { resolve, reject };
          });
        },
        send: (text) => void socket.write(text),
        close() {
          clearTimeout(timer);
          ended ??= new Error("the conversation is over");
          // What was sent last still goes out; a server that does not hang up then is hung up on.
          socket.end();
          socket.setTimeout(1000, () => socket.destroy());
          socket.unref();
        },
      };
    }
  });
}
