import { SaxesParser } from "saxes";

/** One element of a request. Texts are trimmed; a name not found reads as undefined. */
export class XmlElement {
  readonly children: XmlElement[] = [];
  content = "";

  constructor(
    readonly name: string,
    readonly attributes: Readonly<Record<string, string>> = {},
  ) {}

  first(name: string): XmlElement | undefined {
    return this.children.find((child) => child.name === name);
  }

  all(name: string): XmlElement[] {
    return this.children.filter((child) => child.name === name);
  }

  has(name: string): boolean {
    return this.first(name) !== undefined;
  }

  /** The first of these elements that is there. */
  either(...names: string[]): XmlElement | undefined {
    return this.children.find((child) => names.includes(child.name));
  }

  text(name: string): string | undefined {
    return this.first(name)?.content;
  }

  texts(name: string): string[] {
    return this.all(name).map(({ content }) => content);
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined || text === "" ? undefined : Number(text);
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : text === "true" || text === "1";
  }
}

/** Reads a document into elements. Throws an Error on anything malformed, on a DOCTYPE and on text between elements. */
export function readXml(document: string): XmlElement {
  const parser = new SaxesParser({ position: false });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  parser.on("doctype", () => {
    throw new Error("A document type is not allowed.");
  });
  parser.on("error", (problem) => {
    throw problem;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = new XmlElement(name, attributes as Record<string, string>);
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element) element.content += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const element = open.pop();
    if (!element) return;
    element.content = element.content.trim();
    if (element.children.length > 0 && element.content !== "") {
      throw new Error(`Element '${element.name}': Character content other than whitespace is not allowed.`);
    }
  });
  parser.write(document).close();
  if (!root) throw new Error("The document is empty.");
  return root;
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

export function escapeXml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign) : text;
}

/** An element that holds a value. */
export function leaf(name: string, value: string | number | boolean): string {
  const text = typeof value === "string" ? escapeXml(value) : String(value);
  return text === "" ? `<${name}/>` : `<${name}>${text}</${name}>`;
}

/** An element that holds elements. */
export function wrap(name: string, ...inner: string[]): string {
  const content = inner.join("");
  return content === "" ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

/** Puts each element on a line of its own. Escaped text never holds `><`, so the split is safe. */
export function indented(document: string): string {
  let depth = 0;
  return document
    .split(/(?<=>)(?=<)/)
    .map((piece) => {
      if (piece.startsWith("</")) depth -= 1;
      const line = "  ".repeat(depth) + piece;
      if (/^<[^/?!]/.test(piece) && !piece.endsWith("/>") && !piece.includes("</")) depth += 1;
      return line;
    })
    .join("\n");
}
