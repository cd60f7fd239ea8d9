/** An element to be sent: its name, and either its text or its children in the order the panel's grammar demands. */
export interface XmlNode {
  readonly name: string;
  readonly content: string | readonly XmlNode[];
}

type Child = XmlNode | undefined;

/**
 * One element. Content: text, a number or a boolean (written as the grammar's `true` and `false`), or children; a child
 * that is undefined is left out, so optional elements stand inline in their place.
 */
export function el(name: string, content: string | number | boolean | readonly Child[] = ""): XmlNode {
  if (typeof content === "object") return { name, content: content.filter((child) => child !== undefined) };
  return { name, content: String(content) };
}

/** `el` for an optional value: undefined when there is none. */
export const optional = (name: string, content: string | number | boolean | undefined): Child =>
  content === undefined ? undefined : el(name, content);

/** Text that XML 1.0 cannot carry, in any escape. The message names the element and never shows the text. */
export class UnwritableText extends Error {
  override readonly name = "UnwritableText";
}

const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const special = /[&<>"'\r]/g;
const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  // A parser turns a literal carriage return into a line feed.
  "\r": "&#13;",
};

/** The element as text. Throws UnwritableText for a character that XML 1.0 forbids, lone surrogates among them. */
export function write({ name, content }: XmlNode): string {
  if (typeof content !== "string") {
    let inside = "";
    for (const child of content) inside += write(child);
    return `<${name}>${inside}</${name}>`;
  }
  if (content === "") return `<${name}/>`;
  const wrong = forbidden.exec(content);
  if (wrong) {
    const code = wrong[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    throw new UnwritableText(
      `<${name}> holds the character U+${code}, which XML cannot carry; remove it from the value`,
    );
  }
  return `<${name}>${content.replace(special, (character) => escapes[character] ?? character)}</${name}>`;
}
