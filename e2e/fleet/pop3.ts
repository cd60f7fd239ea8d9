import { type Door, listenLines, openDoor } from "./door";
import { openMailbox } from "./mailbox";
import type { PleskServer } from "./model";

/** POP3 as far as a probe and a login need it: greeting, CAPA, USER, PASS, STAT, LIST, RETR, NOOP, QUIT. */
export function openPop3(server: PleskServer, address: { host: string; port: number }): Promise<Door> {
  return openDoor(
    address,
    () => server.services.mail === "running",
    (at) =>
      listenLines(at, (socket) => {
        let user = "";
        let password: string | undefined;
        const messages = () => (password === undefined ? undefined : openMailbox(server, user, password)?.messages);

        function answer(command: string, rest: string): string {
          switch (command) {
            case "CAPA":
              return "+OK Capability list follows\r\nUSER\r\n.";
            case "NOOP":
              return "+OK";
            case "QUIT":
              return `+OK ${server.name} closing`;
            case "USER":
              user = rest;
              return "+OK";
            case "PASS":
              if (!openMailbox(server, user, rest)) return "-ERR [AUTH] Authentication failed.";
              password = rest;
              return "+OK Logged in.";
          }
          const stored = messages();
          if (!stored) return "-ERR Log in first.";
          if (command === "STAT")
            return `+OK ${stored.length} ${stored.reduce((sum, { body }) => sum + octets(body), 0)}`;
          if (command === "LIST") {
            const rows = stored.map(({ body }, index) => `${index + 1} ${octets(body)}`);
            return ["+OK", ...rows, "."].join("\r\n");
          }
          if (command === "RETR") {
            const message = stored[Number(rest) - 1];
            return message ? `+OK\r\n${message.body.replace(/^\./gm, "..")}\r\n.` : "-ERR There is no such message.";
          }
          return `-ERR Unknown command ${command}`;
        }

        return {
          greeting: `+OK ${server.name} ready`,
          line(text) {
            const space = text.indexOf(" ");
            const command = (space < 0 ? text : text.slice(0, space)).toUpperCase();
            socket.write(`${answer(command, space < 0 ? "" : text.slice(space + 1))}\r\n`);
            if (command === "QUIT") socket.end();
          },
        };
      }),
  );
}

const octets = (text: string) => Buffer.byteLength(text, "utf8");
