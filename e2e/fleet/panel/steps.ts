import { check, GrammarFault } from "./grammar";
import type { Operation } from "./operation";
import { operators } from "./operators";
import { readXml, type XmlElement } from "./xml";

/** One operation of a packet, as the grammar allows it. */
export interface Step {
  operator: string;
  operation: Operation;
  node: XmlElement;
}

/** Longer requests are seldom sent twice. */
const SHORT = 2_000;
/** So many are kept. */
const MANY = 5_000;
const requests = new Map<string, XmlElement>();
const known = new WeakMap<XmlElement, readonly Step[]>();

/** `readXml` for a request: the same few come again and again, so what was read of one is kept. Nobody changes it. */
export function readRequest(body: string): XmlElement {
  let request = requests.get(body);
  if (request) return request;
  request = readXml(body);
  if (requests.size >= MANY) requests.clear();
  if (body.length <= SHORT) requests.set(body, request);
  return request;
}

/** The operations of a packet in order; checks all of them before any is executed. Throws a GrammarFault. */
export function readSteps(packet: XmlElement): readonly Step[] {
  let steps = known.get(packet);
  if (!steps) {
    steps = stepsIn(packet);
    known.set(packet, steps);
  }
  return steps;
}

function stepsIn(packet: XmlElement): Step[] {
  const unexpected = (name: string) =>
    new GrammarFault(`Parser error: Request is invalid. Element '${name}': This element is not expected.`);
  if (packet.name !== "packet") throw unexpected(packet.name);
  for (const attribute of Object.keys(packet.attributes)) {
    if (attribute !== "version")
      throw new GrammarFault(`Parser error: Request is invalid. Attribute '${attribute}' is not allowed.`);
  }
  if (packet.children.length === 0) {
    throw new GrammarFault("Parser error: Request is invalid. Element 'packet': Missing child element(s).");
  }
  return packet.children.flatMap(({ name: operator, children, attributes, content }) => {
    if (!Object.hasOwn(operators, operator) || Object.keys(attributes).length > 0) throw unexpected(operator);
    if (children.length === 0 || content !== "") {
      throw new GrammarFault(`Parser error: Request is invalid. Element '${operator}': Missing child element(s).`);
    }
    return children.map((node) => {
      const known = operators[operator];
      const operation = known && Object.hasOwn(known, node.name) ? known[node.name] : undefined;
      if (!operation) throw unexpected(node.name);
      check(node, operation.content);
      return { operator, operation, node };
    });
  });
}

/** Would this request change anything? Malformed and refused ones would not. */
export function isChanging(body: string): boolean {
  try {
    return readSteps(readRequest(body)).some(
      ({ operation }) => operation.effect === "change" || operation.effect === "destroy",
    );
  } catch {
    return false;
  }
}
