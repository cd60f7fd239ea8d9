import { connect } from "node:net";

/** A line protocol from the client's side, for tests. */
export interface Dialogue {
  /** The next line that the server says; rejects when it hangs up instead. */
  hear(): Promise<string>;
  /** Says one line and returns the next line that the server says. */
  ask(line: string): Promise<string>;
  say(text: string): void;
  end(): void;
}

/** Connects, or rejects as the connection does (ECONNREFUSED where nobody listens). */
export function dial({ host, port }: { host: string; port: number }): Promise<Dialogue> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    const lines: string[] = [];
    const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
    let rest = "";
    let gone = false;
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      const parts = (rest + chunk).split("\r\n");
      rest = parts.pop() ?? "";
      for (const line of parts) {
        const waiter = waiting.shift();
        if (waiter) waiter.resolve(line);
        else lines.push(line);
      }
    });
    socket.on("error", reject);
    socket.on("close", () => {
      gone = true;
      for (const waiter of waiting) waiter.reject(new Error("The server hung up."));
    });
    const hear = () =>
      new Promise<string>((heard, failed) => {
        const line = lines.shift();
        if (line !== undefined) heard(line);
        else if (gone) failed(new Error("The server hung up."));
        else waiting.push({ resolve: heard, reject: failed });
      });
    const say = (text: string) => void socket.write(`${text}\r\n`);
    const ask = (line: string) => {
      say(line);
      return hear();
    };
    socket.on("connect", () => resolve({ hear, ask, say, end: () => socket.destroy() }));
  });
}
