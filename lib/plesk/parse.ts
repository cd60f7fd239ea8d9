import { SaxesParser } from "saxes";
import { Element, Malformed } from "./element";
import { quote } from "./errors";

/** What a reader tells while a packet streams in. All may throw; reading then ends with that error. */
export interface PacketSink {
  /** An operation node opens: `webspace`, `get`. Its results follow. */
  operation(operator: string, operation: string): void;
  /** One whole `<result>` of the operation opened last. It is not held after this call. */
  result(element: Element): void;
  /** The one `<system>` element that replaces all operations when the packet as a whole is refused. */
  system(element: Element): void;
}

/** Bounds of one answer, so that no panel (or impostor) can fill the memory. */
export interface Limits {
  bytes: number;
  /** Levels of elements. */
  depth: number;
  /** Characters of one text. */
  text: number;
  /** Elements in the whole packet. */
  elements: number;
  /** Milliseconds of processor time. The parser's work grows evenly with the bytes; this holds whatever was overlooked. */
  work: number;
}

export const defaultLimits: Limits = {
  bytes: 64 * 1024 * 1024,
  depth: 64,
  text: 1024 * 1024,
  elements: 4_000_000,
  work: 5_000,
};

/** What so few bytes can cost is not worth asking the system for the time, which costs more than to read a small answer. */
const QUICK = 16 * 1024;

/** A body that is no packet of the Plesk API at all. */
export class NoPacket extends Malformed {
  constructor(
    readonly looks: "empty" | "a web page" | "other",
    message: string,
  ) {
    super(message);
  }
}

export interface PacketReader {
  write(chunk: Uint8Array): void;
  /** Throws unless exactly one whole packet was read. */
  end(): void;
}

const webPage = /^\s*(<!--.*?-->\s*)?<(!doctype\s+html|html)\b/is;

/**
 * Reads one packet from chunks of UTF-8 and hands each result to the sink as soon as it is complete; one result is in
 * memory at a time. Throws Malformed (NoPacket when the body is no packet) for everything that is not one well-formed
 * packet within the limits. A DOCTYPE and any entity but XML's own five are refused.
 */
export function readPacket(sink: PacketSink, limits: Limits = defaultLimits): PacketReader {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const parser = new SaxesParser({ position: false });
  /** The first characters: what a body that is no packet looks like. */
  let start = "";
  let bytes = 0;
  let elements = 0;
  /** Microseconds. */
  let worked = 0;
  let depth = 0;
  let operator = "";
  let operation = "";
  let systems = 0;
  let operations = 0;
  /** The element being built, null outside results. */
  let current: Element | null = null;
  /** Depth at which stray component output is skipped; 0 is nowhere. */
  let skipped = 0;

  function open(name: string): void {
    if (depth > 1 && skipped > 0) return;
    if (depth === 1) {
      if (name !== "packet") throw notPacket(`the answer starts with <${name.slice(0, 40)}>, not with <packet>`);
    } else if (depth === 2) {
      operator = name;
      if (name === "output") skipped = depth;
      else if (name === "system") current = new Element(name, null);
    } else if (depth === 3) {
      operation = name;
      operations += 1;
      sink.operation(operator, name);
    } else if (name === "result") {
      current = new Element(name, null);
    } else if (operation !== "update" || depth !== 4) {
      // mail update alone has one more level: update > set > result.
      throw new Malformed(`<${operation}> of <${operator}> holds <${name}> where <result> belongs`);
    }
  }

  parser.on("opentag", (tag) => {
    depth += 1;
    elements += 1;
    if (depth > limits.depth) throw new Malformed(`the answer is nested deeper than ${limits.depth} levels`);
    if (elements > limits.elements) throw new Malformed(`the answer has more than ${limits.elements} elements`);
    if (current !== null) current = new Element(tag.name, current);
    else open(tag.name);
  });

  parser.on("closetag", () => {
    if (current !== null) {
      const closed: Element = current;
      if (closed.first !== null && closed.text !== "" && /\S/.test(closed.text)) throw stray(closed.name, closed.text);
      current = closed.parent;
      if (current === null) {
        if (closed.name === "result") sink.result(closed);
        else {
          systems += 1;
          sink.system(closed);
        }
      }
    } else if (depth === skipped) skipped = 0;
    depth -= 1;
  });

  function characters(chunk: string): void {
    if (chunk.length > limits.text) throw new Malformed(`a text is longer than ${limits.text} characters`);
    if (current !== null) current.text = current.text === "" ? chunk : current.text + chunk;
    else if (skipped === 0 && depth > 0 && /\S/.test(chunk)) throw stray(operation || operator || "packet", chunk);
  }
  parser.on("text", characters);
  parser.on("cdata", characters);

  parser.on("xmldecl", ({ encoding }) => {
    if (encoding && !/^(utf-8|us-ascii)$/i.test(encoding)) throw new Malformed(`the answer is written in ${encoding}`);
  });
  parser.on("doctype", () => {
    throw depth === 0 && webPage.test(start) ? notPacket("") : new Malformed("the answer carries a DOCTYPE: refused");
  });
  parser.on("error", ({ message }) => {
    throw depth === 0 && elements === 0
      ? notPacket(`the answer is not XML: ${message}`)
      : new Malformed(`the answer is not well-formed XML: ${message}`);
  });

  const stray = (name: string, words: string) =>
    new Malformed(`<${name}> holds “${quote(words.trim())}” among its elements`);

  function notPacket(reason: string): NoPacket {
    return webPage.test(start) ? new NoPacket("a web page", "the answer is a web page") : new NoPacket("other", reason);
  }

  function decode(chunk?: Uint8Array): string {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      throw new Malformed("the answer is not UTF-8", { cause });
    }
  }

  return {
    write(chunk) {
      bytes += chunk.byteLength;
      if (bytes > limits.bytes) throw new Malformed(`the answer is larger than ${limits.bytes} bytes`);
      const text = decode(chunk);
      if (start.length < 512) start += text.slice(0, 512);
      if (bytes <= QUICK) {
        parser.write(text);
        return;
      }
      const before = process.cpuUsage();
      parser.write(text);
      worked += process.cpuUsage(before).user;
      if (worked > limits.work * 1000) throw new Malformed(`the answer takes longer than ${limits.work} ms to read`);
    },
    end() {
      if (bytes === 0) throw new NoPacket("empty", "the answer is empty");
      if (depth > 0) throw new Malformed("the answer is cut off");
      parser.write(decode()).close();
      if (systems > 1 || (systems === 1 && operations > 0))
        throw new Malformed("the answer refuses the packet and answers it at once");
    },
  };
}
