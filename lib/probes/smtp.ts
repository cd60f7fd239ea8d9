import { converse } from "./conversation";
import { type Probe, timed } from "./probe";
import { quoted } from "./words";

export interface SmtpServer {
  host: string;
  port: number;
  /** Milliseconds for everything together. */
  deadline: number;
  /** How we name ourselves; an address literal needs no DNS entry. */
  ehlo?: string;
}

export interface RecipientAnswer {
  accepted: boolean;
  /** SMTP reply code; 4xx means not now (greylisting), 5xx never. */
  code: number;
  /** The server's words. */
  text: string;
}

interface Reply {
  code: number;
  lines: string[];
}

/** Greeting 220, EHLO, QUIT. Never throws: the fault is in the answer. */
export function probeSmtp(server: SmtpServer): Promise<Probe> {
  return timed("The SMTP service", async () => {
    const session = await greet(server);
    session.close();
  });
}

/**
 * Asks a server for each recipient whether it would take mail for it: MAIL FROM, RCPT TO, RSET, never DATA. One
 * transaction a recipient, because servers refuse a second recipient for the empty sender. A server that hangs up
 * after some refusals is called again for the rest. Answers every recipient, or throws an Error whose message is a
 * sentence.
 */
export async function checkRecipients(
  server: SmtpServer & { sender?: string; recipients: readonly string[] },
): Promise<Map<string, RecipientAnswer>> {
  const { host, port, recipients, sender = "" } = server;
  for (const each of [sender, ...recipients])
    if (/[\s<>\p{Cc}]/u.test(each)) throw new RangeError(`${JSON.stringify(each)} is not a mail address`);
  const answers = new Map<string, RecipientAnswer>();
  const until = Date.now() + server.deadline;
  for (;;) {
    const open = recipients.filter((recipient) => !answers.has(recipient));
    if (open.length === 0) return answers;
    const before = answers.size;
    try {
      await askAbout(open, { ...server, sender, deadline: Math.max(1, until - Date.now()) }, answers);
    } catch (error) {
      // Hanging up after progress is the server's patience with refusals, not a fault.
      if (answers.size > before && Date.now() < until) continue;
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`The SMTP service of ${host}:${port} cannot be asked for recipients: ${why}.`, { cause: error });
    }
  }
}

async function askAbout(
  recipients: readonly string[],
  server: SmtpServer & { sender: string },
  answers: Map<string, RecipientAnswer>,
): Promise<void> {
  const session = await greet(server);
  const group = session.pipelining ? 25 : 1;
  try {
    for (let start = 0; start < recipients.length; start += group) {
      const asked = recipients.slice(start, start + group);
      if (session.pipelining)
        session.send(asked.map((to) => `MAIL FROM:<${server.sender}>\r\nRCPT TO:<${to}>\r\nRSET\r\n`).join(""));
      for (const to of asked) {
        if (!session.pipelining) session.send(`MAIL FROM:<${server.sender}>\r\n`);
        const mail = await session.reply();
        if (mail.code !== 250) throw new Error(`the sender is refused: ${words(mail)}`);
        if (!session.pipelining) session.send(`RCPT TO:<${to}>\r\n`);
        const rcpt = await session.reply();
        if (rcpt.code === 421) throw new Error(words(rcpt));
        answers.set(to, { accepted: rcpt.code === 250 || rcpt.code === 251, code: rcpt.code, text: words(rcpt) });
        if (!session.pipelining) session.send("RSET\r\n");
        const reset = await session.reply();
        if (reset.code !== 250) throw new Error(words(reset));
      }
    }
  } finally {
    session.close();
  }
}

async function greet({ host, port, deadline, ehlo = "[127.0.0.1]" }: SmtpServer) {
  const talk = await converse(host, port, deadline);
  async function reply(): Promise<Reply> {
    const lines: string[] = [];
    for (;;) {
      const line = await talk.line();
      const [, code, more, text] = /^([2-5]\d\d)(?:([ -])(.*))?$/.exec(line) ?? [];
      if (!code || lines.length > 100) throw new Error(`that is no SMTP service: “${quoted(line)}”`);
      lines.push(text ?? "");
      if (more !== "-") return { code: Number(code), lines };
    }
  }
  const close = () => {
    talk.send("QUIT\r\n");
    talk.close();
  };
  try {
    const greeting = await reply();
    if (greeting.code !== 220) throw new Error(`it turns callers away: ${words(greeting)}`);
    talk.send(`EHLO ${ehlo}\r\n`);
    const hello = await reply();
    if (hello.code !== 250) throw new Error(`it refuses EHLO: ${words(hello)}`);
    return { reply, send: talk.send, close, pipelining: hello.lines.some((line) => /^PIPELINING$/i.test(line)) };
  } catch (error) {
    talk.close();
    throw error;
  }
}

const words = ({ code, lines }: Reply): string => quoted(`${code} ${lines.join(" ")}`);
