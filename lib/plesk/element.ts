/**
 * An answer that is not what the protocol promises. It knows what is wrong, not which server said it: the panel adds
 * that when it turns it into a PleskError.
 */
export class Malformed extends Error {
  override readonly name = "Malformed";
}

/**
 * One received element: its own text, and its children in document order as a chain, which costs a large answer less
 * than a list in each element. Attributes are not kept.
 */
export class Element {
  text = "";
  first: Element | null = null;
  next: Element | null = null;
  private last: Element | null = null;

  constructor(
    readonly name: string,
    readonly parent: Element | null,
  ) {
    if (parent === null) return;
    if (parent.last === null) parent.first = this;
    else parent.last.next = this;
    parent.last = this;
  }
}

/** The child of that name, or undefined; two of them are Malformed. */
export function perhaps(element: Element, name: string): Element | undefined {
  let found: Element | undefined;
  for (let child = element.first; child !== null; child = child.next) {
    if (child.name !== name) continue;
    if (found) throw new Malformed(`<${element.name}> holds <${name}> twice`);
    found = child;
  }
  return found;
}

/** The one child of that name; none or two are Malformed. */
export function child(element: Element, name: string): Element {
  const found = perhaps(element, name);
  if (!found) throw new Malformed(`<${element.name}> holds no <${name}>`);
  return found;
}

/** All children in document order. */
export function children(element: Element): Element[] {
  const all: Element[] = [];
  for (let child = element.first; child !== null; child = child.next) all.push(child);
  return all;
}

/** All children of that name. */
export function every(element: Element, name: string): Element[] {
  const all: Element[] = [];
  for (let child = element.first; child !== null; child = child.next) if (child.name === name) all.push(child);
  return all;
}

/** The text of an element that holds nothing but text. */
export function plain(element: Element): string {
  if (element.first !== null) throw new Malformed(`<${element.name}> holds elements where text belongs`);
  return own(element.text);
}

/**
 * The same text, by itself in memory. What the parser gives is a slice of the chunk it came in, and one guid that is
 * kept would keep the whole chunk: a view of thousands of objects would hold all the XML it was read from.
 */
const own = (value: string): string => (value.length < shortestSlice ? value : ` ${value}`.slice(1));

/** V8 copies shorter strings when they are cut out of longer ones. */
const shortestSlice = 13;

/** The text of the one child of that name. */
export const text = (element: Element, name: string): string => plain(child(element, name));

/** The text of the child of that name, or undefined when there is no such child. */
export function perhapsText(element: Element, name: string): string | undefined {
  const found = perhaps(element, name);
  return found && plain(found);
}

/** The text of the one child of that name, which must not be empty. */
export function filled(element: Element, name: string): string {
  const value = text(element, name);
  if (value === "") throw new Malformed(`<${name}> in <${element.name}> is empty`);
  return value;
}

/** A whole number; anything else is Malformed. */
export function toWhole(value: string, name: string): number {
  const number = value === "" ? Number.NaN : Number(value);
  if (!Number.isSafeInteger(number)) throw new Malformed(`<${name}> is not a whole number`);
  return number;
}

/** The whole number of the one child of that name. */
export const whole = (element: Element, name: string): number => toWhole(text(element, name), name);

/** An XML Schema boolean: true, false, 1 or 0. */
function toFlag(value: string, name: string): boolean {
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  throw new Malformed(`<${name}> is neither true nor false`);
}

/** The boolean of the one child of that name. */
export const flag = (element: Element, name: string): boolean => toFlag(text(element, name), name);

/** The boolean of the child of that name, or undefined when there is no such child. */
export function perhapsFlag(element: Element, name: string): boolean | undefined {
  const value = perhapsText(element, name);
  return value === undefined ? undefined : toFlag(value, name);
}
