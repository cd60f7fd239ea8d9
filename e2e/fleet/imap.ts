import { type Door, listenLines, openDoor } from "./door";
import { openMailbox } from "./mailbox";
import type { PleskServer } from "./model";

const capabilities = "IMAP4rev1 AUTH=PLAIN";

/** IMAP as far as a probe and a login need it: greeting, CAPABILITY, LOGIN, SELECT, STATUS, NOOP, LOGOUT. */
export function openImap(server: PleskServer, address: { host: string; port: number }): Promise<Door> {
  return openDoor(
    address,
    () => server.services.mail === "running",
    (at) =>
      listenLines(at, (socket) => {
        let login: { user: string; password: string } | undefined;
        const say = (line: string) => socket.write(`${line}\r\n`);
        const box = () => (login ? openMailbox(server, login.user, login.password) : undefined);

        function answer(tag: string, command: string, rest: string): string {
          switch (command) {
            case "CAPABILITY":
              say(`* CAPABILITY ${capabilities}`);
              return `${tag} OK CAPABILITY completed`;
            case "NOOP":
              return `${tag} OK NOOP completed`;
            case "LOGOUT":
              say("* BYE Logging out");
              return `${tag} OK LOGOUT completed`;
            case "LOGIN": {
              const [user = "", password = ""] = astrings(rest);
              if (!openMailbox(server, user, password))
                return `${tag} NO [AUTHENTICATIONFAILED] Authentication failed.`;
              login = { user, password };
              return `${tag} OK [CAPABILITY ${capabilities}] Logged in`;
            }
            case "SELECT":
            case "EXAMINE":
            case "STATUS": {
              const opened = box();
              if (!opened) return `${tag} NO Log in first.`;
              const [folder = ""] = astrings(rest);
              if (folder.toUpperCase() !== "INBOX") return `${tag} NO [NONEXISTENT] Mailbox doesn't exist: ${folder}`;
              if (command === "STATUS") {
                say(`* STATUS INBOX (MESSAGES ${opened.messages.length})`);
                return `${tag} OK STATUS completed`;
              }
              say("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)");
              say(`* ${opened.messages.length} EXISTS`);
              say("* 0 RECENT");
              return `${tag} OK [READ-ONLY] ${command} completed`;
            }
            default:
              return `${tag} BAD Unknown command ${command}`;
          }
        }

        return {
          greeting: `* OK [CAPABILITY ${capabilities}] ${server.name} ready`,
          line(text) {
            const [tag = "*", command = "", ...rest] = text.split(" ");
            const verb = command.toUpperCase();
            say(answer(tag, verb, rest.join(" ")));
            if (verb === "LOGOUT") socket.end();
          },
        };
      }),
  );
}

/** Atoms and quoted strings of an IMAP command's arguments. */
function astrings(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map((match) =>
    match[1] !== undefined ? match[1].replace(/\\(.)/g, "$1") : (match[2] ?? ""),
  );
}
