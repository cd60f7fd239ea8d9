import type { XmlElement } from "./xml";

/**
 * The grammar of requests, written as text:
 *
 *   `a b`      a, then b             `a?` `a*` `a+` `{a b}{1,10}`  how often
 *   `{a | b}`  one of them           `a?(b c)`    a, if it comes, holds b, then c; `a()` holds nothing
 *   `{a & b}`  both, in any order    `a:integer?` `a:[on|off]`  a's value; without a type any text
 */
export type Content = { kind: "value"; type: string } | { kind: "elements"; group: Particle };

type Particle = { min: number; max: number } & (
  | { kind: "element"; name: string; content: Content }
  | { kind: "sequence" | "choice" | "all"; parts: Particle[] }
);

/** A request that the grammar does not allow; the message reads like Plesk's own. */
export class GrammarFault extends Error {
  override readonly name = "GrammarFault";
}

export function grammar(notation: string): Content {
  const tokens = notation.match(/\{\d+,\d+\}|:\[[^\]]*\]|:\w+|[\w-]+|[(){}|&?*+]/g) ?? [];
  let at = 0;

  function group(close: string | undefined): Particle {
    const parts: Particle[] = [];
    let kind: "sequence" | "choice" | "all" = "sequence";
    while (tokens[at] !== close) {
      if (at >= tokens.length) throw new Error(`Grammar without its closing sign: ${notation}`);
      if (tokens[at] === "|") kind = "choice";
      else if (tokens[at] === "&") kind = "all";
      else {
        parts.push(particle());
        continue;
      }
      at += 1;
    }
    at += 1;
    return { kind, parts, min: 1, max: 1 };
  }
  function particle(): Particle {
    const name = tokens[at++] ?? "";
    if (name === "{") return { ...group("}"), ...occurrence() };
    let content: Content = { kind: "value", type: "string" };
    if (tokens[at]?.startsWith(":")) content = { kind: "value", type: (tokens[at++] ?? "").slice(1) };
    const often = occurrence();
    if (tokens[at] === "(") {
      at += 1;
      content = { kind: "elements", group: group(")") };
    }
    return { kind: "element", name, content, ...often };
  }
  function occurrence(): { min: number; max: number } {
    const token = tokens[at] ?? "";
    const range = /^\{(\d+),(\d+)\}$/.exec(token);
    const known = { "?": [0, 1], "*": [0, Number.POSITIVE_INFINITY], "+": [1, Number.POSITIVE_INFINITY] }[token];
    const [min, max] = range ? [Number(range[1]), Number(range[2])] : (known ?? []);
    if (min === undefined || max === undefined) return { min: 1, max: 1 };
    at += 1;
    return { min, max };
  }
  return { kind: "elements", group: group(undefined) };
}

const forms: Record<string, RegExp> = {
  integer: /^[+-]?\d+$/,
  long: /^[+-]?\d{1,19}$/,
  positiveInteger: /^\+?0*[1-9]\d*$/,
  unsignedInt: /^\+?\d{1,10}$/,
  boolean: /^(true|false|1|0)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  double: /^[+-]?\d+(\.\d+)?$/,
  url: /^.{1,255}$/s,
};

/** Throws a GrammarFault unless the element holds what the grammar says, in its order. */
export function check(element: XmlElement, content: Content): void {
  for (const attribute of Object.keys(element.attributes)) {
    throw fault(element.name, `The attribute '${attribute}' is not allowed.`);
  }
  if (content.kind === "value") checkValue(element, content.type);
  else checkElements(element, content.group);
}

function checkElements(element: XmlElement, group: Particle): void {
  if (element.content !== "") throw fault(element.name, "Character content other than whitespace is not allowed.");
  const extra = element.children[take(group, element, 0)];
  if (extra) throw fault(extra.name, "This element is not expected.");
}

function checkValue(element: XmlElement, type: string): void {
  const [inner] = element.children;
  if (inner) throw fault(inner.name, "This element is not expected.");
  if (type.startsWith("[")) {
    const values = type.slice(1, -1).split("|");
    if (values.includes(element.content)) return;
    throw fault(
      element.name,
      `The value '${element.content}' is not an element of the set {'${values.join("', '")}'}.`,
    );
  }
  if (forms[type]?.test(element.content) ?? true) return;
  throw fault(element.name, `'${element.content}' is not a valid value of the atomic type 'xs:${type}'.`);
}

/** Takes the particle as often as it comes and may, from child `at` on; returns the index behind. */
function take(particle: Particle, parent: XmlElement, at: number): number {
  let count = 0;
  let next = at;
  while (count < particle.max && begins(particle, parent.children[next])) {
    next = takeOnce(particle, parent, next);
    count += 1;
  }
  if (count >= particle.min || emptyAllowed({ ...particle, min: 1 })) return next;
  const found = parent.children[next];
  throw found ? fault(found.name, "This element is not expected.") : fault(parent.name, "Missing child element(s).");
}

function takeOnce(particle: Particle, parent: XmlElement, at: number): number {
  const child = parent.children[at];
  if (particle.kind === "element") {
    if (child) check(child, particle.content);
    return at + 1;
  }
  if (particle.kind === "sequence") return particle.parts.reduce((next, part) => take(part, parent, next), at);
  if (particle.kind === "choice") {
    const chosen = particle.parts.find((part) => begins(part, child));
    return chosen ? take(chosen, parent, at) : at;
  }
  let next = at;
  const open = new Set(particle.parts);
  for (;;) {
    const part = [...open].find((candidate) => begins(candidate, parent.children[next]));
    if (!part) break;
    open.delete(part);
    next = take(part, parent, next);
  }
  return [...open].reduce((end, part) => take(part, parent, end), next);
}

function begins(particle: Particle, child: XmlElement | undefined): boolean {
  if (!child) return false;
  if (particle.kind === "element") return particle.name === child.name;
  if (particle.kind !== "sequence") return particle.parts.some((part) => begins(part, child));
  for (const part of particle.parts) {
    if (begins(part, child)) return true;
    if (!emptyAllowed(part)) return false;
  }
  return false;
}

function emptyAllowed(particle: Particle): boolean {
  if (particle.min === 0) return true;
  if (particle.kind === "element") return false;
  return particle.kind === "choice" ? particle.parts.some(emptyAllowed) : particle.parts.every(emptyAllowed);
}

function fault(element: string, problem: string): GrammarFault {
  return new GrammarFault(`Parser error: Request is invalid. Element '${element}': ${problem}`);
}
