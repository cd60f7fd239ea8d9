/** One message of PostgreSQL's protocol as it travels; a connection's first one has no type. */
export interface Message {
  type: string;
  bytes: Buffer;
}

/** Cuts a stream of bytes into messages. `client`: its first message is the one without a type. */
export function messageReader(client: boolean): (chunk: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let first = client;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const head = first ? 0 : 1;
      if (rest.length < head + 4) return messages;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return messages;
      messages.push({ type: first ? "" : String.fromCharCode(rest[0] ?? 0), bytes: rest.subarray(0, length) });
      rest = rest.subarray(length);
      first = false;
    }
  };
}

/** The SQL of each execution a client asks for; null for every other message. Remembers what was prepared by name. */
export function statementReader(): (message: Message) => string | null {
  const prepared = new Map<string, string>();
  return ({ type, bytes }) => {
    if (!"QPB".includes(type)) return null;
    const [one = "", two = ""] = bytes.subarray(5).toString("utf8").split("\0");
    if (type === "Q") return one;
    if (type === "P") prepared.set(one, two);
    // A binding names its portal first, then the statement.
    return type === "B" ? (prepared.get(two) ?? "") : null;
  };
}

/** What a server says it has done, such as `COMMIT` or `INSERT 0 1`; null for every other message. */
export const doneIn = ({ type, bytes }: Message): string | null =>
  type === "C" ? bytes.subarray(5, -1).toString("utf8") : null;
