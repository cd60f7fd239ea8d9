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

/** The operations of a packet in order; checks all of them before any is executed. Throws a GrammarFault. */
export function readSteps(packet: XmlElement): Step[] {
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
    return readSteps(readXml(body)).some(
      ({ operation }) => operation.effect === "change" || operation.effect === "destroy",
    );
  } catch {
    return false;
  }
}
